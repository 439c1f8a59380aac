# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

import pytest

from logistics_base.canonical import deprecations
from logistics_base.canonical.deprecations import Deprecated
from logistics_base.protocols.rate_limit import Quota
from logistics_base.protocols.usage import UsageBuffer

QUOTA = Quota("test", 4, 60)


def test_a_quota_is_used_up_and_comes_back_steadily():
    full_at, left = None, []
    for _request in range(5):
        full_at, standing = QUOTA.take(full_at, 1000.0)
        left.append((standing.allowed, standing.remaining))
    assert left == [(True, 3), (True, 2), (True, 1), (True, 0), (False, 0)]
    assert (standing.wait, standing.reset) == (15, 60)
    _full_at, standing = QUOTA.take(full_at, 1015.0)
    assert (standing.allowed, standing.remaining) == (True, 0)


def test_what_is_not_used_does_not_pile_up():
    full_at, _standing = QUOTA.take(None, 0.0)
    _full_at, standing = QUOTA.take(full_at, 10_000.0)
    assert standing.remaining == 3


@pytest.mark.parametrize("jump", (-1_000_000.0, 1_000_000.0))
def test_a_clock_that_jumps_locks_nobody_out_for_longer_than_the_window(jump):
    full_at = None
    for _request in range(5):
        full_at, standing = QUOTA.take(full_at, 2_000_000.0)
    full_at, standing = QUOTA.take(full_at, 2_000_000.0 + jump)
    assert standing.allowed is (jump > 0)
    assert standing.wait <= 15
    _full_at, standing = QUOTA.take(full_at, 2_000_000.0 + jump + 15)
    assert standing.allowed


def test_headers_are_structured_fields():
    full_at, standing = QUOTA.take(None, 1000.0)
    assert QUOTA.headers(standing) == {
        "RateLimit-Policy": '"test";q=4;w=60',
        "RateLimit": '"test";r=3;t=15',
    }
    for _request in range(4):
        full_at, standing = QUOTA.take(full_at, 1000.0)
    assert QUOTA.headers(standing)["Retry-After"] == "15"


def test_uses_are_gathered_and_handed_over_when_it_is_time():
    now = [0.0]
    buffer = UsageBuffer(60, clock=lambda: now[0])
    buffer.note("a", 1, "here")
    assert buffer.take_due()["a"].count == 1
    for at in (2, 3):
        buffer.note("a", at, "there")
    buffer.note("b", 4)
    assert buffer.take_due() == {}
    now[0] = 60.0
    uses = buffer.take_due()
    assert (uses["a"].count, uses["a"].last_at, uses["a"].detail) == (2, 3, "there")
    assert uses["b"].count == 1
    assert buffer.take_due(at_once=True) == {}


def test_whichever_goes_first_is_announced():
    entries = [
        Deprecated("a", date(2026, 1, 2), date(2027, 1, 1), route="/a"),
        Deprecated(
            "b", date(2026, 1, 1), date(2026, 7, 1), field="X.y", routes=("/a",)
        ),
        Deprecated("c", date(2026, 2, 1), route="/c"),
    ]
    deprecations.register(*entries)
    try:
        found = deprecations.of_route("/a")
        assert {entry.code for entry in found} == {"a", "b"}
        assert deprecations.headers(found) == {
            "Deprecation": "@1767225600",
            "Sunset": "Wed, 01 Jul 2026 00:00:00 GMT",
        }
        assert "Sunset" not in deprecations.headers(deprecations.of_route("/c"))
    finally:
        for entry in entries:
            deprecations.unregister(entry.code)


def test_nothing_is_gone_before_it_is_deprecated():
    with pytest.raises(ValueError, match="gone before"):
        deprecations.register(Deprecated("x", date(2026, 2, 1), date(2026, 1, 1)))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from logistics_base.protocols.networks import network_of
from logistics_base.protocols.rate_limit import RateLimit


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def limit(**options):
    clock = Clock()
    return RateLimit(burst=3, every=10, clock=clock, **options), clock


def test_a_burst_is_allowed_then_one_in_a_while():
    attempts, clock = limit()
    assert [attempts.take("a") for _ in range(4)] == [0, 0, 0, 10]
    clock.now = 4
    assert attempts.take("a") == 6
    clock.now = 10
    assert attempts.take("a") == 0
    assert attempts.take("a") == 10


def test_waiting_long_saves_up_no_more_than_a_burst():
    attempts, clock = limit()
    attempts.take("a")
    clock.now = 10_000
    assert [attempts.take("a") for _ in range(4)] == [0, 0, 0, 10]


def test_one_does_not_use_up_another_s_attempts():
    attempts, _clock = limit()
    for _ in range(9):
        attempts.take("a")
    assert attempts.take("b") == 0


def test_memory_is_bounded():
    attempts, _clock = limit(most_keys=100)
    for number in range(1000):
        attempts.take(number)
    assert len(attempts._buckets) == 100


def test_an_ipv6_network_is_one_customer():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff")
    assert network_of("2001:db8::1") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:192.0.2.7") == network_of("192.0.2.7")
    assert network_of("192.0.2.7") != network_of("192.0.2.8")
    assert network_of(None) == ""

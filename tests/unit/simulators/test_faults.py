# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Faults are asked for through the control API, strike as often as said, and end."""

import json
import urllib.error
import urllib.request

import pytest

from tests.simulators.process import called, process


@pytest.fixture(scope="module")
def running():
    with process([called(journeys=False), called("other", journeys=False)]) as it:
        yield it


@pytest.fixture
def carrier(running):
    yield running
    running.behave()


def refused(carrier, **values):
    with pytest.raises(urllib.error.HTTPError) as caught:
        carrier.ask("faults", **values)
    return caught.value.code, json.load(caught.value)["error"]


def test_all_faults_are_told_by_the_documentation(carrier):
    described = carrier.ask("")["POST /faults"]["takes"]["kind"]
    for kind in described:
        if not kind.endswith(("(EDI)", "(warehouse)")):
            assert carrier.fault(kind)["kind"] == kind
    assert len(carrier.ask("faults")["sandbox"]) >= 15


def test_a_fault_strikes_as_often_as_was_asked_for(carrier):
    carrier.behave()
    carrier.fault("error", count=2, status=502)
    answers = [status_of(carrier) for _ in range(3)]
    assert answers == [502, 502, 401]
    [fault] = carrier.ask("faults")["sandbox"]
    assert (fault["left"], fault["struck"]) == (0, 2)


def test_a_fault_strikes_one_path_and_method_of_one_partner(carrier):
    carrier.fault("error", path="/v1/rates", method="POST")
    assert status_of(carrier) == 401
    assert status_of(carrier, "other", "v1/rates", "POST") == 401
    assert status_of(carrier, path="v1/rates", method="POST") == 500


def test_a_probability_strikes_without_end_until_it_is_cleared(carrier):
    carrier.fault("error", probability=0.5)
    answers = [status_of(carrier) for _ in range(60)]
    assert 10 < answers.count(500) < 50
    carrier.behave()
    assert {status_of(carrier) for _ in range(20)} == {401}


def test_what_cannot_be_is_refused_by_name(carrier):
    assert refused(carrier, integration="nobody", kind="error")[0] == 404
    status, error = refused(carrier, integration="sandbox", kind="truncate")
    assert status == 400 and "kind" in error
    status, error = refused(
        carrier, integration="sandbox", kind="error", probability=1.5
    )
    assert status == 400 and "probability" in error


def status_of(carrier, integration="sandbox", path="v1/ping", method="GET"):
    """Return the status of a call without a login."""
    request = urllib.request.Request(
        f"{carrier.api_url(integration)}/{path}", method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code

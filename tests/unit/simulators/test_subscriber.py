# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulated subscriber: takes in what verifies, and says what it was told."""

import json
import urllib.error
import urllib.request
from datetime import datetime, timezone

import pytest
from standardwebhooks.webhooks import Webhook

from tests.simulators.config import ConfigError, read_subscribers
from tests.simulators.process import SECRET, process

EVENT = {"type": "shipment.stage", "timestamp": "2026-03-02T08:00:00Z", "data": {}}


@pytest.fixture(scope="module")
def running():
    plans = [{"code": "acme-erp", "secrets": [SECRET]}]
    with process([], subscribers=plans) as found:
        yield found


def post(running, key, *, secret=SECRET, body=None):
    """Return the status that a delivery is answered with."""
    content = json.dumps(EVENT)
    now = datetime.now(timezone.utc)
    request = urllib.request.Request(
        running.api_url("acme-erp"),
        (body or content).encode(),
        {
            "Content-Type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(key, now, content),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_what_verifies_is_taken_and_counted_once(running):
    before = running.ask("status")["subscribers"]["acme-erp"]
    assert [post(running, "evt_1"), post(running, "evt_1")] == [204, 204]
    after = running.ask("status")["subscribers"]["acme-erp"]
    assert after["accepted"] == before["accepted"] + 1
    assert after["repeated"] == before["repeated"] + 1
    last = running.ask("deliveries")["acme-erp"][-1]
    assert (last["id"], last["type"], last["repeated"]) == (
        "evt_1",
        "shipment.stage",
        True,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY4"},
        {"body": '{"type": "shipment.stage", "data": {"forged": true}}'},
    ],
)
def test_what_does_not_verify_is_refused(running, wrong):
    before = running.ask("status")["subscribers"]["acme-erp"]
    assert post(running, "evt_2", **wrong) == 401
    after = running.ask("status")["subscribers"]["acme-erp"]
    assert after == before | {"refused": before["refused"] + 1}


def test_it_misbehaves_on_request(running):
    running.fault("error", "acme-erp", status=500)
    assert [post(running, "evt_3"), post(running, "evt_3")] == [500, 204]


@pytest.mark.parametrize(
    ("plan", "problem"),
    [
        ({"secrets": ["x"]}, r"subscribers\[0\].code is missing"),
        ({"code": "a", "secrets": []}, "secrets is missing"),
        ({"code": "a", "secrets": [""]}, "secrets must be texts"),
        ({"code": "a", "secrets": ["x"], "keeps": 0}, "keeps must be a number"),
        ({"code": "a", "secrets": ["x"], "sekrets": 1}, "sekrets is not known"),
    ],
)
def test_a_wrong_description_is_refused_by_its_place(tmp_path, plan, problem):
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"partners": [], "subscribers": [plan]}))
    with pytest.raises(ConfigError, match=problem):
        read_subscribers(path)

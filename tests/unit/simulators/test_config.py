# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The configuration is read strictly, and refused in words that name the place."""

import json

import pytest

from tests.simulators import config

from .common import PLAIN_SECRET


def partner(**values):
    return {
        "integration": "shippo",
        "dialect": "shippo",
        "secret": PLAIN_SECRET,
        "shipments": [{"tracking_number": "SIM1", "journey": "weather"}],
        **values,
    }


def test_partners_and_their_shipments_are_read(tmp_path):
    shipment = {
        "tracking_number": "SIM1",
        "packages": ["P1", "P2"],
        "references": [{"type": "order", "value": "S00001"}],
        "journey": "straggler",
        "start": "2026-03-01T08:00:00+01:00",
        "skip": 4,
    }
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"partners": [partner(shipments=[shipment])]}))
    [(found, [read])] = config.read(path)
    assert found.integration == "shippo"
    assert read.journey.code == "straggler"
    assert read.packages == ["P1", "P2"]
    assert read.reference("order") == "S00001"
    assert read.start.isoformat() == "2026-03-01T08:00:00+01:00"
    assert read.skip == 4


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ([], "the file must be an object"),
        ({"partners": {}}, "partners must be a list"),
        ({"partners": [partner(dialect="morse")]}, r"partners\[0\].dialect is none of"),
        ({"partners": [partner(secret="")]}, r"partners\[0\].secret is missing"),
        ({"partners": [partner(), partner()]}, "shippo is there twice"),
        (
            {"partners": [partner(shipments=[{}])]},
            r"partners\[0\].shipments\[0\].tracking_number is missing",
        ),
        (
            {"partners": [partner(shipments=[{"tracking_number": "1", "start": "x"}])]},
            "start is no ISO 8601 time",
        ),
        (
            {"partners": [partner(shipments=[{"tracking_number": "1", "skip": 8}])]},
            "skip must be a number from 0 to 7",
        ),
        (
            {"partners": [partner(shipments=["SIM1"])]},
            r"shipments\[0\] must be an object",
        ),
        (
            {
                "partners": [
                    partner(
                        shipments=[
                            {
                                "tracking_number": "1",
                                "references": [{"type": "odd", "value": "1"}],
                            }
                        ]
                    )
                ]
            },
            "references.type is none of",
        ),
        (
            {"partners": [partner(api={"dialect": "morse", "number": "1"})]},
            r"partners\[0\].api.dialect is none of sandbox, regional",
        ),
        ({"partners": [partner(api={})]}, "api.number is missing"),
        (
            {"partners": [partner(api={"number": "1", "kindness": 3})]},
            "api.kindness is not known",
        ),
        (
            {"partners": [partner(api={"number": "1", "lookup": "no"})]},
            "api.lookup must be of type bool",
        ),
        (
            {"partners": [partner(api={"number": "1", "cancelling": "never"})]},
            "api.cancelling is none of immediate, pending",
        ),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_shown(values, problem):
    with pytest.raises(config.ConfigError, match=problem) as refused:
        config.parse(values)
    assert PLAIN_SECRET not in str(refused.value)


def test_a_missing_file_and_one_that_is_not_json_are_named(tmp_path):
    with pytest.raises(config.ConfigError, match="cannot be read"):
        config.read(tmp_path / "none.json")
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(config.ConfigError, match="is not JSON"):
        config.read(broken)


def test_the_account_of_a_carrier_that_is_called_is_read():
    api = {"number": "SBX-1", "api_key": PLAIN_SECRET, "lookup": False, "cutoff": 12}
    [(found, _shipments)] = config.parse({"partners": [partner(api=api)]})
    assert found.api.account.number == "SBX-1"
    assert not found.api.account.lookup
    assert PLAIN_SECRET not in repr(found)


@pytest.fixture
def edi(tmp_path):
    def write(**values):
        plan = {"code": "acme", "picks_up": str(tmp_path), "drops": str(tmp_path)}
        path = tmp_path / "config.json"
        path.write_text(json.dumps({"partners": [], "edi": [plan | values]}))
        return path

    return write


def test_a_trading_partner_is_read(edi):
    [plan] = config.read_edi(edi(declines_to=["NY"], acknowledges=False))
    assert plan.code == "acme"
    assert plan.declines_to == ("NY",)
    assert not plan.acknowledges


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"code": ""}, r"edi\[0\].code is missing"),
        ({"drops": "/nowhere/at/all"}, "drops is no folder"),
        ({"journey": "to the moon"}, "journey is none of"),
        ({"colour": "red"}, "colour is not known"),
    ],
)
def test_what_is_wrong_with_a_trading_partner_is_named(edi, values, problem):
    with pytest.raises(config.ConfigError, match=problem):
        config.read_edi(edi(**values))

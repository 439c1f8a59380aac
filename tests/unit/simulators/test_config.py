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

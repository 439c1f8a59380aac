# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from logistics_base.canonical import openapi
from logistics_wms_sync.canonical import order_notices, releases, warehouse_api


@pytest.fixture(name="described")
def _described():
    return openapi.document("https://erp.example")


def test_the_routes_of_warehouses_are_part_of_a_valid_description(described):
    OpenAPIV31SpecValidator(described).validate()
    for path in ("orders", "orders/{number}", "advices"):
        operation = described["paths"][f"/logistics/v1/warehouse/{path}"]["get"]
        assert operation["tags"] == ["warehouse"]
        assert operation["security"] == [{"apiKey": []}]


@pytest.mark.parametrize(
    "kind", ["warehouse.release", "warehouse.advice", "warehouse.items"]
)
def test_what_warehouses_are_posted_is_described_with_its_signature(described, kind):
    posted = described["webhooks"][kind]["post"]
    assert "webhook-signature" in {one["name"] for one in posted["parameters"]}


def test_an_order_is_described_as_it_is_answered(described):
    release = releases.WarehouseRelease(
        number="WH/OUT/1",
        ship_to=releases.Party(name="Ada", country="DE"),
        lines=(releases.ReleaseLine(line="1", sku="W", quantity=2.0),),
    )
    answered = warehouse_api.WarehouseOrderPage(
        items=(
            warehouse_api.WarehouseOrderResource(
                number="WH/OUT/1", revision=1, state="sent", release=release
            ),
        ),
        next_cursor="x",
    ).to_json()
    schema = {"$ref": "#/components/schemas/WarehouseOrderPage", **described}
    Draft202012Validator(schema).validate(answered)


def test_subscribers_are_told_of_an_order_by_its_own_notice(described):
    event = described["components"]["schemas"]["WarehouseOrderEvent"]
    assert event["properties"]["data"]["$ref"].endswith("/WarehouseOrderNotice")
    told = order_notices.WarehouseOrderNotice(number="1", state="waiting")
    assert told.to_json() == {"number": "1", "state": "waiting"}

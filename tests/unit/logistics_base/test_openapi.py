# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import ClassVar

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from logistics_base.canonical import openapi
from logistics_base.canonical.documents import DOCUMENTS, Document, Reference, register
from logistics_base.canonical.event_types import EVENT_TYPES
from logistics_base.canonical.openapi_routes import posted
from logistics_base.canonical.resources import (
    MilestonePage,
    MilestoneResource,
    Problem,
    ShipmentResource,
)


def _validator(name, described=None):
    described = described or openapi.document()
    schema = {"$ref": f"#/components/schemas/{name}", **described}
    return Draft202012Validator(schema)


def test_the_description_is_valid_openapi():
    OpenAPIV31SpecValidator(openapi.document("https://erp.example")).validate()


@pytest.mark.parametrize(
    "path",
    [
        "/logistics/v1/inbound/{integration}",
        "/logistics/v1/shipments",
        "/logistics/v1/shipments/{id}",
        "/logistics/v1/shipments/{id}/milestones",
        "/logistics/v1/events",
        "/logistics/v1/export/{dataset}",
        "/logistics/v1/openapi.json",
        "/logistics/metrics",
    ],
)
def test_every_public_route_is_described(path):
    ((_method, route),) = openapi.document()["paths"][path].items()
    assert route["responses"].keys() & {"200", "202"}
    assert "security" in route


def test_every_public_event_is_described_as_a_webhook():
    described = openapi.document()
    public = {code for code, one in EVENT_TYPES.items() if one.is_public}
    assert set(described["webhooks"]) == {"ping", *public, *posted()}
    assert "incident.opened" not in described["webhooks"]


def test_every_document_type_is_a_message_of_its_own():
    validator = _validator("CanonicalMessage")
    event = {"tracking_number": "1", "retracts": "E1"}
    assert validator.is_valid({"type": "shipment.milestone", "data": event})
    assert not validator.is_valid({"type": "shipment", "data": event["retracts"]})
    assert not validator.is_valid({"type": "tea.served", "data": event})


@pytest.fixture
def tea():
    @register
    @dataclass(kw_only=True)
    class TeaServed(Document):
        """Tea was served."""

        document_type: ClassVar[str] = "tea.served"
        cups: int

    yield TeaServed
    del DOCUMENTS["tea.served"]


@pytest.mark.usefixtures("tea")
def test_a_document_type_of_another_addon_appears_by_itself():
    described = openapi.document()
    OpenAPIV31SpecValidator(described).validate()
    validator = _validator("CanonicalMessage", described)
    assert validator.is_valid({"type": "tea.served", "data": {"cups": 2}})
    assert not validator.is_valid({"type": "tea.served", "data": {"cups": "two"}})


def test_what_the_api_answers_is_what_it_says():
    now = datetime(2026, 1, 17, 9, 0, tzinfo=timezone.utc)
    shipment = ShipmentResource(
        id=1,
        name="SHP/1",
        state="in_transit",
        has_exception=False,
        mode="parcel",
        direction="outbound",
        references=(Reference("tracking", "PX1"),),
        package_count=2,
        delivered_package_count=0,
        eta_date=now,
    )
    milestone = MilestoneResource(
        id=2, code="departed", classifier="actual", occurred_at=now
    )
    page = MilestonePage(items=(milestone,), next_cursor="c")
    problem = Problem(type="urn:x:not-found", title="Not here", status=404)
    for answer in (shipment, page, problem):
        _validator(type(answer).__name__).validate(answer.to_json())
    assert page.to_json()["items"][0]["occurred_at"] == "2026-01-17T09:00:00Z"

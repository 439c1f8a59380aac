# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can be exported for analysis: curated columns, and no free text of people.

An addon adds its own with :func:`register`.
"""

from dataclasses import dataclass

from .notices import FOR_CUSTOMERS

#: Kinds of columns: how other formats than CSV store them.
KINDS = ("integer", "number", "text", "time", "boolean")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of rows.

    :param code: its name in addresses.
    :param label: what people read.
    :param model: the model whose records the rows are; its table is ``t`` in SQL.
    :param time: the column the period is about.
    :param shipment: the path to the shipment, empty for shipments themselves.
    :param columns: ((name, kind, SQL expression), …).
    :param joins: SQL after ``FROM``.
    :param for_customers: the conditions of what customers' machines may have of it;
        None where it stays between the company and its carriers.
    """

    code: str
    label: str
    model: str
    time: str
    shipment: str
    columns: tuple
    joins: str = ""
    for_customers: tuple | None = None


DATASETS = {}


def register(*datasets):
    """Make datasets known; the same code again takes the place of what was."""
    for dataset in datasets:
        DATASETS[dataset.code] = dataset


def _columns(kind, *names, alias="t"):
    return tuple((name, kind, f"{alias}.{name}") for name in names)


_OF_SHIPMENT = (
    ("shipment_id", "integer", "t.shipment_id"),
    ("shipment", "text", "s.name"),
    ("company_id", "integer", "s.company_id"),
    ("customer", "text", "c.name"),
    ("carrier", "text", "i.name"),
)
_JOIN_SHIPMENT = """
    LEFT JOIN logistics_shipment s ON s.id = t.shipment_id
    LEFT JOIN res_partner c ON c.id = s.partner_id
    LEFT JOIN logistics_integration i ON i.id = s.integration_id
"""

register(
    Dataset(
        "shipments",
        "Shipments",
        "logistics.shipment",
        "create_date",
        "",
        (
            *_columns("integer", "id"),
            *_columns("text", "name"),
            *_columns("integer", "company_id"),
            ("customer", "text", "c.name"),
            ("carrier", "text", "i.name"),
            *_columns("text", "mode", "direction", "service_code", "state"),
            *_columns("boolean", "has_exception"),
            ("from_country", "text", "fc.code"),
            ("from_postcode", "text", "f.zip"),
            ("to_country", "text", "tc.code"),
            ("to_postcode", "text", "d.zip"),
            *_columns("number", "weight", "volume"),
            *_columns("integer", "package_count", "delivered_package_count"),
            *_columns(
                "time",
                "create_date",
                "released_date",
                "promised_date",
                "revised_promise_date",
                "eta_date",
                "picked_up_date",
                "delivered_date",
                "last_milestone_date",
            ),
            *_columns("text", "last_milestone_code", "correlation_id"),
        ),
        """
        LEFT JOIN res_partner c ON c.id = t.partner_id
        LEFT JOIN logistics_integration i ON i.id = t.integration_id
        LEFT JOIN res_partner f ON f.id = t.ship_from_id
        LEFT JOIN res_country fc ON fc.id = f.country_id
        LEFT JOIN res_partner d ON d.id = t.ship_to_id
        LEFT JOIN res_country tc ON tc.id = d.country_id
        """,
        for_customers=(),
    ),
    Dataset(
        "milestones",
        "Milestones",
        "logistics.milestone",
        "occurred_at",
        "shipment_id",
        (
            *_columns("integer", "id"),
            *_OF_SHIPMENT,
            *_columns("integer", "package_id"),
            *_columns("text", "code", "classifier"),
            *_columns("time", "occurred_at"),
            *_columns("integer", "utc_offset_minutes"),
            *_columns("time", "received_at", "estimated_delivery"),
            *_columns(
                "text",
                "location_city",
                "location_state",
                "location_postcode",
                "location_country",
                "location_unlocode",
                "raw_code",
                "reason_code",
            ),
            *_columns("boolean", "retracted"),
        ),
        _JOIN_SHIPMENT,
        for_customers=(),
    ),
    Dataset(
        "exceptions",
        "Exceptions",
        "logistics.exception",
        "opened_at",
        "shipment_id",
        (
            *_columns("integer", "id"),
            *_OF_SHIPMENT,
            *_columns("text", "type", "reason_code", "severity", "state"),
            *_columns("boolean", "automatic"),
            *_columns("time", "opened_at", "acknowledged_at", "resolved_at"),
        ),
        _JOIN_SHIPMENT,
    ),
    Dataset(
        "events",
        "Business Events",
        "logistics.event",
        "create_date",
        "shipment_id",
        (
            *_columns("integer", "id", "position"),
            *_columns("text", "type"),
            *_columns("time", "create_date"),
            *_OF_SHIPMENT,
            *_columns("text", "res_model"),
            *_columns("integer", "res_id"),
            *_columns("text", "correlation_id"),
        ),
        _JOIN_SHIPMENT,
        for_customers=(("type", "in", sorted(FOR_CUSTOMERS)),),
    ),
    Dataset(
        "measures",
        "Service Levels",
        "logistics.sla.measure",
        "started_at",
        "shipment_id",
        (
            *_columns("integer", "id"),
            *_OF_SHIPMENT,
            *_columns("text", "kind", "state"),
            *_columns("time", "started_at", "at_risk_at", "due_at", "stopped_at"),
            *_columns("number", "paused_hours"),
            *_columns("integer", "breach_count"),
        ),
        _JOIN_SHIPMENT,
    ),
)

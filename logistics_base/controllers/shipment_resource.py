# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shipments and milestones as the read API tells them: these fields, and no others."""

from datetime import timezone

from ..canonical.documents import Location, Reference
from ..canonical.resources import MilestoneResource, PackageResource, ShipmentResource

_PLACE = (
    "name",
    "city",
    "state",
    "postcode",
    "country",
    "unlocode",
    "latitude",
    "longitude",
)


def shipment_resource(shipment):
    """Return a ``logistics.shipment``, readable by the caller, as a resource."""
    return ShipmentResource(
        id=shipment.id,
        name=shipment.name,
        state=shipment.state,
        has_exception=bool(shipment.has_exception),
        mode=shipment.mode,
        direction=shipment.direction,
        carrier=carrier_name(shipment),
        service_code=shipment.service_code or None,
        references=references_of(
            shipment.reference_ids.filtered(lambda r: not r.package_id)
        ),
        packages=tuple(_package(package) for package in shipment.package_ids),
        package_count=shipment.package_count,
        delivered_package_count=shipment.delivered_package_count,
        promised_date=utc(shipment.shown_promise_date),
        eta_date=utc(shipment.eta_date),
        picked_up_date=utc(shipment.picked_up_date),
        delivered_date=utc(shipment.delivered_date),
    )


def milestone_resource(milestone):
    """Return a ``logistics.milestone``, readable by the caller, as a resource."""
    return MilestoneResource(
        id=milestone.id,
        code=milestone.code,
        classifier=milestone.classifier,
        occurred_at=utc(milestone.occurred_at),
        utc_offset_minutes=milestone.utc_offset_minutes,
        time_assumed=milestone.time_assumed,
        package=milestone.package_id.tracking_reference
        or milestone.package_id.name
        or None,
        location=location_of(milestone),
        reason_code=milestone.reason_code or None,
        description=milestone.description or None,
        retracted=milestone.retracted,
    )


def carrier_name(shipment):
    integration = shipment.integration_id
    return integration.partner_id.name or integration.name or None


def references_of(references):
    return tuple(Reference(reference.type, reference.value) for reference in references)


def _package(package):
    return PackageResource(
        id=package.id,
        name=package.name,
        state=package.state,
        references=references_of(package.reference_ids),
        delivered_date=utc(package.delivered_date),
    )


def location_of(milestone):
    told = {part: milestone[f"location_{part}"] or None for part in _PLACE}
    return Location(**told) if any(told.values()) else None


def utc(value):
    return value.replace(tzinfo=timezone.utc) if value else None

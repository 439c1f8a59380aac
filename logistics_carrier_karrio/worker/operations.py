# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Karrio is asked to do, by name."""

import json
import pydoc

import attr
import karrio.sdk as karrio
from karrio import references
from karrio.core.utils import DP

_REQUESTS = {
    "rate": karrio.Rating.fetch,
    "book": karrio.Shipment.create,
    "cancel_booking": karrio.Shipment.cancel,
    "track": karrio.Tracking.fetch,
    "schedule_pickup": karrio.Pickup.schedule,
    "cancel_pickup": karrio.Pickup.cancel,
    "close_out": karrio.Manifest.create,
    "check_address": karrio.Address.validate,
}
# Karrio's own names of what a carrier can do.
_METHODS = {
    "get_rates": "rate",
    "create_shipment": "book",
    "cancel_shipment": "cancel_booking",
    "get_tracking": "track",
    "schedule_pickup": "schedule_pickup",
    "cancel_pickup": "cancel_pickup",
    "create_manifest": "close_out",
    "validate_address": "check_address",
}
_gateways = {}


def perform(call):
    """Return {"details": ..., "messages": [...]} or {"failure": text}.

    Karrio's exceptions hold what it was given: only their kind leaves this process.
    """
    try:
        if call["operation"] == "describe":
            return {"details": _describe(call["carrier"]), "messages": []}
        if call["operation"] == "carriers":
            return {"details": _carriers(), "messages": []}
        gateway = _gateway(call["carrier"], call["settings"])
        request = _REQUESTS[call["operation"]](call["request"])
        details, messages = request.from_(gateway).parse()
    except Exception as error:  # noqa: BLE001  whatever a carrier's code meets
        return {"failure": type(error).__name__}
    return {"details": _plain(details), "messages": _plain(messages) or []}


def _gateway(carrier, settings):
    """Return the gateway of one account; it keeps the carrier's access token."""
    key = json.dumps([carrier, settings], sort_keys=True)
    if key not in _gateways:
        _gateways[key] = karrio.gateway[carrier].create(settings)
    return _gateways[key]


def _carriers():
    return dict(references.collect_references()["carriers"])


def _describe(carrier):
    """Return the settings a carrier needs, its services, and what it can do."""
    known = references.collect_references()
    mapper = pydoc.locate(f"karrio.mappers.{carrier}")
    methods = references.detect_proxy_methods(mapper.Proxy)
    return {
        "settings": [
            {"name": field.name, "required": field.default is attr.NOTHING}
            for field in attr.fields(mapper.Settings)
        ],
        "services": dict(known["services"].get(carrier, {})),
        "capabilities": sorted(_METHODS[m] for m in methods if m in _METHODS),
    }


def _plain(value):
    if isinstance(value, (list, tuple)):
        return [DP.to_dict(one) for one in value]
    return DP.to_dict(value) if value is not None else None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words every partner's message is translated into.

The structure follows DCSA Track & Trace 2.2 (what happened, whether it is actual,
estimated or planned, where, when, and retraction); codes of the last mile and of the
warehouse are added. Reason codes are those of Karrio's tracking incidents.
"""

from dataclasses import dataclass

STATES = {
    "draft": "Draft",
    "released": "Released",
    "booked": "Booked",
    "picked_up": "Picked up",
    "in_transit": "In transit",
    "customs": "In customs",
    "out_for_delivery": "Out for delivery",
    "available_for_pickup": "Available for pickup",
    "delivered": "Delivered",
    "returning": "Returning",
    "returned": "Returned",
    "cancelled": "Cancelled",
    "lost": "Lost",
}

# What a later straggler does not undo.
FINAL_STATES = frozenset({"delivered", "returned", "cancelled"})
# The goods are on their way back: an ordinary scan on that way tells nothing new.
RETURN_STATES = frozenset({"returning", "returned"})
# Nothing more is expected to happen by itself.
CLOSED_STATES = FINAL_STATES | {"lost"}

# The goods have left and are on their way.
MOVING_STATES = frozenset(
    {
        "picked_up",
        "in_transit",
        "customs",
        "out_for_delivery",
        "available_for_pickup",
    }
)

# How far a package is, for "a shipment is as far as its least advanced package".
PROGRESS = {
    "draft": 0,
    "released": 10,
    "booked": 20,
    "picked_up": 30,
    "in_transit": 40,
    "customs": 45,
    "out_for_delivery": 60,
    "available_for_pickup": 65,
    "returning": 70,
    "lost": 80,
    "delivered": 90,
    "returned": 95,
    "cancelled": 99,
}

CLASSIFIERS = {"actual": "Actual", "estimated": "Estimated", "planned": "Planned"}

MODES = {
    "parcel": "Parcel",
    "ltl": "Less than truckload",
    "ftl": "Full truckload",
    "air": "Air",
    "ocean": "Ocean",
    "rail": "Rail",
    "courier": "Courier",
}

DIRECTIONS = {"outbound": "Outbound", "inbound": "Inbound", "return": "Return"}

REFERENCE_TYPES = {
    "tracking": "Tracking number",
    "order": "Order",
    "delivery": "Delivery order",
    "bol": "Bill of lading",
    "pro": "PRO number",
    "booking": "Booking",
    "container": "Container",
    "mawb": "Air waybill",
    "sscc": "SSCC",
    "customer": "Customer reference",
    "invoice": "Invoice",
    "other": "Other",
}

# Which reference is trusted first when a message names several.
REFERENCE_RANK = {
    name: rank
    for rank, name in enumerate(
        (
            "sscc",
            "tracking",
            "container",
            "pro",
            "booking",
            "mawb",
            "bol",
            "delivery",
            "order",
            "customer",
            "invoice",
            "other",
        )
    )
}

EXCEPTION_TYPES = {
    "delay": "Delay",
    "hold": "On hold",
    "customs": "Customs",
    "address": "Address problem",
    "delivery_failed": "Delivery failed",
    "pickup_failed": "Pickup failed",
    "refused": "Refused by consignee",
    "damage": "Damage",
    "loss": "Loss",
    "missort": "Missorted",
    "shortage": "Shortage",
    "tender": "Tender declined",
    "silence": "No news",
    "technical": "Technical",
    "mismatch": "Invoice mismatch",
    "other": "Other",
}

SEVERITIES = {"0": "Low", "1": "Medium", "2": "High", "3": "Critical"}

# Any movement proves these conditions over.
_MOVEMENT = frozenset({"delay", "hold", "missort", "loss", "address", "pickup_failed"})
_HANDED_OVER = _MOVEMENT | {"delivery_failed", "customs", "tender"}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One word for something that happens to a shipment.

    :param code: canonical code.
    :param label: what people read.
    :param stage: the shipment stage it proves, or None where it proves none.
    :param precedence: which of two milestones at the same instant counts.
    :param raises: type of the exception it opens, or None.
    :param severity: of that exception, a key of ``SEVERITIES``.
    :param clears: exception types it proves to be over.
    """

    code: str
    label: str
    stage: str | None = None
    precedence: int = 0
    raises: str | None = None
    severity: str = "1"
    clears: frozenset = frozenset()


def _milestones(*rows):
    return {row.code: row for row in rows}


MILESTONES = _milestones(
    Milestone("released", "Released", "released", 5),
    Milestone("tendered", "Tendered", "released", 6),
    Milestone(
        "tender_accepted", "Tender accepted", "booked", 8, clears=frozenset({"tender"})
    ),
    Milestone(
        "tender_declined", "Tender declined", "released", 7, "tender", severity="2"
    ),
    Milestone("booked", "Booked", "booked", 10),
    Milestone("booking_cancelled", "Booking cancelled", "released", 11),
    Milestone("label_created", "Label created", "booked", 12),
    Milestone("manifested", "Manifested", "booked", 13),
    Milestone("allocated", "Allocated", "released", 5),
    Milestone("picking_started", "Picking started", "released", 5),
    Milestone("picked", "Picked", "released", 5),
    Milestone("packed", "Packed", "released", 5),
    Milestone("ready_to_ship", "Ready to ship", "booked", 14),
    Milestone("dispatched", "Dispatched", "picked_up", 28),
    Milestone("shorted", "Shorted", raises="shortage"),
    Milestone("backordered", "Backordered", raises="shortage"),
    Milestone("substituted", "Substituted"),
    Milestone("pickup_scheduled", "Pickup scheduled", "booked", 15),
    Milestone("arrived_at_pickup", "Arrived at pickup", "booked", 16),
    Milestone(
        "picked_up", "Picked up", "picked_up", 30, clears=frozenset({"pickup_failed"})
    ),
    Milestone(
        "pickup_failed", "Pickup failed", "booked", 17, "pickup_failed", severity="2"
    ),
    Milestone("departed", "Departed", "in_transit", 42, clears=_MOVEMENT),
    Milestone("arrived", "Arrived", "in_transit", 41, clears=_MOVEMENT),
    Milestone("in_transit", "In transit", "in_transit", 40, clears=_MOVEMENT),
    Milestone("loaded", "Loaded", "in_transit", 40, clears=_MOVEMENT),
    Milestone("unloaded", "Unloaded", "in_transit", 40, clears=_MOVEMENT),
    Milestone("gate_in", "Gate in", "in_transit", 40, clears=_MOVEMENT),
    Milestone("gate_out", "Gate out", "in_transit", 40, clears=_MOVEMENT),
    Milestone("handed_over", "Handed over", "in_transit", 43, clears=_MOVEMENT),
    Milestone("customs_submitted", "Customs declaration submitted"),
    Milestone("customs_inspection", "Customs inspection", "customs", 45),
    Milestone("customs_hold", "Held by customs", "customs", 46, "customs", "2"),
    Milestone(
        "customs_released",
        "Released by customs",
        "in_transit",
        47,
        clears=frozenset({"customs", "hold", "delay"}),
    ),
    Milestone("duties_due", "Duties due", "customs", 46, "customs", "2"),
    Milestone("delivery_scheduled", "Delivery scheduled"),
    Milestone(
        "arrived_at_destination",
        "Arrived at destination",
        "in_transit",
        50,
        clears=_MOVEMENT | {"customs"},
    ),
    Milestone(
        "out_for_delivery",
        "Out for delivery",
        "out_for_delivery",
        60,
        clears=_HANDED_OVER,
    ),
    Milestone("delivery_attempted", "Delivery attempted", raises="delivery_failed"),
    Milestone(
        "available_for_pickup",
        "Available for pickup",
        "available_for_pickup",
        65,
        clears=_HANDED_OVER,
    ),
    Milestone(
        "delivered",
        "Delivered",
        "delivered",
        90,
        clears=_HANDED_OVER | {"refused"},
    ),
    Milestone(
        "pod_received",
        "Proof of delivery received",
        "delivered",
        91,
        clears=_HANDED_OVER | {"refused"},
    ),
    Milestone("refused", "Refused", raises="refused", severity="2"),
    Milestone("delayed", "Delayed", raises="delay"),
    Milestone("on_hold", "On hold", raises="hold"),
    Milestone("damaged", "Damaged", raises="damage", severity="2"),
    Milestone("lost", "Lost", "lost", 35, "loss", "3"),
    Milestone("missorted", "Missorted", raises="missort", severity="0"),
    Milestone("address_issue", "Address problem", raises="address", severity="2"),
    Milestone("rerouted", "Rerouted"),
    Milestone("return_initiated", "Return started", "returning", 70),
    Milestone("return_in_transit", "Return in transit", "returning", 71),
    Milestone(
        "returned",
        "Returned",
        "returned",
        95,
        clears=_HANDED_OVER | {"refused"},
    ),
    Milestone("cancelled", "Cancelled", "cancelled", 80, clears=_HANDED_OVER),
    Milestone("disposed", "Disposed of", "cancelled", 81),
    Milestone("information", "Information"),
    Milestone("unknown", "Unknown"),
)

REASONS = {
    "carrier_damaged_parcel": "Damaged by the carrier",
    "carrier_sorting_error": "Sorting error of the carrier",
    "carrier_address_not_found": "Address not found by the carrier",
    "carrier_parcel_lost": "Lost by the carrier",
    "carrier_not_enough_time": "Carrier ran out of time",
    "carrier_vehicle_issue": "Vehicle trouble",
    "carrier_capacity_exceeded": "Carrier has no capacity",
    "carrier_mechanical_delay": "Mechanical delay",
    "retailer_cancelled": "Cancelled by the shipper",
    "retailer_incorrect_data": "Wrong data from the shipper",
    "retailer_not_ready": "Not ready at the shipper",
    "retailer_incorrect_parcel": "Wrong parcel from the shipper",
    "retailer_incorrect_dimensions": "Wrong dimensions from the shipper",
    "retailer_packaging_issue": "Poor packaging",
    "consignee_refused": "Refused by the consignee",
    "consignee_business_closed": "Business closed",
    "consignee_not_available": "Consignee not available",
    "consignee_not_home": "Nobody at home",
    "consignee_cancelled": "Cancelled by the consignee",
    "consignee_verification_failed": "Consignee could not be verified",
    "consignee_incorrect_address": "Wrong address of the consignee",
    "consignee_access_restricted": "No access to the consignee",
    "consignee_safe_place_unavailable": "No safe place to leave it",
    "customs_delay": "Delay in customs",
    "customs_documentation": "Customs documents missing or wrong",
    "customs_duties_unpaid": "Duties unpaid",
    "customs_prohibited": "Prohibited goods",
    "customs_inspection": "Inspected by customs",
    "weather_delay": "Weather",
    "natural_disaster": "Natural disaster",
    "force_majeure": "Force majeure",
    "parcel_being_researched": "Parcel being searched for",
    "security_issue": "Security",
    "regulatory_hold": "Held by an authority",
    "unknown": "Unknown reason",
}

CHARGE_TYPES = {
    "base": "Freight",
    "discount": "Discount",
    "fuel": "Fuel surcharge",
    "residential": "Residential delivery",
    "remote_area": "Remote area",
    "address_correction": "Address correction",
    "dim_weight_correction": "Dimensional weight correction",
    "additional_handling": "Additional handling",
    "peak": "Peak surcharge",
    "signature": "Signature",
    "saturday": "Saturday delivery",
    "liftgate": "Lift gate",
    "detention": "Detention",
    "reattempt": "Redelivery",
    "return": "Return",
    "declared_value": "Declared value",
    "duty": "Duty",
    "import_tax": "Import tax",
    "brokerage": "Brokerage",
    "vat": "VAT",
    "void": "Void",
    "gsr_credit": "Guarantee refund",
    "invoice_fee": "Invoice fee",
    "other": "Other",
}

CODE_DOMAINS = {
    "milestone": "Milestone",
    "reason": "Reason",
    "service": "Service",
    "charge": "Charge",
    "package_type": "Package type",
    "unit": "Unit",
    "location": "Location",
    "carrier": "Carrier",
    "customer_account": "Customer account",
}

# Domains whose canonical codes are words of this file; the others are free.
CLOSED_DOMAINS = {
    "milestone": MILESTONES,
    "reason": REASONS,
    "charge": CHARGE_TYPES,
}

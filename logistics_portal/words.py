# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words a customer reads.

They are a choice, not a translation of our vocabulary: what has no words here (a tender
that was declined, a code that nobody has mapped, a technical exception) is not shown.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: Stage of a shipment or package: (words, tone).
STAGES = {
    "draft": (_lt("Being prepared"), "neutral"),
    "released": (_lt("Being prepared"), "neutral"),
    "booked": (_lt("Ready to be collected"), "neutral"),
    "picked_up": (_lt("Collected"), "info"),
    "in_transit": (_lt("On its way"), "info"),
    "customs": (_lt("In customs"), "info"),
    "out_for_delivery": (_lt("Out for delivery"), "info"),
    "available_for_pickup": (_lt("Ready for pickup"), "success"),
    "delivered": (_lt("Delivered"), "success"),
    "returning": (_lt("On its way back"), "warning"),
    "returned": (_lt("Returned to sender"), "neutral"),
    "cancelled": (_lt("Cancelled"), "neutral"),
    "lost": (_lt("Missing"), "danger"),
}

#: Steps of the progress bar.
STEPS = {
    "preparing": _lt("Preparing"),
    "picked_up": _lt("Collected"),
    "in_transit": _lt("On its way"),
    "customs": _lt("Customs"),
    "out_for_delivery": _lt("Out for delivery"),
    "available_for_pickup": _lt("Pickup point"),
    "delivered": _lt("Delivered"),
    "returning": _lt("On its way back"),
    "returned": _lt("Returned"),
    "lost": _lt("Missing"),
    "cancelled": _lt("Cancelled"),
}

#: Milestones in the timeline: (words, tone).
MILESTONES = {
    "released": (_lt("Order released for shipping"), "info"),
    "booked": (_lt("Carrier booked"), "info"),
    "label_created": (_lt("Shipping label created"), "info"),
    "manifested": (_lt("Announced to the carrier"), "info"),
    "packed": (_lt("Packed"), "info"),
    "ready_to_ship": (_lt("Ready to be collected"), "info"),
    "dispatched": (_lt("Left our warehouse"), "info"),
    "shorted": (_lt("Some items were not available"), "warning"),
    "backordered": (_lt("Some items will follow later"), "warning"),
    "pickup_scheduled": (_lt("Collection planned"), "info"),
    "picked_up": (_lt("Collected by the carrier"), "info"),
    "pickup_failed": (_lt("The carrier could not collect the goods"), "warning"),
    "departed": (_lt("Departed"), "info"),
    "arrived": (_lt("Arrived"), "info"),
    "in_transit": (_lt("On its way"), "info"),
    "loaded": (_lt("Loaded"), "info"),
    "unloaded": (_lt("Unloaded"), "info"),
    "gate_in": (_lt("Arrived at the terminal"), "info"),
    "gate_out": (_lt("Left the terminal"), "info"),
    "handed_over": (_lt("Handed over to the next carrier"), "info"),
    "customs_submitted": (_lt("Customs declaration submitted"), "info"),
    "customs_inspection": (_lt("Being checked by customs"), "info"),
    "customs_hold": (_lt("Held by customs"), "warning"),
    "customs_released": (_lt("Cleared by customs"), "info"),
    "duties_due": (_lt("Duties or taxes are due"), "warning"),
    "delivery_scheduled": (_lt("Delivery planned"), "info"),
    "arrived_at_destination": (_lt("Arrived in the delivery area"), "info"),
    "out_for_delivery": (_lt("Out for delivery"), "info"),
    "delivery_attempted": (_lt("Delivery was tried without success"), "warning"),
    "available_for_pickup": (_lt("Ready for you to pick up"), "success"),
    "delivered": (_lt("Delivered"), "success"),
    "pod_received": (_lt("Proof of delivery received"), "success"),
    "refused": (_lt("Delivery was refused"), "warning"),
    "delayed": (_lt("Delayed"), "warning"),
    "on_hold": (_lt("On hold"), "warning"),
    "damaged": (_lt("Damage was reported"), "danger"),
    "lost": (_lt("The carrier cannot find the goods"), "danger"),
    "missorted": (_lt("Took a wrong turn and is being redirected"), "warning"),
    "address_issue": (_lt("There is a problem with the address"), "warning"),
    "rerouted": (_lt("Redirected"), "info"),
    "return_initiated": (_lt("Going back to the sender"), "warning"),
    "return_in_transit": (_lt("On its way back to the sender"), "warning"),
    "returned": (_lt("Returned to the sender"), "info"),
    "cancelled": (_lt("Cancelled"), "danger"),
}

#: Milestones that are planned or estimated: what is still to come.
EXPECTED = {
    "pickup_scheduled": _lt("Collection"),
    "picked_up": _lt("Collection"),
    "departed": _lt("Departure"),
    "arrived": _lt("Arrival"),
    "loaded": _lt("Loading"),
    "unloaded": _lt("Unloading"),
    "gate_in": _lt("Arrival at the terminal"),
    "gate_out": _lt("Leaving the terminal"),
    "handed_over": _lt("Handover to the next carrier"),
    "customs_released": _lt("Customs clearance"),
    "arrived_at_destination": _lt("Arrival in the delivery area"),
    "out_for_delivery": _lt("Out for delivery"),
    "available_for_pickup": _lt("Ready for you to pick up"),
    "delivery_scheduled": _lt("Delivery"),
    "delivered": _lt("Delivery"),
    "returned": _lt("Return to the sender"),
}

#: Open exceptions: (title, what it means for the customer).
EXCEPTIONS = {
    "delay": (
        _lt("Your shipment is delayed"),
        _lt("It is still coming to you. A new date shows above once it is known."),
    ),
    "hold": (
        _lt("Your shipment is on hold"),
        _lt("It is safe and will move on once this is settled."),
    ),
    "customs": (
        _lt("Customs is holding your shipment"),
        _lt("We may contact you if a document or a payment is needed from you."),
    ),
    "address": (
        _lt("The delivery address is not clear"),
        _lt("Please contact us to check the address."),
    ),
    "delivery_failed": (
        _lt("The delivery did not succeed"),
        _lt("Usually the carrier tries again on the next working day."),
    ),
    "pickup_failed": (
        _lt("The carrier could not collect your shipment"),
        _lt("We are arranging another collection."),
    ),
    "refused": (
        _lt("The delivery was refused"),
        _lt("Please contact us to agree on what happens next."),
    ),
    "damage": (
        _lt("Damage was reported"),
        _lt("Check the goods on arrival, note any damage and tell us about it."),
    ),
    "loss": (
        _lt("Your shipment cannot be found at the moment"),
        _lt("A search is under way. We will contact you."),
    ),
    "missort": (
        _lt("Your shipment took a wrong turn"),
        _lt("It is being sent on to you, which may take a little longer."),
    ),
    "shortage": (
        _lt("Something is missing from your shipment"),
        _lt("We will tell you whether and when the missing items follow."),
    ),
    "silence": (
        _lt("There has been no news for longer than usual"),
        _lt("We are following it up."),
    ),
    "other": (
        _lt("Your shipment needs our attention"),
        _lt("We are following it up."),
    ),
}

#: Why, where a customer can do something with the answer.
REASONS = {
    "carrier_damaged_parcel": _lt("The package was damaged on the way."),
    "carrier_sorting_error": _lt("The package was sorted wrongly."),
    "carrier_address_not_found": _lt("The driver could not find the address."),
    "carrier_parcel_lost": _lt("The package cannot be found."),
    "carrier_not_enough_time": _lt("The driver ran out of time."),
    "carrier_vehicle_issue": _lt("The vehicle broke down."),
    "carrier_capacity_exceeded": _lt("The carrier has more to deliver than usual."),
    "carrier_mechanical_delay": _lt("A technical fault held it up."),
    "consignee_refused": _lt("The delivery was refused at the door."),
    "consignee_business_closed": _lt("The business was closed."),
    "consignee_not_available": _lt("Nobody could receive the delivery."),
    "consignee_not_home": _lt("Nobody was at home."),
    "consignee_cancelled": _lt("The delivery was called off by the recipient."),
    "consignee_verification_failed": _lt("The recipient could not be identified."),
    "consignee_incorrect_address": _lt("The address is not correct."),
    "consignee_access_restricted": _lt("The driver could not get to the door."),
    "consignee_safe_place_unavailable": _lt("There was no safe place to leave it."),
    "customs_delay": _lt("Customs needs more time."),
    "customs_documentation": _lt("Customs needs documents."),
    "customs_duties_unpaid": _lt("Duties or taxes have to be paid."),
    "customs_prohibited": _lt("Customs does not allow these goods in."),
    "customs_inspection": _lt("Customs is checking the goods."),
    "weather_delay": _lt("Bad weather."),
    "natural_disaster": _lt("A natural disaster in the region."),
    "force_majeure": _lt("Circumstances nobody can change."),
    "parcel_being_researched": _lt("The carrier is searching for the package."),
    "security_issue": _lt("A security check."),
    "regulatory_hold": _lt("An authority is checking the goods."),
}

#: Numbers a customer knows the shipment by. "Other" ones are our own business.
REFERENCES = {
    "tracking": _lt("Tracking number"),
    "order": _lt("Order"),
    "customer": _lt("Your reference"),
    "delivery": _lt("Delivery order"),
    "invoice": _lt("Invoice"),
    "bol": _lt("Bill of lading"),
    "pro": _lt("PRO number"),
    "booking": _lt("Booking"),
    "container": _lt("Container"),
    "mawb": _lt("Air waybill"),
    "sscc": _lt("Pallet number (SSCC)"),
}

MODES = {
    "parcel": _lt("Parcel"),
    "ltl": _lt("Part load"),
    "ftl": _lt("Full truck"),
    "air": _lt("Air"),
    "ocean": _lt("Sea"),
    "rail": _lt("Rail"),
    "courier": _lt("Courier"),
}

#: Condition on delivery, where there is something to say.
CONDITIONS = {
    "good": _lt("In good condition"),
    "damaged": _lt("Damage noted"),
    "short": _lt("Something was missing"),
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happens to consignments: realistic journeys, as data.

A step tells how many hours after the start it happens, our canonical code, where, and
in the carrier's own words what. Which package it happens to: ``all`` of them, ``rest``
(all but the last) or ``last``.
"""

from dataclasses import dataclass

from logistics_base.canonical.vocabulary import MILESTONES

HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens on a journey.

    :param hours: after the start of the journey.
    :param code: canonical milestone code.
    :param place: key of ``PLACES``.
    :param expected: for what is planned or estimated, hours after the start at which
        it is to happen; ``hours`` is then when that was said.
    :param due: hours after the start at which delivery is now expected.
    :param on: ``all``, ``rest`` or ``last``: the packages it happens to.
    """

    hours: float
    code: str
    place: str
    text: str
    reason: str | None = None
    signatory: str | None = None
    classifier: str = "actual"
    expected: float | None = None
    due: float | None = None
    on: str = "all"


@dataclass(frozen=True, slots=True)
class Journey:
    """Steps in the order in which they are reported."""

    code: str
    label: str
    mode: str
    steps: tuple[Step, ...]

    @property
    def duration(self):
        """Seconds from the start to what is reported last."""
        return self.steps[-1].hours * HOUR

    @property
    def troubles(self):
        """The types of exceptions that are opened on the way."""
        kinds = {MILESTONES[step.code].raises for step in self.steps}
        return frozenset(kinds - {None})

    @property
    def origin(self):
        return self.steps[0].place

    @property
    def destination(self):
        return self.steps[-1].place


def _step(hours, code, place, text, **more):
    return Step(hours=hours, code=code, place=place, text=text, **more)


def _journeys(*journeys):
    return {journey.code: journey for journey in journeys}


JOURNEYS = _journeys(
    Journey(
        "domestic",
        "Domestic parcel, delivered at the first attempt",
        "parcel",
        (
            _step(0, "label_created", "los_angeles", "Label created", due=76),
            _step(5, "picked_up", "los_angeles", "Picked up", due=76),
            _step(9, "departed", "los_angeles", "Departed from facility", due=76),
            _step(31, "arrived", "louisville_hub", "Arrived at facility", due=76),
            _step(37, "departed", "louisville_hub", "Departed from facility", due=76),
            _step(58, "arrived", "secaucus_depot", "Arrived at facility", due=76),
            _step(71, "out_for_delivery", "secaucus_depot", "Out for delivery", due=76),
            _step(
                76, "delivered", "new_york", "Delivered, front desk", signatory="Rivera"
            ),
        ),
    ),
    Journey(
        "customs",
        "International parcel, held and released by customs",
        "parcel",
        (
            _step(
                0, "label_created", "mumbai", "Shipment information received", due=96
            ),
            _step(4, "picked_up", "mumbai", "Shipment picked up", due=96),
            _step(14, "departed", "mumbai_gateway", "Departed origin gateway", due=96),
            _step(27, "arrived", "leipzig_hub", "Arrived at hub", due=96),
            _step(33, "departed", "leipzig_hub", "Departed hub", due=96),
            _step(37, "arrived", "east_midlands", "Arrived at gateway", due=96),
            _step(
                39,
                "customs_hold",
                "east_midlands",
                "Clearance on hold, commercial invoice missing",
                reason="customs_documentation",
                due=132,
            ),
            _step(
                86, "customs_released", "east_midlands", "Clearance completed", due=114
            ),
            _step(96, "arrived", "birmingham_depot", "Arrived at depot", due=114),
            _step(108, "out_for_delivery", "birmingham_depot", "With courier", due=114),
            _step(114, "delivered", "birmingham", "Delivered", signatory="A. Patel"),
        ),
    ),
    Journey(
        "failed_attempt",
        "Nobody at home, delivered the next day against a signature",
        "parcel",
        (
            _step(0, "label_created", "venlo", "Announced to the carrier", due=29),
            _step(6, "picked_up", "venlo", "Collected", due=29),
            _step(13, "arrived", "berlin_depot", "Arrived at depot", due=29),
            _step(
                24, "out_for_delivery", "berlin_depot", "Loaded for delivery", due=29
            ),
            _step(
                29,
                "delivery_attempted",
                "berlin",
                "Recipient not present, card left",
                reason="consignee_not_home",
                due=52,
            ),
            _step(34, "arrived", "berlin_depot", "Back at depot", due=52),
            _step(
                48, "out_for_delivery", "berlin_depot", "Loaded for delivery", due=52
            ),
            _step(52, "delivered", "berlin", "Delivered", signatory="J. Schäfer"),
        ),
    ),
    Journey(
        "damaged",
        "Damaged on the way, delivered all the same",
        "parcel",
        (
            _step(0, "label_created", "los_angeles", "Label created", due=52),
            _step(4, "picked_up", "los_angeles", "Picked up", due=52),
            _step(26, "arrived", "denver_depot", "Arrived at facility", due=52),
            _step(
                28,
                "damaged",
                "denver_depot",
                "Package damaged, repacked",
                reason="carrier_damaged_parcel",
                due=52,
            ),
            _step(47, "out_for_delivery", "denver_depot", "Out for delivery", due=52),
            _step(52, "delivered", "denver", "Delivered", signatory="Okafor"),
        ),
    ),
    Journey(
        "weather",
        "Delayed by a snow storm",
        "parcel",
        (
            _step(0, "label_created", "los_angeles", "Label created", due=54),
            _step(5, "picked_up", "los_angeles", "Picked up", due=54),
            _step(20, "arrived", "memphis_hub", "Arrived at hub", due=54),
            _step(
                23,
                "delayed",
                "memphis_hub",
                "Severe weather has delayed the flight",
                reason="weather_delay",
                due=79,
            ),
            _step(47, "departed", "memphis_hub", "Departed hub", due=79),
            _step(58, "arrived", "chicago_hub", "Arrived at facility", due=79),
            _step(73, "out_for_delivery", "chicago_hub", "Out for delivery", due=79),
            _step(79, "delivered", "chicago", "Delivered, left at door"),
        ),
    ),
    Journey(
        "returned",
        "Refused by the consignee, returned to the sender",
        "parcel",
        (
            _step(0, "label_created", "venlo", "Announced to the carrier", due=36),
            _step(6, "picked_up", "venlo", "Collected", due=36),
            _step(17, "arrived", "paris_depot", "Arrived at depot", due=36),
            _step(31, "out_for_delivery", "paris_depot", "Out for delivery", due=36),
            _step(
                36,
                "refused",
                "paris",
                "Refused by the recipient",
                reason="consignee_refused",
            ),
            _step(40, "return_initiated", "paris_depot", "Return to sender started"),
            _step(61, "return_in_transit", "antwerp_depot", "On its way back"),
            _step(80, "returned", "venlo", "Returned to the sender", signatory="Depot"),
        ),
    ),
    Journey(
        "lost_and_found",
        "Given up as lost, then found and delivered",
        "parcel",
        (
            _step(0, "label_created", "los_angeles", "Label created", due=70),
            _step(6, "picked_up", "los_angeles", "Picked up", due=70),
            _step(30, "arrived", "chicago_hub", "Arrived at facility", due=70),
            _step(
                78,
                "lost",
                "chicago_hub",
                "Package cannot be located",
                reason="carrier_parcel_lost",
            ),
            _step(126, "in_transit", "chicago_hub", "Located, on its way", due=150),
            _step(137, "arrived", "toronto_gateway", "Arrived at facility", due=150),
            _step(145, "out_for_delivery", "toronto_gateway", "With courier", due=150),
            _step(150, "delivered", "toronto", "Delivered", signatory="Tremblay"),
        ),
    ),
    Journey(
        "ocean",
        "Container from Shanghai to Rotterdam by Singapore",
        "ocean",
        (
            _step(0, "booked", "shanghai_port", "Booking confirmed", due=804),
            _step(
                1,
                "departed",
                "shanghai_port",
                "Vessel planned to depart",
                classifier="planned",
                expected=96,
                due=804,
            ),
            _step(48, "gate_in", "shanghai_port", "Gate in, laden", due=804),
            _step(80, "loaded", "shanghai_port", "Loaded on vessel", due=804),
            _step(96, "departed", "shanghai_port", "Vessel departed", due=804),
            _step(
                97,
                "arrived",
                "rotterdam_port",
                "Vessel expected to arrive",
                classifier="estimated",
                expected=744,
                due=804,
            ),
            _step(214, "arrived", "singapore_port", "Vessel arrived", due=804),
            _step(238, "departed", "singapore_port", "Vessel departed", due=804),
            _step(
                400,
                "arrived",
                "rotterdam_port",
                "Vessel expected to arrive, two days late",
                classifier="estimated",
                expected=792,
                due=852,
            ),
            _step(792, "arrived", "rotterdam_port", "Vessel arrived"),
            _step(808, "unloaded", "rotterdam_port", "Discharged from vessel"),
            _step(830, "customs_released", "rotterdam_port", "Released by customs"),
            _step(846, "gate_out", "rotterdam_port", "Gate out, laden"),
            _step(852, "delivered", "rotterdam_port", "Dropped off at the consignee's"),
        ),
    ),
    Journey(
        "straggler",
        "Several packages, the last of which comes two days later",
        "parcel",
        (
            _step(0, "label_created", "venlo", "Announced to the carrier", due=30),
            _step(6, "picked_up", "venlo", "Collected", due=30),
            _step(12, "arrived", "leipzig_hub", "Arrived at hub", due=30),
            _step(
                14,
                "missorted",
                "leipzig_hub",
                "Sorted to the wrong destination",
                reason="carrier_sorting_error",
                due=78,
                on="last",
            ),
            _step(16, "arrived", "berlin_depot", "Arrived at depot", due=30, on="rest"),
            _step(
                25,
                "out_for_delivery",
                "berlin_depot",
                "Loaded for delivery",
                due=30,
                on="rest",
            ),
            _step(
                30,
                "delivered",
                "berlin",
                "Delivered",
                signatory="J. Schäfer",
                on="rest",
            ),
            _step(58, "arrived", "berlin_depot", "Arrived at depot", due=78, on="last"),
            _step(
                73,
                "out_for_delivery",
                "berlin_depot",
                "Loaded for delivery",
                due=78,
                on="last",
            ),
            _step(
                78, "delivered", "berlin", "Delivered", signatory="M. Weber", on="last"
            ),
        ),
    ),
    Journey(
        "pickup_point",
        "Brought to a parcel shop and collected there",
        "parcel",
        (
            _step(0, "label_created", "venlo", "Announced to the carrier", due=26),
            _step(5, "picked_up", "venlo", "Collected", due=26),
            _step(11, "arrived", "utrecht_hub", "Arrived at sorting center", due=26),
            _step(19, "out_for_delivery", "utrecht_hub", "On its way to you", due=26),
            _step(
                26,
                "available_for_pickup",
                "amsterdam_point",
                "Ready for collection at the parcel shop",
            ),
            _step(
                51, "delivered", "amsterdam_point", "Collected", signatory="De Vries"
            ),
        ),
    ),
)

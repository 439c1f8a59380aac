# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shipments of the demo: some that arrived last week, some under way now."""

import itertools
import random
from collections import Counter
from datetime import timedelta

from demo_carriers import CALLED
from demo_tower import SILENT

from odoo import fields

from tests import plain  # noqa: F401  makes the plain floor importable
from tests.simulators.dialects import DIALECTS
from tests.simulators.journeys import JOURNEYS
from tests.simulators.places import PLACES

UNDER_WAY = (
    "picked_up",
    "in_transit",
    "customs",
    "out_for_delivery",
    "available_for_pickup",
    "returning",
)
FINAL = ("delivered", "returned", "cancelled", "lost")
OCEAN_ONLY = ("dcsa",)
PER_CARRIER = 3
PAST_PER_CARRIER = 2
#: Nobody settles what carriers leave to people: of each kind so many are enough.
OPEN_CASES = 6
#: What a shipper adds to the carrier's estimate before it promises a day.
SLACK = timedelta(hours=18)
ORDER_NUMBERS = itertools.count(random.SystemRandom().randrange(20000, 80000))


def playable(env):
    """Return the live integrations whose format the simulators speak.

    Those that are called carry what is booked there, and nothing else; one says nothing
    any more.
    """
    wanted = [("state", "=", "live"), ("preset", "in", list(DIALECTS))]
    others = [("code", "not in", (*CALLED, SILENT))]
    return env["logistics.integration"].search([*wanted, *others], order="code")


class Dispatch:
    """Hands shipments to the demo's carriers."""

    def __init__(self, env):
        self._draw = random.SystemRandom()
        self._shipped = []
        self.renew(env)
        portal = env.ref("base.partner_demo_portal", raise_if_not_found=False)
        customer = (portal or env["res.partner"]).commercial_partner_id
        self._portal_customer = customer.id
        self._customers = itertools.cycle(self._find_customers())
        self._journeys = {
            ocean: itertools.cycle(journeys_of(ocean)) for ocean in (True, False)
        }

    def renew(self, env):
        """Go on with another environment, at the present time."""
        self._env = env
        self._now = fields.Datetime.now()
        self._cases = self._count_cases()

    def _count_cases(self):
        """Return how many cases of each kind are open, or bound to come up."""
        unsettled = self._env["logistics.exception"]._read_group(
            [("state", "!=", "resolved")], ["type"], ["__count"]
        )
        cases = Counter(dict(unsettled))
        moving = [("state", "in", ("booked", *UNDER_WAY))]
        for shipment in self._env["logistics.shipment"].search(moving):
            if journey := journey_of(shipment):
                known = shipment.exception_ids.mapped("type")
                cases.update(journey.troubles.difference(known))
        return cases

    def _find_customers(self):
        """Return ids of customers; every third is that of the portal's demo user."""
        shipments = self._env["logistics.shipment"].search([], limit=200)
        known = [("is_company", "=", True), ("customer_rank", ">=", 0)]
        others = shipments.partner_id or self._env["res.partner"].search(known, limit=6)
        ours = self._env["res.company"].search([]).partner_id
        names = [each for each in (others - ours).ids if each != self._portal_customer]
        pairs = itertools.zip_longest(names[::2], names[1::2])
        return [p for pair in pairs for p in (*pair, self._portal_customer) if p]

    def past(self, integration):
        """Return journeys that ended in the last days; none if there were any before."""
        if self._env["logistics.shipment"].search_count(
            [("integration_id", "=", integration.id)], limit=1
        ):
            return []
        return [self._past_one(integration) for _ in range(PAST_PER_CARRIER)]

    def _past_one(self, integration):
        journey = self._next_journey(integration)
        ended = self._now - timedelta(hours=self._draw.uniform(6, 24 * 9))
        return self._ship(integration, journey, ended - duration(journey))

    def live(self, integration):
        """Return the journeys of the carrier's open shipments, new ones among them.

        What is under way already goes on from where it is.
        """
        planned = [
            *self._resumed(integration, UNDER_WAY),
            *self._resumed(integration, ("booked",), PER_CARRIER),
        ]
        missing = PER_CARRIER - len(planned)
        return planned + [self.ship(integration) for _ in range(missing)]

    def _resumed(self, integration, states, limit=None):
        wanted = [
            ("integration_id", "=", integration.id),
            ("state", "in", states),
            ("id", "not in", self._shipped),
        ]
        shipments = self._env["logistics.shipment"].search(wanted, limit=limit)
        return [plan for plan in map(self._resume, shipments) if plan]

    def _resume(self, shipment):
        """Return what is left of a journey, or None if it is none of ours."""
        journey, numbers = journey_of(shipment), numbers_of(shipment)
        if not journey or not numbers:
            return None
        codes = shipment.milestone_ids.filtered(is_fact).mapped("code")
        planned = plan(journey, numbers.mapped("value"), [], self._now)
        return {**planned, "skip": told(journey, codes)}

    def ship(self, integration):
        """Return a new shipment that sets out now: all that happens, happens as told."""
        return self._ship(integration, self._next_journey(integration), self._now)

    def _next_journey(self, integration):
        """Return the next journey but those with trouble there is enough of."""
        journeys = self._journeys[integration.preset in OCEAN_ONLY]
        journey = next(each for each in journeys if self._is_bearable(each))
        self._cases.update(journey.troubles)
        return journey

    def _is_bearable(self, journey):
        return all(self._cases[kind] < OPEN_CASES for kind in journey.troubles)

    def _ship(self, integration, journey, start):
        """Create a booked shipment for ``journey``; return its plan."""
        numbers = self._numbers(integration, journey)
        order = f"S{next(ORDER_NUMBERS):05}"
        customer = self._env["res.partner"].browse(next(self._customers))
        shipment = self._env["logistics.shipment"].create(
            {
                "company_id": (integration.company_id or self._env.company).id,
                "partner_id": customer.id,
                "ship_from_id": self._warehouse(journey).id,
                "ship_to_id": self._address(customer, journey.destination).id,
                "integration_id": integration.id,
                "mode": journey.mode,
                "weight": round(self._draw.uniform(0.4, 30.0) * len(numbers), 2),
                "released_date": start,
                "promised_date": start + timedelta(hours=journey.steps[0].due) + SLACK,
                "reference_ids": [
                    fields.Command.create({"type": "order", "value": order})
                ],
            }
        )
        self._pack(shipment, journey, numbers)
        shipment.action_book()
        self._shipped.append(shipment.id)
        return plan(journey, numbers, [{"type": "order", "value": order}], start)

    def _pack(self, shipment, journey, numbers):
        packages = self._env["logistics.package"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "name": f"{position}",
                    "package_type": "container"
                    if journey.mode == "ocean"
                    else "parcel",
                    "weight": round(shipment.weight / len(numbers), 2),
                }
                for position in range(1, len(numbers) + 1)
            ]
        )
        for package, number in zip(packages, numbers, strict=True):
            package.tracking_reference = number

    def _numbers(self, integration, journey):
        """Return the tracking numbers of as many packages as the journey needs."""
        prefix = "DEMU" if journey.mode == "ocean" else integration.code[:2].upper()
        count = 3 if journey.code == "straggler" else 1
        digits = 7 if journey.mode == "ocean" else 10
        return [
            f"{prefix}{self._draw.randrange(10 ** (digits - 1), 10**digits)}"
            for _ in range(count)
        ]

    def _warehouse(self, journey):
        """Return our own address where the journey begins."""
        place = PLACES[journey.origin]
        ours = self._env.company.partner_id
        return self._address(ours, journey.origin, f"Warehouse {place.city}")

    def _address(self, owner, where, name=None):
        """Return the owner's address at a place of the simulators."""
        place = PLACES[where]
        country = self._env["res.country"].search([("code", "=", place.country)])
        address = {
            "parent_id": owner.id,
            "type": "other",
            "street": "1 Station Road",
            "city": place.city,
            "zip": place.postcode,
            "country_id": country.id,
        }
        known = [(field, "=", value) for field, value in address.items()]
        partners = self._env["res.partner"]
        name = name or f"Branch {place.city}"
        return partners.search(known, limit=1) or partners.create(
            {**address, "name": name}
        )

    def sample(self):
        """Return a shipment of the portal's demo user to look up.

        :return: ``number`` and ``postcode``.

        One of Shippo's, whose messages are the easiest to write by hand.
        """
        under_way = [
            ("partner_id", "=", self._portal_customer),
            ("state", "not in", FINAL),
        ]
        shipments = self._env["logistics.shipment"].search(under_way, order="id desc")
        by_hand = shipments.filtered(
            lambda each: each.integration_id.preset == "shippo"
        )
        shipment = (by_hand or shipments)[:1]
        number = shipment.reference_ids.filtered(is_tracking)[:1].value
        return {
            "number": number or "",
            "postcode": shipment.ship_to_id.zip or "",
        }

    def holdable(self):
        """Return a shipment on its way whose carrier has a word for customs.

        :return: ``held_by``, the code of its integration, and its ``held`` number.
        """
        shipment = self._env["logistics.shipment"].search(
            [
                ("integration_id.preset", "=", "standard_webhooks"),
                ("integration_id.code", "!=", SILENT),
                ("state", "in", ("booked", "picked_up", "in_transit")),
            ],
            order="id desc",
            limit=1,
        )
        number = shipment.reference_ids.filtered(is_tracking)[:1].value
        return {"held_by": shipment.integration_id.code or "", "held": number or ""}


def journeys_of(ocean):
    """Return the journeys at sea, or all others."""
    return [each for each in JOURNEYS.values() if (each.mode == "ocean") == ocean]


def journey_between(origin, destination, *, several):
    """Return the journey from city to city of one or several packages, or None."""
    for journey in JOURNEYS.values():
        ends = (PLACES[journey.origin].city, PLACES[journey.destination].city)
        splits = any(step.on != "all" for step in journey.steps)
        if ends == (origin, destination) and splits == several:
            return journey
    return None


def journey_of(shipment):
    """Return the journey that a shipment of ours is on, or None if it is none."""
    ends = (shipment.ship_from_id.city, shipment.ship_to_id.city)
    return journey_between(*ends, several=len(numbers_of(shipment)) > 1)


def numbers_of(shipment):
    """Return the references that are tracking numbers of its packages."""
    return shipment.package_ids.reference_ids.filtered(is_tracking)


def told(journey, codes):
    """Return how many steps of a journey were told, by the codes that are known."""
    known = [at for at, step in enumerate(journey.steps, 1) if step.code in codes]
    return min(max(known, default=0), len(journey.steps) - 1)


def duration(journey):
    """Return how long a journey takes."""
    return timedelta(seconds=journey.duration)


def plan(journey, numbers, references, start):
    """Return one shipment as the simulators want it described."""
    return {
        "tracking_number": numbers[0],
        "packages": numbers,
        "references": references,
        "journey": journey.code,
        "start": f"{start.isoformat(timespec='seconds')}+00:00",
    }


def is_tracking(reference):
    """Tell whether a reference is a tracking number."""
    return reference.type == "tracking"


def is_fact(milestone):
    """Tell whether a milestone happened and still stands."""
    return milestone.classifier == "actual" and not milestone.retracted

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shipments of the demo: some that arrived last week, some under way now."""

import itertools
import random
from datetime import timedelta

from odoo import fields

from tests import plain  # noqa: F401  makes the plain floor importable
from tests.simulators.dialects import DIALECTS
from tests.simulators.journeys import JOURNEYS
from tests.simulators.places import PLACES

FINAL = ("delivered", "returned", "cancelled", "lost")
OCEAN_ONLY = ("dcsa",)
PER_CARRIER = 3
PAST_PER_CARRIER = 2
SLACK = timedelta(hours=1)
ORDER_NUMBERS = itertools.count(random.SystemRandom().randrange(20000, 80000))


def playable(env):
    """Return the live integrations whose format the simulators speak."""
    return env["logistics.integration"].search(
        [("state", "=", "live"), ("preset", "in", list(DIALECTS))], order="code"
    )


class Dispatch:
    """Hands shipments to the demo's carriers."""

    def __init__(self, env):
        self._env = env
        self._draw = random.SystemRandom()
        self._now = fields.Datetime.now()
        portal = env.ref("base.partner_demo_portal", raise_if_not_found=False)
        self._portal_customer = (portal or env["res.partner"]).commercial_partner_id
        self._customers = itertools.cycle(self._find_customers())
        self._journeys = {
            ocean: itertools.cycle(journeys_of(ocean)) for ocean in (True, False)
        }

    def _find_customers(self):
        """Return customers to ship to; every third is that of the portal's demo user."""
        shipments = self._env["logistics.shipment"].search([], limit=200)
        known = [("is_company", "=", True), ("customer_rank", ">=", 0)]
        others = shipments.partner_id or self._env["res.partner"].search(known, limit=6)
        ours = self._env["res.company"].search([]).partner_id
        names = list(others - ours - self._portal_customer)
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
        start = ended - timedelta(seconds=journey.duration)
        planned = self._ship(integration, journey, start)
        return {**planned, "start": f"{start.isoformat(timespec='seconds')}+00:00"}

    def live(self, integration):
        """Return the journeys of the carrier's open shipments, new ones among them."""
        shipments = self._env["logistics.shipment"].search(
            [
                ("integration_id", "=", integration.id),
                ("state", "=", "booked"),
            ],
            limit=PER_CARRIER,
        )
        known = [s for s in shipments if s.reference_ids.filtered(is_tracking)]
        planned = [self._resume(integration, shipment) for shipment in known]
        missing = PER_CARRIER - len(planned)
        return planned + [self._live_one(integration) for _ in range(missing)]

    def _live_one(self, integration):
        journey = self._next_journey(integration)
        # The simulators date a journey so that its end is told as it happens.
        return self._ship(
            integration, journey, self._now - timedelta(seconds=journey.duration)
        )

    def _resume(self, integration, shipment):
        numbers = shipment.reference_ids.filtered(is_tracking).mapped("value")
        journey = self._next_journey(integration)
        return plan(journey, numbers, [])

    def _next_journey(self, integration):
        return next(self._journeys[integration.preset in OCEAN_ONLY])

    def _ship(self, integration, journey, start):
        """Create a booked shipment for ``journey``; return its plan."""
        numbers = self._numbers(integration, journey)
        order = f"S{next(ORDER_NUMBERS):05}"
        customer = next(self._customers)
        shipment = self._env["logistics.shipment"].create(
            {
                "company_id": (integration.company_id or self._env.company).id,
                "partner_id": customer.id,
                "ship_from_id": self._env.company.partner_id.id,
                "ship_to_id": self._address(customer, journey).id,
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
        for position, number in enumerate(numbers, 1):
            self._pack(shipment, journey, position, number)
        shipment.action_book()
        return plan(journey, numbers, [{"type": "order", "value": order}])

    def _pack(self, shipment, journey, position, number):
        package = self._env["logistics.package"].create(
            {
                "shipment_id": shipment.id,
                "name": f"{position}",
                "package_type": "container" if journey.mode == "ocean" else "parcel",
                "weight": round(shipment.weight / position, 2),
            }
        )
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

    def _address(self, customer, journey):
        """Return the customer's delivery address where the journey ends."""
        place = PLACES[journey.destination]
        country = self._env["res.country"].search([("code", "=", place.country)])
        address = {
            "parent_id": customer.id,
            "type": "delivery",
            "city": place.city,
            "zip": place.postcode,
            "country_id": country.id,
        }
        known = [(name, "=", value) for name, value in address.items()]
        partners = self._env["res.partner"]
        name = f"{customer.name}, {place.city}"
        return partners.search(known, limit=1) or partners.create(
            {**address, "name": name}
        )

    def sample(self):
        """Return a shipment of the portal's demo user to look up: number, postcode."""
        under_way = [
            ("partner_id", "=", self._portal_customer.id),
            ("state", "not in", FINAL),
        ]
        shipment = self._env["logistics.shipment"].search(under_way, limit=1)
        number = shipment.reference_ids.filtered(is_tracking)[:1].value
        return {"number": number or "", "postcode": shipment.ship_to_id.zip or ""}


def journeys_of(ocean):
    """Return the journeys at sea, or all others."""
    return [each for each in JOURNEYS.values() if (each.mode == "ocean") == ocean]


def plan(journey, numbers, references):
    """Return one shipment as the simulators want it described."""
    return {
        "tracking_number": numbers[0],
        "packages": numbers,
        "references": references,
        "journey": journey.code,
    }


def is_tracking(reference):
    """Tell whether a reference is a tracking number."""
    return reference.type == "tracking"

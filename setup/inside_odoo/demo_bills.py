# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier of the demo carried in the last weeks, and what it bills for it.

Two bills: one of last week, which the demo has taken in and audited, and the sample that
a visitor drops. On both, some of what is billed is wrong.
"""

import random
from dataclasses import replace
from datetime import timedelta

import odoo  # noqa: F401  before what makes the plain floor importable without it

from tests.kit.freight_bills import CARRIERS
from tests.kit.freight_bills.contract import draw_contract
from tests.kit.freight_bills.desk import Desk
from tests.kit.freight_bills.errors import ERRORS
from tests.kit.freight_bills.writers import write

FORMAT = "ups_billing_csv"
SEED = 6
#: Weeks before the week of today in which what is billed was shipped.
BEFORE = 6
ON_LAST_WEEKS_BILL = ("rate", "fuel", "accessorial_unearned")
ON_THE_SAMPLE = (
    *("weight", "dim_weight", "zone", "fuel", "accessorial_unearned"),
    *("accessorial_unauthorised", "duplicate_charge", "late_delivery", "void_billed"),
)


class DemoBills:
    """Shipments, their contract and the bills for them; the same on the same day.

    :param currency: code of the company's.
    """

    def __init__(self, today, currency):
        self.carrier = replace(
            CARRIERS[FORMAT], currency=currency, longest_bill=100, tax_percent=0
        )
        draw = random.Random(SEED)
        monday = today - timedelta(days=today.weekday(), weeks=BEFORE)
        self.contract = draw_contract(draw, self.carrier, monday)
        self._desk = Desk(SEED, draw, self.carrier, self.contract)
        self.last_week = self._bill(8, ON_LAST_WEEKS_BILL)
        self.sample = self._bill(9, ON_THE_SAMPLE)
        self.last_week.date -= timedelta(days=7)

    @property
    def shipments(self):
        return self._desk.scenario.shipments

    def _bill(self, right, errors):
        """Return a bill with so many parcels that are right, and errors among them."""
        desk = self._desk
        desk.close_bill()
        bill = desk.bill()
        for at in range(right):
            is_residential = at % 4 == 1
            extras = ("residential",) if is_residential else ()
            desk.take(desk.ship(parcels=2 if at % 5 == 3 else 1, extras=extras))
        for kind in errors:
            ERRORS[kind](desk, 0)
        desk.draw.shuffle(bill.entries)
        return bill

    def file(self, bill):
        """Return a bill as the carrier's file."""
        return write(self.carrier, [bill])

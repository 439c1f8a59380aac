# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What looks wrong at first sight, and is not: nothing of it may be found."""

import copy
from datetime import timedelta
from decimal import Decimal

from .contract import CENT

NOISE = []


def honest(write):
    """Register what writes bills that are right."""
    NOISE.append(write)
    return write


@honest
def plain(desk, turn):
    """All is as it should be."""
    extras = desk.draw.sample(desk.carrier.extras, k=turn % 3)
    desk.take(desk.ship(extras=tuple(extras)))


@honest
def guaranteed_and_in_time(desk, turn):
    desk.take(desk.ship(service=desk.contract.services[1].code))


@honest
def rounded_otherwise(desk, turn):
    """A cent more or less."""
    _bill, (entry,) = desk.take(desk.ship())
    for charge in entry.charges:
        charge.amount += desk.draw.choice((-2, -1, 1, 2)) * CENT


@honest
def discounted(desk, turn):
    """The price list's amount, and what is taken off it."""
    _bill, (entry,) = desk.take(desk.ship())
    base = entry.charges[0]
    base.discount = (base.amount / 4).quantize(CENT)


@honest
def several_parcels(desk, turn):
    """One shipment, each of its parcels billed by itself."""
    desk.take(desk.ship(parcels=2 + turn % 3))


@honest
def billed_in_two(desk, turn):
    """What came up on the way is billed later."""
    shipment = desk.ship(extras=(desk.carrier.extras[turn % 3],))
    _bill, (entry,) = desk.take(shipment)
    rest = copy.copy(entry)
    rest.charges = [entry.charges.pop()]
    later = desk.new_bill()
    later.date += timedelta(days=7)
    desk.take(desk.ship(), bill=later)
    later.entries.append(rest)


@honest
def written_otherwise(desk, turn):
    """Small letters, and spaces between."""
    _bill, (entry,) = desk.take(desk.ship())
    number = entry.tracking_number.lower()
    entry.tracking_number = f"{number[:-4]} {number[-4:]}"


@honest
def taken_back_on_the_bill(desk, turn):
    """A wrong freight, and next to it what makes it right again."""
    shipment = desk.ship()
    _bill, (entry,) = desk.take(shipment)
    entry.charges[0] = desk.charge("base", shipment.charges["base"] + Decimal("7.30"))
    back = copy.copy(entry)
    back.charges = [desk.charge("base", Decimal("-7.30"))]
    back.is_refund = True
    _bill.entries.append(back)


@honest
def late_but_refunded(desk, turn):
    """It came late, and a credit note gives back what it cost."""
    shipment = desk.ship(service=desk.contract.services[1].code)
    shipment.delivered_at = shipment.guaranteed_until + timedelta(hours=3)
    _bill, (entry,) = desk.take(shipment)
    credit = desk.new_bill()
    credit.date += timedelta(days=7)
    back = copy.copy(entry)
    back.charges = [desk.charge(c.type, -c.amount) for c in entry.charges]
    back.is_refund = True
    credit.entries.append(back)

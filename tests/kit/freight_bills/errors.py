# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Errors as carriers make them: each writes a bill that has it, and into the answer key.

A carrier that errs about the freight takes its fuel surcharge of the wrong freight: the
key names what was wrong, not what followed from it.
"""

import copy
from datetime import timedelta
from decimal import Decimal

from .contract import BREAKS
from .desk import place

ERRORS = {}


def error(kind):
    """Register what plants errors of a type."""

    def registered(plant):
        ERRORS[kind] = plant
        return plant

    return registered


@error("rate")
def rate(desk, turn):
    """The freight is not the contract's."""
    shipment = desk.ship()
    bill, _entries = desk.take(
        shipment, more=Decimal(desk.draw.randrange(200, 900)) / 100
    )
    desk.plant("rate", bill, shipment.tracking_number, "base")


@error("service")
def service(desk, turn):
    """A dearer service is billed than was bought."""
    shipment = desk.ship()
    bill, _entries = desk.take(shipment, service=desk.contract.services[1].code)
    desk.plant("service", bill, shipment.tracking_number, "base")


@error("zone")
def zone(desk, turn):
    """The price is that of a farther zone."""
    shipment = desk.ship()
    while shipment.zone == "8":
        desk.scenario.shipments.remove(shipment)
        shipment = desk.ship()
    bill, _entries = desk.take(shipment, zone="8")
    desk.plant("zone", bill, shipment.tracking_number, "base")


@error("weight")
def weight(desk, turn):
    """It is said to be heavier than it was."""
    shipment = desk.ship(heavy=True)
    limit = BREAKS[place(shipment.billed_weight)]
    wrong = limit + Decimal("0.5") * desk.draw.randrange(1, 3)
    bill, (entry,) = desk.take(shipment, weight=wrong)
    entry.actual_weight = wrong
    desk.plant("weight", bill, shipment.tracking_number, "base")


@error("dim_weight")
def dim_weight(desk, turn):
    """Its size is divided by less than the contract says."""
    divisor = (4000, 3000)[turn % 2]
    shipment = desk.ship(boxes=(desk.bulky(divisor),))
    wrong = desk.contract.weigh(shipment.parcels, divisor)
    bill, (entry,) = desk.take(shipment, weight=wrong)
    entry.divisor = divisor
    desk.plant("dim_weight", bill, shipment.tracking_number, "base")


@error("fuel")
def fuel(desk, turn):
    """The percentage is not that of the week."""
    shipment = desk.ship(heavy=True, service=desk.contract.services[1].code)
    bill, _entries = desk.take(shipment, fuel=Decimal(4 + turn % 3))
    desk.plant("fuel", bill, shipment.tracking_number, "fuel")


@error("accessorial_unauthorised")
def accessorial_unauthorised(desk, turn):
    """An extra charge that nobody agreed to."""
    shipment = desk.ship()
    bill, (entry,) = desk.take(shipment)
    kind = desk.carrier.unagreed
    entry.charges.append(desk.charge(kind, Decimal("16.00")))
    desk.plant("accessorial_unauthorised", bill, shipment.tracking_number, kind)


@error("accessorial_unearned")
def accessorial_unearned(desk, turn):
    """An extra charge that was agreed on, but for other shipments than this one."""
    shipment = desk.ship()
    bill, (entry,) = desk.take(shipment)
    kind = desk.draw.choice(desk.carrier.extras)
    entry.charges.append(desk.charge(kind, desk.contract.extras[kind]))
    desk.plant("accessorial_unearned", bill, shipment.tracking_number, kind)


@error("duplicate_charge")
def duplicate_charge(desk, turn):
    """A charge comes twice: on the same bill, or everything again on another one."""
    shipment = desk.ship(extras=(desk.carrier.extras[0],))
    bill, (entry,) = desk.take(shipment)
    if turn % 2 == 0:
        extra = entry.charges[-1]
        entry.charges.append(copy.copy(extra))
        desk.plant("duplicate_charge", bill, shipment.tracking_number, extra.type)
        return
    later = desk.new_bill()
    later.date += timedelta(days=7)
    desk.take(desk.ship(), bill=later)
    later.entries.append(copy.deepcopy(entry))
    for charge in entry.charges:
        desk.plant("duplicate_charge", later, shipment.tracking_number, charge.type)


@error("duplicate_invoice")
def duplicate_invoice(desk, turn):
    """A whole bill comes again under another number."""
    bill = desk.new_bill()
    for _each in range(3):
        desk.take(desk.ship(), bill=bill)
    again = desk.new_bill()
    again.date += timedelta(days=turn % 2)
    again.entries = copy.deepcopy(bill.entries)
    desk.plant("duplicate_invoice", again)


@error("unknown_shipment")
def unknown_shipment(desk, turn):
    """Nobody here ever shipped it."""
    shipment = desk.ship()
    desk.scenario.shipments.remove(shipment)
    bill, (entry,) = desk.take(shipment)
    entry.shipment = None
    desk.plant("unknown_shipment", bill, shipment.tracking_number)


@error("other_company")
def other_company(desk, turn):
    """Another company of the group shipped it."""
    shipment = desk.ship(is_ours=False)
    bill, _entries = desk.take(shipment)
    desk.plant("other_company", bill, shipment.tracking_number)


@error("void_billed")
def void_billed(desk, turn):
    """The label was voided, the parcel never handed over."""
    shipment = desk.ship(is_cancelled=True, has_proof=False)
    shipment.delivered_at = None
    bill, _entries = desk.take(shipment)
    desk.plant("void_billed", bill, shipment.tracking_number)


@error("late_delivery")
def late_delivery(desk, turn):
    """It came later than was guaranteed, and is billed all the same."""
    shipment = desk.ship(service=desk.contract.services[1].code)
    shipment.delivered_at = shipment.guaranteed_until + timedelta(hours=1 + 20 * turn)
    bill, _entries = desk.take(shipment)
    desk.plant("late_delivery", bill, shipment.tracking_number)


@error("missing_pod")
def missing_pod(desk, turn):
    """Nothing proves that it arrived."""
    shipment = desk.ship(has_proof=False)
    bill, _entries = desk.take(shipment)
    desk.plant("missing_pod", bill, shipment.tracking_number)


@error("tax")
def tax(desk, turn):
    """A charge is taxed otherwise than its kind is."""
    shipment = desk.ship(heavy=True, service=desk.contract.services[1].code)
    bill, (entry,) = desk.take(shipment)
    entry.charges[0].tax += Decimal(desk.draw.randrange(200, 400)) / 100
    desk.plant("tax", bill, shipment.tracking_number)


@error("currency")
def currency(desk, turn):
    """It is billed in another currency than the contract's."""
    bill = desk.new_bill(currency="CHF")
    shipment = desk.ship()
    desk.take(shipment, bill=bill)
    desk.plant("currency", bill)


@error("invoice_total")
def invoice_total(desk, turn):
    """The total is more than its charges add up to."""
    bill = desk.new_bill()
    for _each in range(2):
        desk.take(desk.ship(), bill=bill)
    bill.total_is_off_by = Decimal(desk.draw.randrange(500, 5000)) / 100
    desk.plant("invoice_total", bill)


@error("unmapped_charge")
def unmapped_charge(desk, turn):
    """Its code was never seen before."""
    shipment = desk.ship()
    bill, (entry,) = desk.take(shipment)
    code = f"ZQ{desk.draw.randrange(10, 100)}"
    entry.charges.append(desk.charge("unmapped", Decimal("4.75"), code=code))
    desk.plant("unmapped_charge", bill, shipment.tracking_number)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 110, Air Freight Details and Invoice (004010 to 008010), read.

B3 and ITD as in the 210; an LX loop is an air waybill: N1 from whom to whom, N9 its
numbers, P1 when it was picked up, POD when it was delivered, L5, L0 and L4 what was
carried, L1 its charges.
"""

from dataclasses import replace

from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.moments import x12_date
from odoo.addons.logistics_base.protocols.edi.segments import first, loops

from ..canonical.carrier_invoice import CarrierInvoice
from .x12_freight import (
    Heading,
    charges_in,
    day_in,
    head_in,
    own_references,
    parties_of,
    places,
)


@reads("x12", "110")
def air_freight_invoice(transaction, interchange, options):
    """Return the :class:`CarrierInvoice` of an air carrier.

    :raise DecodeError: no number, or an amount or a date that is none.
    :raise DocumentError: nothing is charged.
    """
    head, waybills = loops(transaction.segments, "LX")
    before, found = loops(head, "N1")
    heading = [*before, *(s for one in found for s in one if s.tag == "N9")]
    parties = parties_of(found)
    b3 = first(before, "B3")
    shared = Heading(
        own_references(heading), places(parties), b3.text(5).strip() or "L"
    )
    document = CarrierInvoice(
        invoices=(head_in(b3, heading, parties),),
        carrier=b3.text(11).strip() or None,
        lines=tuple(
            line
            for position, waybill in enumerate(waybills, 1)
            for line in _lines(waybill, shared, position)
        ),
    )
    document.check()
    return [document]


def _lines(waybill, heading, position):
    """Yield the charges of an air waybill."""
    picked_up = x12_date(first(waybill, "P1").text(2)) or day_in(waybill, "86", "11")
    told = {
        "service_code": first(waybill, "SL1").text(1).strip() or None,
        "ship_date": picked_up,
        "delivery_date": x12_date(first(waybill, "POD").text(1)),
    }
    for line in charges_in(waybill, heading, position):
        yield replace(line, **told)

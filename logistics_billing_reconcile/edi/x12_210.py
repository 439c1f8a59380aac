# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 210, Motor Carrier Freight Details and Invoice (004010 to 008010), read.

B3 the invoice, C3 its currency, ITD when it is due, N9 whose it is; LX loops with L5 what
was carried, L0 its weight, L1 a charge each; L3 totals. It is about one shipment; where
loops bear numbers of their own, each is about its own.
"""

from dataclasses import replace

from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.moments import x12_date
from odoo.addons.logistics_base.protocols.edi.segments import first, loops

from ..canonical.carrier_invoice import CarrierInvoice
from .x12_freight import (
    Heading,
    bill_references,
    charges_in,
    day_in,
    head_in,
    names_shipment,
    own_references,
    parties_of,
    places,
    whole_weights,
)

_DELIVERED = "035"


@reads("x12", "210")
def motor_freight_invoice(transaction, interchange, options):
    """Return the :class:`CarrierInvoice` of a motor carrier.

    :raise DecodeError: no number, or an amount or a date that is none.
    :raise DocumentError: nothing is charged.
    """
    segments = transaction.segments
    head, lines = loops(segments, "LX")
    before, found = loops(head, "N1")
    heading = [*before, *(s for one in found for s in one if s.tag == "N9")]
    parties = parties_of(found)
    b3 = first(before, "B3")
    # Older carriers leave LX out where there is one line.
    lines = lines or [head]
    document = CarrierInvoice(
        invoices=(head_in(b3, heading, parties),),
        carrier=b3.text(11).strip() or None,
        lines=tuple(_lines(lines, _shared(b3, heading, parties), segments)),
    )
    document.check()
    return [document]


def _shared(b3, heading, parties):
    delivered = b3.text(10).strip() == _DELIVERED and x12_date(b3.text(9))
    common = {
        "service_code": b3.text(13).strip() or None,
        "ship_date": day_in(heading, "86", "11") or x12_date(b3.text(12)),
        "delivery_date": delivered or day_in(heading, "35"),
        **places(parties),
    }
    return Heading(bill_references(b3, heading), common, b3.text(5).strip() or "L")


def _lines(lines, heading, segments):
    """Yield the charges; weights of the whole are those of each charge for the whole."""
    whole = whole_weights(segments, heading.weight_unit)
    for position, loop in enumerate(lines, 1):
        for line in charges_in(loop, heading, position):
            is_own = names_shipment(own_references(loop))
            yield line if is_own else replace(line, **whole)

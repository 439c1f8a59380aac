# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 211, Motor Carrier Bill of Lading (004010 to 008010), read for its numbers.

BOL-03 and BOL-07, L11 and N9 tell what an invoice for the shipment will name; AT2 and AT3
(or AT8) what it weighs. Nothing is booked by it.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.segments import first, unique
from odoo.addons.logistics_base.protocols.edi.units import to_kg
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    reference_of,
    references_in,
)

from ..canonical.bill_of_lading import BillOfLading


@reads("x12", "211", use="billing")
def bill_of_lading_numbers(transaction, interchange, options):
    """Return the :class:`BillOfLading`.

    :raise DecodeError: no number.
    """
    segments = transaction.segments
    bol = first(segments, "BOL")
    if not bol.text(3).strip():
        raise DecodeError("missing", "BOL-03: no shipment identification number")
    document = BillOfLading(
        references=unique(
            (
                reference_of("BM", bol.text(3)),
                reference_of("CN", bol.text(7)),
                *references_in(segments),
            )
        ),
        carrier=bol.text(1).strip() or None,
        weight=_weight(segments),
        pieces=_count(first(segments, "AT3").text(4)),
    )
    document.check()
    return [document]


def _weight(segments):
    at3 = first(segments, "AT3")
    told = to_kg(at3.text(3), at3.text(2))
    if told is None:
        lines = [to_kg(s.text(5), s.text(4)) for s in segments if s.tag == "AT2"]
        told = sum(filter(None, lines))
    return round(told, 3) or None


def _count(text):
    text = text.strip()
    return int(text) if text.isdigit() and len(text) < 10 else None

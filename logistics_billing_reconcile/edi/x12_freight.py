# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What X12 freight bills have in common: B3 and ITD, and the charges of LX loops.

Amounts (B3-07, L1-04, L3-05) have two implied decimals; one that is written with a
decimal point is taken as it is written.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.canonical.vocabulary import REFERENCE_RANK
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi.moments import x12_date
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.units import number, to_cm, to_kg
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    party_in,
    reference_of,
    references_in,
)

from ..canonical.carrier_invoice import InvoiceHead, InvoiceLine
from .from_to import from_to

#: L0-05 and L3-02, element 187: weights that a price rests on, not those of a scale.
_BILLED = ("B", "F", "M")
#: L0-03, element 122: what was billed is a weight.
_RATED = {"LB": "L", "L": "L", "KG": "K", "K": "K"}
_LENGTHS = {"N": "INH", "C": "CMT", "F": "FOT", "E": "MTR"}
_ACCOUNT = ("11", "AN")


@dataclass(slots=True, frozen=True)
class Heading:
    """What a bill says for all of its charges.

    :ivar common: {field of a line: value}.
    :ivar weight_unit: of weights that tell no unit.
    """

    references: tuple
    common: dict
    weight_unit: str


def cents(text, at):
    """Return an amount of money, None for no text.

    :raise DecodeError: it is none.
    """
    text = text.strip()
    if not text:
        return None
    found = number(text)
    if found is None:
        raise DecodeError("value", f"{at}: {shown(text)} is not an amount")
    return found if "." in text else found.scaleb(-2)


def head_in(b3, heading, parties):
    """Return the :class:`InvoiceHead` of B3, C3, ITD and what tells the account.

    A bill of less than nothing is a credit.

    :raise DecodeError: no number, or an amount or a date that is none.
    """
    invoice = b3.text(2).strip()
    if not invoice:
        raise DecodeError("missing", "B3-02: no invoice number")
    total = cents(b3.text(7), "B3-07")
    day = x12_date(b3.text(6))
    return InvoiceHead(
        number=invoice,
        kind="credit" if total is not None and total < 0 else "invoice",
        account=_account(heading, parties),
        invoice_date=day,
        due_date=_due(first(heading, "ITD"), day),
        currency=first(heading, "C3").text(1).strip()[:3] or None,
        total=total,
    )


def _account(heading, parties):
    for one in heading:
        if one.tag == "N9" and one.text(1).strip() in _ACCOUNT and one.text(2).strip():
            return one.text(2).strip()[:64]
    return parties.get("BT", Party()).partner_code


def _due(itd, day):
    if itd.text(6).strip():
        return x12_date(itd.text(6))
    net = itd.text(7).strip()
    return day + timedelta(int(net)) if day and net.isdigit() and len(net) < 4 else None


def parties_of(found):
    """Return {entity: its :class:`Party`} of N1 loops, the first of each."""
    return {one[0].text(1).strip(): party_in(one) for one in reversed(found)}


def places(parties):
    """Return the fields of a line that tell from where to where."""
    ship_from = parties.get("SH") or parties.get("SF") or Party()
    ship_to = parties.get("CN") or parties.get("ST") or Party()
    return from_to(ship_from, ship_to)


def day_in(segments, *qualifiers):
    """Return the day of the first G62 with one of the qualifiers, or None."""
    for one in segments:
        if one.tag == "G62" and one.text(1).strip() in qualifiers:
            return x12_date(one.text(2))
    return None


def own_references(segments):
    """Return the references of shipments that N9 and L11 name."""
    return tuple(one for one in references_in(segments) if one.type != "invoice")


def names_shipment(references):
    """Tell whether these tell one shipment from another."""
    return any(REFERENCE_RANK[r.type] < REFERENCE_RANK["customer"] for r in references)


def bill_references(b3, heading):
    """Return what B3 and the heading's N9 name: B3-03 is the bill of lading.

    Where nothing else says it, a motor carrier's invoice bears the number of its PRO.
    """
    found = (reference_of("BM", b3.text(3)), *own_references(heading))
    if not {"pro", "tracking"} & {one.type for one in found if one}:
        found += (reference_of("CN", b3.text(2)),)
    return unique(found)


def charges_in(loop, heading, position):
    """Yield the :class:`InvoiceLine` of each charge (L1) in an LX loop.

    :raise DecodeError: a charge that is none.
    """
    own = own_references(loop)
    references = own
    if not names_shipment(own):
        references = unique((*own, *heading.references))
    common = {**heading.common, **_measures(loop, heading.weight_unit)}
    common |= places(parties_of(loops(loop, "N1")[1]))
    for segment in loop:
        if segment.tag == "L1":
            yield _charge(segment, loop, references, common, position)


def _charge(l1, loop, references, common, position):
    at = f"LX {position}: L1-04"
    amount = cents(l1.text(4), at)
    if amount is None:
        raise DecodeError("missing", f"{at}: no charge")
    code = l1.text(8).strip() or None
    what = l1.text(12).strip() or first(loop, "L5").text(2).strip()
    return InvoiceLine(
        amount=amount,
        tracking_number=_tracking(references),
        references=references,
        raw_code=code or "400",
        description=what[:500] or None,
        raw="*".join((l1.tag, *map(_as_text, l1.elements))),
        **common,
    )


def _tracking(references):
    return next((one.value for one in references if one.type == "tracking"), None)


def _as_text(element):
    return element if isinstance(element, str) else ""


def _measures(loop, unit):
    """Return the weights and lengths that L0 and L4 tell, in kg and cm."""
    found = _weights([one for one in loop if one.tag == "L0"], unit)
    l4 = first(loop, "L4")
    lengths = _LENGTHS.get(l4.text(4).strip(), "")
    for at, name in enumerate(("length", "width", "height"), 1):
        if centimetres := to_cm(l4.text(at), lengths):
            found[name] = round(centimetres, 1)
    return found


def _weights(told, unit):
    found = {}
    for l0 in told:
        own = l0.text(11).strip() or unit
        name = "billed_weight" if l0.text(5).strip() in _BILLED else "actual_weight"
        _add(found, name, to_kg(l0.text(4), own))
        if rated := _RATED.get(l0.text(3).strip()):
            _add(found, "billed_weight", to_kg(l0.text(2), rated))
        pieces = l0.text(8).strip()
        if pieces.isdigit() and len(pieces) < 10:
            found["pieces"] = found.get("pieces", 0) + int(pieces)
    return found


def _add(found, name, kilograms):
    if kilograms:
        found[name] = round(found.get(name, 0.0) + kilograms, 3)


def whole_weights(segments, unit):
    """Return the weights of a bill that is about one shipment: L3, else all its L0."""
    l3 = first(segments, "L3")
    found = _weights([one for one in segments if one.tag == "L0"], unit)
    if told := to_kg(l3.text(1), l3.text(12).strip() or unit):
        name = "billed_weight" if l3.text(2).strip() in _BILLED else "actual_weight"
        found[name] = round(told, 3)
    return found


def net_of(amounts):
    """Return what amounts add up to."""
    return sum(amounts, Decimal(0))

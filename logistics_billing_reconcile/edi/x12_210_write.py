# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 210, Motor Carrier Freight Details and Invoice, written.

Each charge has an LX loop of its own, with the numbers it does not share with all others.
Weights are written in kg or, with the option ``weight_unit`` L, in pounds.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, writes
from odoo.addons.logistics_base.protocols.edi.units import plain, x12_weight
from odoo.addons.logistics_base.protocols.edi.x12_parts import n9

from .codes import code_for
from .x12_freight import net_of

_LONGEST_DESCRIPTION = 25


@writes("x12", "210", "carrier.invoice")
def write_motor_freight_invoice(document, options):
    """Return the segments of a 210.

    Option ``scac`` names the carrier where the document does not.

    :raise DecodeError: several invoices, or an amount of less than a cent.
    """
    if len(document.invoices) != 1:
        raise DecodeError("value", "X12 210: a transaction set holds one invoice")
    head, lines = document.invoices[0], tuple(document.lines)
    shared = _shared(lines)
    return [
        _b3(head, lines, shared, document.carrier or (options or {}).get("scac") or ""),
        *([Segment("C3", (head.currency,))] if head.currency else []),
        *_terms(head),
        *([Segment("N9", ("11", head.account))] if head.account else []),
        *n9(one for one in shared if one.type != "bol"),
        *_shipped(lines),
        *_parties(lines),
        *(s for at, line in enumerate(lines, 1) for s in _loop(at, line, shared)),
        _total(head, lines),
    ]


def _shared(lines):
    """Return the references that all charges have."""
    found = [set(_references(line)) for line in lines]
    return tuple(one for one in _references(lines[0]) if all(one in f for f in found))


def _references(line):
    return tuple(one for one in line.references if one.type != "invoice")


def _b3(head, lines, shared, scac):
    bol = next((one.value for one in shared if one.type == "bol"), "")
    first = lines[0]
    total = head.total if head.total is not None else net_of(x.amount for x in lines)
    delivered = _day(first.delivery_date)
    return Segment(
        "B3",
        (
            "",
            head.number[:22],
            bol[:30],
            "PP",
            "K",
            _day(head.invoice_date),
            _cents(total),
            "",
            delivered,
            "035" if delivered else "",
            scac,
            "",
            first.service_code or "",
        ),
    )


def _terms(head):
    if head.due_date:
        yield Segment("ITD", ("", "", "", "", "", _day(head.due_date)))


def _shipped(lines):
    if lines[0].ship_date:
        yield Segment("G62", ("11", _day(lines[0].ship_date)))


def _parties(lines):
    line = lines[0]
    for entity, name, postcode, country in (
        ("SH", None, line.from_postcode, line.from_country),
        ("CN", line.to_name, line.to_postcode, line.to_country),
    ):
        if name or postcode or country:
            yield Segment("N1", (entity, (name or "-")[:60]))
            yield Segment("N4", ("", "", postcode or "", country or ""))


def _loop(position, line, shared):
    yield Segment("LX", (str(position),))
    yield from n9(one for one in _references(line) if one not in shared)
    text = (line.description or "")[:_LONGEST_DESCRIPTION]
    yield Segment("L5", (str(position), text))
    yield from _weights(position, line)
    code = line.raw_code or code_for("x12", "charge", line.type) or ""
    charge = (str(position), "", "", _cents(line.amount), "", "", "", code)
    yield Segment("L1", (*charge, "", "", "", text))
    yield from _lengths(line)


def _weights(position, line):
    pieces = str(line.pieces or "")
    for kilograms, kind in ((line.actual_weight, "G"), (line.billed_weight, "B")):
        if kilograms:
            weight, unit = x12_weight(kilograms, {})
            l0 = (str(position), "", "", weight, kind, "", "", pieces, "", "", unit)
            yield Segment("L0", l0)
            pieces = ""


def _lengths(line):
    if line.length and line.width and line.height:
        lengths = (plain(one, 1) for one in (line.length, line.width, line.height))
        yield Segment("L4", (*lengths, "C"))


def _total(head, lines):
    total = head.total if head.total is not None else net_of(x.amount for x in lines)
    return Segment("L3", ("", "", "", "", _cents(total)))


def _day(day):
    return day.strftime("%Y%m%d") if day else ""


def _cents(amount):
    """Return money with two implied decimals.

    :raise DecodeError: it has more.
    """
    hundredfold = amount.scaleb(2)
    if hundredfold != int(hundredfold):
        raise DecodeError("value", f"X12 210: {amount} is not whole cents")
    return str(int(hundredfold))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 310, Freight Receipt and Invoice (Ocean) (004010 to 008010), read.

An ocean carrier's bill of lading: B3, N9, V1, N1 loops, R4 with DTM, LX lines with N7
containers, L0 weights and L1 charges. After ocean carriers' public implementation guides.
"""

from decimal import Decimal

from odoo.addons.logistics_base.canonical.documents import (
    Location,
    Reference,
    ShipmentDocument,
)
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.units import number, to_kg, to_m3
from odoo.addons.logistics_base.protocols.edi.x12_parts import references_in

from ..canonical.bookings import BookingDocument
from ..canonical.rates import RateCharge

#: Element 150: special charge codes of ocean freight -> our charge types.
_CHARGES = {"BUA": "fuel", "BAF": "fuel", "FUE": "fuel", "COF": "base", "OCF": "base"}
_DISCHARGE = ("E", "D")


@reads("x12", "310")
def freight_receipt(transaction, interchange, options):
    """Return the :class:`ShipmentDocument` of an ocean bill of lading.

    Its containers become references, so that container events find the shipment. With
    the option ``charges_from_310`` the :class:`BookingDocument` that tells the charges
    comes with it.

    :raise DecodeError: no number.
    """
    segments = transaction.segments
    head, lines = loops(segments, "LX")
    heading, ports = loops(head, "R4")
    b3 = first(head, "B3")
    references = _references(b3, heading, segments)
    if not references:
        raise DecodeError("missing", "B3-02: no bill of lading number")
    documents = [_shipment(b3, references, lines, ports)]
    charges = tuple(_charges(segments))
    if charges and options.get("charges_from_310"):
        documents.append(
            BookingDocument(
                references=references,
                charges=charges,
                price=_sum(charges),
            )
        )
    return documents


def _references(b3, heading, segments):
    bills = (b3.text(2).strip(), b3.text(3).strip())
    own = [Reference("bol", one) for one in bills if one]
    containers = [_container(one) for one in segments if one.tag == "N7"]
    return unique((*own, *references_in(heading), *containers))


def _container(n7):
    value = "".join(n7.text(place).strip() for place in (1, 2, 18))
    return Reference("container", value) if len(value) > 9 else None


def _shipment(b3, references, lines, ports):
    weights = [to_kg(l0.text(4), l0.text(11) or "K") for l0 in _l0(lines)]
    volumes = [to_m3(l0.text(6), l0.text(7)) for l0 in _l0(lines)]
    document = ShipmentDocument(
        references=references,
        mode="ocean",
        carrier=b3.text(11).strip() or None,
        weight=sum(filter(None, weights)) or None,
        volume=sum(filter(None, volumes)) or None,
        destination=_destination(ports),
    )
    document.check()
    return document


def _l0(lines):
    return [segment for line in lines for segment in line if segment.tag == "L0"]


def _last_port(ports):
    by_function = {port[0].text(1): port for port in ports}
    return next((by_function[f] for f in _DISCHARGE if f in by_function), None)


def _destination(ports):
    port = _last_port(ports)
    if port is None:
        return None
    r4 = port[0]
    unlocode = r4.text(3).strip() if r4.text(2) in ("UN", "UL") else ""
    country = r4.text(5).strip() or unlocode[:2]
    return Location(
        name=r4.text(4).strip() or None,
        unlocode=unlocode if len(unlocode) == 5 else None,
        country=country if len(country) == 2 else None,
        state=r4.text(8).strip() or None,
    )


def _charges(segments):
    """Yield the L1 charges; L1-04 has two implied decimals, C3 tells the currency."""
    currency = first(segments, "C3").text(1).strip() or "USD"
    for place, segment in enumerate(segments):
        if segment.tag != "L1":
            continue
        following = segments[place + 1 : place + 2]
        if following and following[0].tag == "C3":
            currency = following[0].text(1).strip() or currency
        amount = number(segment.text(4))
        if amount is not None:
            code = segment.text(8).strip()
            yield RateCharge(
                type=_CHARGES.get(code, "other"),
                amount=Money(amount / Decimal(100), currency),
                description=segment.text(12).strip() or None,
                raw_code=code or None,
            )


def _sum(charges):
    currencies = {charge.amount.currency for charge in charges}
    if len(currencies) != 1:
        return None
    return Money(sum(c.amount.amount for c in charges), currencies.pop())

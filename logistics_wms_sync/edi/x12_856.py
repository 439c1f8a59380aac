# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 856, Ship Notice/Manifest (004010 to 005010), read.

BSN, HL loops S (TD5 carrier, REF, DTM, N1), O (PRF the order, REF), T pallets and P
cartons (MAN, MEA), I items (LIN, SN1, REF lots and serial numbers, DTM 036 their expiry).

Who ships decides what it is. A warehouse of ours that tells what it shipped fulfils an
order; somebody who ships to a warehouse of ours announces goods. Option ``856 = advice``
or ``856 = fulfillment`` says so for a partner; without it a notice that names a warehouse
(N1 WH, or N1 ST with one of the codes in option ``warehouses``) announces goods.

The number of our order is in REF IL, OQ, DO or CO, or where option ``856.order`` says: a
qualifier, or PRF.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment, reads
from odoo.addons.logistics_base.protocols.edi.moments import x12_date, x12_moment
from odoo.addons.logistics_base.protocols.edi.segments import first, unique
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    party_in,
    reference_of,
    references_in,
)

from ..canonical.advices import KINDS, InboundAdvice
from ..canonical.fulfillments import FulfillmentUpdate
from ..canonical.goods import LotQuantity
from .hierarchy import levels_of
from .packing import merged
from .reading import identifier, quantity, quantity_or_none, required
from .shipped import Item, advised_of, is_final, lines_of, packed_line, status_of
from .x12_943 import RECEIVERS, SUPPLIERS
from .x12_goods import lots_in, pairs_of, product_in, text_of, texts_of, unit_in
from .x12_heading import code_of, order_in, parted, place_in, revision_in
from .x12_packages import packages_in

_PACKAGES = ("T", "P")
_ORDER_NUMBERS = ("IL", "OQ", "DO", "CO")
_PURPOSES = {"00": "original", "01": "cancel", "04": "change", "05": "change"}
#: SN1-08 (element 668) -> what becomes of what is missing.
_ITEM_STATUSES = {
    "AC": "complete",
    "IA": "complete",
    "IS": "complete",
    "IB": "backordered",
    "ID": "cancelled",
}


@reads("x12", "856")
def ship_notice(transaction, interchange, options):
    """Return what an 856 tells: of each order what was shipped, or goods that come.

    :raise DecodeError: levels that belong nowhere, a quantity that is none.
    """
    options = options or {}
    head, roots = levels_of(transaction.segments)
    shipment = next((level for level in roots if level.kind == "S"), None)
    if shipment is None:
        raise DecodeError("missing", "HL: no shipment")
    heading, parties = parted([_as_n9(one) for one in shipment.segments])
    notice = _Notice(first(head, "BSN"), shipment, heading, parties, options)
    if _is_advice(parties, options):
        return [_advice(notice)]
    orders = [level for level in shipment.inside() if level.kind == "O"]
    return [_update(notice, order) for order in orders or [shipment]]


def _as_n9(segment):
    """REF says what N9 does; their first two elements are the same."""
    return Segment("N9", segment.elements[:2]) if segment.tag == "REF" else segment


class _Notice:
    """What is said of the shipment as a whole."""

    def __init__(self, bsn, shipment, heading, parties, options):
        self.bsn, self.shipment = bsn, shipment
        self.heading, self.parties, self.options = heading, parties, options
        self.number = identifier(bsn.text(2), "BSN-02")

    def moment(self, qualifiers, *entities):
        """Return the time of the first DTM with one of the qualifiers, or None."""
        place = place_in(self.parties, *entities)
        for dtm in self.shipment.segments:
            if dtm.tag == "DTM" and dtm.text(1).strip() in qualifiers:
                texts = (dtm.text(2), dtm.text(3), dtm.text(4))
                found = x12_moment(*texts, place, self.options)
                return found and found.utc
        return None


def _is_advice(parties, options):
    told = options.get("856")
    if told:
        if told not in ("advice", "fulfillment"):
            raise DecodeError("value", f"option 856: {shown(told)} is unknown")
        return told == "advice"
    ours = [code.strip() for code in options.get("warehouses", "").split(",")]
    return "WH" in parties or code_of(parties, "ST") in [code for code in ours if code]


# What was shipped of an order


def _update(notice, order):
    td5 = first(notice.shipment.segments, "TD5")
    items = [
        (level, _item(level, notice.options))
        for level in order.inside()
        if level.kind == "I"
    ]
    own = [item for _level, item in items]
    packages = _packages(order, items)
    own_references = [_as_n9(one) for one in order.segments]
    update = FulfillmentUpdate(
        id=notice.number,
        order=_order_number(notice, own_references, first(order.segments, "PRF")),
        warehouse=code_of(notice.parties, "SF", "SH"),
        status=status_of(own),
        occurred_at=notice.moment(("011",), "SF", "SH"),
        references=unique(
            (
                *references_in(own_references),
                *references_in(notice.heading),
                reference_of("PO", first(order.segments, "PRF").text(1)),
                *(
                    reference_of("2I", one.tracking_number)
                    for one in packages
                    if one.tracking_number
                ),
            )
        ),
        partner_reference=notice.number,
        carrier=td5.text(3).strip() or None,
        is_final=is_final(own),
        lines=lines_of(own),
        packages=packages,
    )
    update.check()
    return update


def _order_number(notice, own, prf):
    where = notice.options.get("856.order")
    if where == "PRF":
        return identifier(prf.text(1), "PRF-01")
    kinds = (where,) if where else _ORDER_NUMBERS
    found = text_of(own, *kinds) or text_of(notice.heading, *kinds)
    return identifier(found or "", "REF")


def _item(level, options):
    lin, sn1 = first(level.segments, "LIN"), first(level.segments, "SN1")
    product = product_in(lin, None, pairs_of(lin, 2), options)
    shipped = quantity(sn1.text(2), "SN1-02", options)
    line = text_of(level.segments, "LI") or lin.text(1)
    return Item(
        line=identifier(line, "LIN-01"),
        sku=product.sku,
        unit=unit_in(sn1.text(3)),
        word=_ITEM_STATUSES.get(sn1.text(8).strip(), "open"),
        ordered=quantity_or_none(sn1.text(5), "SN1-05", options),
        shipped=shipped,
        lots=_lots(level.segments, shipped, options),
        serials=_serials(level.segments),
        barcode=product.barcode,
        description=first(level.segments, "PID").text(5).strip() or None,
        owner=text_of(level.segments, "11"),
    )


def _lots(segments, amount, options):
    lots = lots_in(segments, "", amount, options)
    expiry = next((s for s in segments if s.tag == "DTM" and s.text(1) == "036"), None)
    if expiry is None or len(lots) != 1:
        return lots
    (one,) = lots
    expires = x12_date(expiry.text(2))
    return (LotQuantity(lot=one.lot, quantity=one.quantity, expires=expires),)


def _serials(segments):
    told = texts_of(segments, "SE")
    marked = (man for man in segments if man.tag == "MAN" and man.text(1) == "SE")
    told += [man.text(2).strip() for man in marked]
    return tuple(identifier(one, "REF SE") for one in told if one)


def _packages(top, items):
    """Return the packages at and below a level, and those it stands on."""
    contents = {}
    for level, item in items:
        package = level.above(*_PACKAGES)
        contents.setdefault(id(package), []).append(packed_line(item))
    around = []
    level = top.parent
    while level:
        around.insert(0, level)
        level = level.parent
    found, numbers = [], {}
    for level in (*around, *top.inside()):
        if level.kind in _PACKAGES:
            found += _package(level, contents.get(id(level), ()), numbers)
    return merged(found)


def _package(level, contents, numbers):
    above = level.above(*_PACKAGES)
    parent = numbers.get(id(above)) if above else None
    found = packages_in(level.segments, contents, parent=parent)
    numbers[id(level)] = found[0].reference if found else None
    return found


# Goods that come


def _advice(notice):
    purpose = notice.bsn.text(1).strip() or "00"
    if purpose not in _PURPOSES:
        raise DecodeError("value", f"BSN-01: {shown(purpose)} is no purpose we know")
    items = [
        (level, _item(level, notice.options))
        for level in notice.shipment.inside()
        if level.kind == "I"
    ]
    parties = notice.parties
    supplier = next((parties[one] for one in SUPPLIERS if one in parties), None)
    orders = (
        order_in(first(level.segments, "PRF").text(1))
        for level in notice.shipment.inside()
    )
    advice = InboundAdvice(
        number=required(notice.bsn.text(2), "BSN-02"),
        revision=revision_in(notice.heading),
        purpose=_PURPOSES[purpose],
        kind=_kind(notice.heading),
        warehouse=code_of(parties, *RECEIVERS),
        order=next((order for order in orders if order), None),
        shipped_order=text_of(notice.heading, "IL"),
        references=references_in(notice.heading),
        supplier=party_in(supplier) if supplier else None,
        expected_at=notice.moment(("017", "371", "067", "002"), *RECEIVERS),
        lines=advised_of([item for _level, item in items]),
        packages=_packages(notice.shipment, items),
    )
    advice.check()
    return advice


def _kind(heading):
    told = (text_of(heading, "ZZ") or "").lower()
    return told if told in KINDS else "purchase"

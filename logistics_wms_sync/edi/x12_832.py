# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 832, Price/Sales Catalog (004010 to 005010), written and read: master data.

BCT (our batch; only what changed), DTM 097, an N1 ST loop for each contact, a LIN loop
for each product: LIN (our number, barcodes, HD its tariff number, CH its origin, C3 its
category), PO1 its unit, G53 (element 875): 001 is as told, 002 is no more, REF ZZ what a
warehouse must note of it, PID its name, MEA weight, volume and sizes, PO4 how many are in
a case.
"""

from dataclasses import replace
from textwrap import wrap

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.units import plain
from odoo.addons.logistics_base.protocols.edi.x12_parts import n1_loop, party_in

from ..canonical.items import Item, ItemBatch, ItemParty, ItemUnit
from .reading import fitting, identifier, quantity_or_none, required
from .x12_goods import (
    barcodes_in,
    pairs_of,
    product_elements,
    product_in,
    texts_of,
    unit_code,
    unit_in,
)
from .x12_packages import measured, measures

_TOLD, _GONE = "001", "002"
_TRACKED = ("lot", "serial")
_EXPIRES, _INACTIVE = "EXPIRES", "INACTIVE"
_LONGEST_NAME = 200


@writes("x12", "832", "warehouse.items")
def write_catalog(document, options):
    """Return the segments of an 832.

    A product has one size of case in it: the smallest of its units.

    :raise DecodeError: a number that does not fit, a unit that X12 does not have.
    """
    number = fitting(document.number, "BCT-02", 15)
    yield Segment("BCT", ("SC", number, *[""] * 7, "04"))
    if document.as_of:
        stamp = x12_zoned_time(document.as_of, options.get("zone"))
        yield Segment("DTM", ("097", *stamp))
    for one in document.parties:
        yield from n1_loop("ST", replace(one.party, partner_code=one.code), "PER")
        if not one.active:
            yield Segment("REF", ("ZZ", _INACTIVE))
    for place, item in enumerate(document.items, 1):
        yield from _written(place, item, options)
    yield Segment("CTT", (str(len(document.items)),))


def _written(place, item, options):
    yield Segment("LIN", (str(place), *_numbers(item, options)))
    yield Segment("PO1", ("", "1", unit_code(item.unit, options)))
    yield Segment("G53", (_TOLD if item.active else _GONE,))
    notes = [item.tracking] if item.tracking in _TRACKED else []
    for note in [*notes, *([_EXPIRES] if item.expires else ())]:
        yield Segment("REF", ("ZZ", note.upper()))
    for line in wrap(item.name, 80):
        yield Segment("PID", ("F", "", "", "", line))
    yield from measures(item)
    if item.volume:
        yield Segment("MEA", ("PD", "VOL", plain(item.volume, 6), "CR"))
    case = min(item.units, key=lambda unit: unit.quantity, default=None)
    if case and float(case.quantity).is_integer() and case.quantity < 10**6:
        yield Segment("PO4", (str(int(case.quantity)), "", "", case.code[:5]))


def _numbers(item, options):
    """Return the pairs of qualifier and number that LIN takes."""
    barcodes = item.barcodes or (None,)
    for place, barcode in enumerate(barcodes):
        upc, *pair = product_elements(item.sku, barcode, options)
        found = [*pair[2:], *(("UP", upc) if upc else ())]
        yield from (one for one in [*([] if place else pair[:2]), *found] if one)
    for qualifier, value in (
        ("HD", item.hs_code),
        ("CH", item.origin),
        ("C3", item.category),
    ):
        if value:
            yield from (qualifier, value[:48])


@reads("x12", "832")
def catalog(transaction, interchange, options):
    """Return the :class:`ItemBatch` of an 832.

    :raise DecodeError: no number, or a product that says too little.
    """
    head, groups = loops(transaction.segments, "LIN")
    heading, parties = loops(head, "N1")
    bct, dtm = first(heading, "BCT"), first(heading, "DTM")
    as_of = x12_moment(dtm.text(2), dtm.text(3), dtm.text(4), None, options)
    batch = ItemBatch(
        number=required(bct.text(2), "BCT-02"),
        as_of=as_of and as_of.utc,
        items=tuple(_item(group, options) for group in groups),
        parties=tuple(map(_party, parties)),
    )
    batch.check()
    return [batch]


def _party(segments):
    party = party_in(segments)
    return ItemParty(
        code=required(party.partner_code or "", "N1-04"),
        party=replace(party, partner_code=None),
        active=_INACTIVE not in texts_of(segments, "ZZ"),
    )


def _item(segments, options):
    lin = segments[0]
    product = product_in(lin, None, pairs_of(lin, 2), options)
    told = {lin.text(at).strip(): lin.text(at + 1).strip() for at in pairs_of(lin, 2)}
    notes = [note.lower() for note in texts_of(segments, "ZZ")]
    names = (one.text(5).strip() for one in segments if one.tag == "PID")
    return Item(
        sku=product.sku,
        name=" ".join(name for name in names if name)[:_LONGEST_NAME] or product.sku,
        active=first(segments, "G53").text(1).strip() != _GONE,
        barcodes=barcodes_in(lin, pairs_of(lin, 2)),
        unit=unit_in(first(segments, "PO1").text(3)),
        units=_units(first(segments, "PO4"), options),
        **measured(segments),
        volume=_volume(segments, options),
        tracking=next((note for note in notes if note in _TRACKED), "none"),
        expires=_EXPIRES.lower() in notes,
        hs_code=told.get("HD"),
        origin=told.get("CH"),
        category=told.get("C3"),
    )


def _units(po4, options):
    pack = quantity_or_none(po4.text(1), "PO4-01", options)
    if not pack:
        return ()
    code = identifier(po4.text(4), "PO4-04") or "CA"
    return (ItemUnit(code=code, quantity=pack),)


def _volume(segments, options):
    for mea in segments:
        if mea.tag == "MEA" and mea.text(2).strip() == "VOL":
            if mea.text(4).strip() != "CR":
                raise DecodeError("value", "MEA-04: volumes are told in m³ (CR)")
            return quantity_or_none(mea.text(3), "MEA-03", None)
    return None

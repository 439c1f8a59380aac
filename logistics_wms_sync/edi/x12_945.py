# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 945, Warehouse Shipping Advice (004010 to 005010), read.

W06 (our number, date, the warehouse's shipment), N1, N9, G62, NTE, W27 (carrier), an LX
loop for each package or line (MAN, MEA, W12, N9), W03. A line may be spread over several
packages: it becomes one line, and the packages tell what is in each.

What does not come is told by W12-01 (element 368), agreed otherwise by options
``W12-01.<code> = complete, short, backordered, cancelled or open``.
"""

from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.units import to_kg
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    note_text,
    reference_of,
    references_in,
)

from ..canonical.fulfillments import FulfillmentUpdate
from .packing import merged
from .reading import identifier, meaning, quantity, quantity_or_none
from .shipped import WORDS, Item, is_final, lines_of, packed_line, status_of, total
from .x12_goods import lots_in, product_in, text_of, texts_of, unit_in
from .x12_heading import code_of, moment_in, moment_on, parted, place_in
from .x12_packages import packages_in

#: Element 368 -> what becomes of what is missing: ``open`` where that is not told.
STATUSES = {
    "CC": "complete",
    "CE": "complete",
    "CL": "complete",
    "CM": "complete",
    "CS": "complete",
    "IS": "complete",
    "CP": "short",
    "DS": "short",
    "BO": "backordered",
    "BK": "backordered",
    "BM": "backordered",
    "BP": "backordered",
    "CK": "cancelled",
    "CU": "cancelled",
    "DE": "cancelled",
    "IC": "cancelled",
    "IN": "open",
    "PR": "open",
}
#: Codes of goods that are sent in place of others: W12-16 to 18 name what was ordered.
SUBSTITUTES = ("CS", "IS")


@reads("x12", "945")
def shipping_advice(transaction, interchange, options):
    """Return the :class:`FulfillmentUpdate` of a 945.

    :raise DecodeError: a quantity that is none, a status nobody knows, lots nobody can
        tell apart.
    """
    head, groups = loops(transaction.segments, "LX")
    heading, parties = parted(head)
    packed = [_group(group, options) for group in groups]
    items = [item for _start, found in packed for item in found]
    w06, w27 = first(heading, "W06"), first(heading, "W27")
    packages = _packages(packed)
    note = note_text(heading)
    update = FulfillmentUpdate(
        id=identifier(w06.text(4), "W06-04") or identifier(w06.text(5), "W06-05"),
        order=identifier(w06.text(2), "W06-02"),
        revision=_revision(heading),
        warehouse=code_of(parties, "WH", "SF"),
        status=status_of(items),
        occurred_at=_shipped_at(w06, heading, parties, options),
        references=_references(w06, heading, packages),
        partner_reference=identifier(w06.text(5), "W06-05"),
        carrier=w27.text(2).strip() or None,
        service_code=w27.text(3).strip() or None,
        is_final=is_final(items),
        reason=note and note[:500],
        lines=lines_of(items),
        packages=packages,
    )
    update.check()
    return [update]


# One LX loop


def _group(segments, options):
    """Return (what stands before the goods, [:class:`Item`]) of an LX loop."""
    start, found = loops(segments, "W12")
    return start, [_item(item, options) for item in found]


def _item(segments, options):
    w12 = segments[0]
    product = product_in(w12, 6, (7, 21), options)
    shipped = quantity_or_none(w12.text(3), "W12-03", options) or 0.0
    code = w12.text(1).strip()
    return Item(
        line=identifier(text_of(segments, "LI") or "", "N9 LI"),
        sku=product.sku,
        unit=unit_in(w12.text(5)),
        word=meaning(code, "W12-01", STATUSES, WORDS, options),
        ordered=quantity_or_none(w12.text(2), "W12-02", options),
        shipped=shipped,
        difference=abs(_difference(w12, options)),
        substitutes=_substitutes(w12, product, code, options),
        lots=lots_in(segments, w12.text(9), shipped, options),
        serials=tuple(identifier(one, "N9 SE") for one in texts_of(segments, "SE")),
        weight=_weight(w12),
        reason=_reason(w12, code),
    )


def _difference(w12, options):
    text = w12.text(4)
    return quantity(text, "W12-04", options, signed=True) if text.strip() else 0.0


def _substitutes(w12, product, code, options):
    if code not in SUBSTITUTES or not (w12.text(16) + w12.text(18)).strip():
        return None
    ordered = product_in(w12, 16, (17,), options).sku
    return ordered if ordered != product.sku else None


def _weight(w12):
    if w12.text(11).strip() not in ("", "G"):
        return None
    weight = to_kg(w12.text(10), w12.text(12) or "L")
    return weight if weight and weight > 0 else None


def _reason(w12, code):
    told = w12.text(19).strip()
    return f"{code} {told}" if told else None


# What it says as a whole


def _revision(heading):
    told = text_of(heading, "V0") or ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 5 else None


def _shipped_at(w06, heading, parties, options):
    place = place_in(parties, "WH", "SF")
    told = moment_in(heading, ("11", "86"), place, options)
    return told or moment_on(w06.text(3), place, options)


def _references(w06, heading, packages):
    tracking = (one.tracking_number for one in packages if one.tracking_number)
    return unique(
        (
            *references_in(heading),
            reference_of("PO", w06.text(6)),
            *(reference_of("2I", number) for number in tracking),
        )
    )


def _packages(packed):
    """Return the packages; an LX loop without a number is none."""
    found = []
    for start, items in packed:
        weights = [item.weight for item in items]
        weight = total(weights) if weights and all(weights) else None
        found += packages_in(start, map(packed_line, items), weight)
    return merged(found)

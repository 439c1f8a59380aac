# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 945, Warehouse Shipping Advice, written: what a warehouse tells that speaks X12."""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.x12_parts import n9

from .packing import Parts
from .reading import fitting
from .x12_goods import (
    lot_segments,
    numbered,
    product_elements,
    quantity_text,
    unit_code,
)
from .x12_heading import coded_party, dated, is_scac, noted
from .x12_packages import package_segments

#: What a 945 can say; the other steps have no transaction set.
_TOLD = ("shipped", "short", "backordered", "cancelled")


@writes("x12", "945", "warehouse.fulfillment")
def write_shipping_advice(document, options):
    """Return the segments of a 945.

    :raise DecodeError: it is a step that a 945 does not tell, or names no order.
    """
    if document.status not in _TOLD:
        raise DecodeError("value", f"X12 945 does not tell “{document.status}”")
    return [
        _identification(document, options),
        *coded_party("WH", document.warehouse),
        *n9(one for one in document.references if one.type != "order"),
        *_revision(document),
        *dated("11", "1", document.occurred_at, options.get("zone")),
        *noted("WHI", document.reason),
        *_carrier(document, options),
        *_groups(document, options),
        Segment("W03", (quantity_text(sum(x.quantity for x in document.lines)),)),
    ]


def _identification(document, options):
    if not document.order:
        raise DecodeError("missing", "W06-02: no order")
    when = document.occurred_at
    order = next((r.value for r in document.references if r.type == "order"), "")
    return Segment(
        "W06",
        (
            "F",
            fitting(document.order, "W06-02", 22),
            x12_zoned_time(when, options.get("zone"))[0] if when else "",
            fitting(document.id or "", "W06-04", 30),
            fitting(document.partner_reference or "", "W06-05", 30),
            order[:22],
        ),
    )


def _revision(document):
    return numbered("V0", str(document.revision)) if document.revision else []


def _carrier(document, options):
    carrier = document.carrier or ""
    if not (carrier or document.service_code):
        return []
    method = options.get("transport_method") or "M"
    scac = carrier if is_scac(carrier) else ""
    return [Segment("W27", (method, scac, (document.service_code or "")[:35]))]


def _groups(document, options):
    """Return an LX loop for each package, then for each line that is in none."""
    parts = Parts(document.lines)
    groups = []
    for package in document.packages:
        items = [parts.take(packed) for packed in package.contents]
        groups.append((package_segments(package), [item for item in items if item]))
    groups += [((), [rest]) for rest in parts.rests()]
    for place, (start, items) in enumerate(groups, 1):
        yield Segment("LX", (str(place),))
        yield from start
        for line, amount, lots, serials in items:
            yield _w12(document, line, amount, options)
            yield from numbered("LI", line.line)
            yield from lot_segments(lots, serials)


def _w12(document, line, amount, options):
    code = _code(document, line)
    ordered = line.quantity + line.shorted + line.backordered
    product = product_elements(line.sku or line.line, None, options)
    original = ("VN", line.substitutes) if line.substitutes else ("", "")
    missing = line.shorted + line.backordered
    return Segment(
        "W12",
        (
            code,
            quantity_text(ordered),
            quantity_text(amount),
            quantity_text(missing),
            unit_code(line.unit, options),
            *product[:3],
            *[""] * 8,
            *original,
        ),
    )


def _code(document, line):
    if line.backordered:
        return "BP" if line.quantity else "BO"
    if line.shorted and not line.quantity and document.status == "cancelled":
        return "CU"
    if line.substitutes:
        return "CS"
    return "CP" if line.shorted else "CC"

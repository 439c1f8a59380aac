# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT INVRPT, Inventory Report (D.96A to D.01B): stock as a whole, both ways.

BGM, DTM (366 as of when, else 137), NAD WH or GM, a LIN group for each product: QTY with
its INV (before it as of D.97A, behind it until then), GIN BX a batch, NAD OW an owner.
INV 7491 tells the condition: 1 accepted, 2 damaged, 3 bonded, 4 reserved, 5 awaiting
inspection. Without it QTY 6063 does: 145 and 17 all that is on hand, 124 and 20 damaged,
96 failed and 89 held by quality control, 27 on hold, 198 and 57 in transit.

Options:

``INVRPT.scope``
    ``complete``: a product that is not there has none. Only what the partner promises;
    otherwise nothing is known of it.
``INVRPT.on_hand``
    ``good``: 145 counts only what is good.
``QTY 6063.<code>``, ``INV 7491.<code>``
    ``on_hand``, ``good``, ``available``, ``damaged``, ``hold``, ``in_transit`` or
    ``ignored``.
"""

from dataclasses import dataclass

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import dtm
from odoo.addons.logistics_base.protocols.edi.segments import first, loops

from ..canonical.inventories import InventorySnapshot
from .edifact_goods import (
    BATCH,
    amounts_in,
    batch_in,
    numbers_in,
    product_in,
    qty,
    unit_in,
)
from .edifact_heading import (
    bgm,
    code_of,
    coded_party,
    heading_of,
    moment_in,
    ours,
    ours_in,
    owner_in,
)
from .reading import fitting, identifier, meaning
from .stock import WORDS, stock_lines

_REPORT = "35"
_WAREHOUSES = ("WH", "GM", "SF", "SU")
#: QTY 6063 -> what is counted.
QUANTITIES = {
    "145": "on_hand",
    "17": "on_hand",
    "20": "damaged",
    "96": "damaged",
    "124": "damaged",
    "27": "hold",
    "89": "hold",
    "57": "in_transit",
    "198": "in_transit",
}
#: INV 7491. What is reserved or bonded is there.
CONDITIONS = {
    "1": "good",
    "2": "damaged",
    "3": "hold",
    "4": "good",
    "5": "hold",
}
_CODES = {"good": "1", "damaged": "2", "hold": "5"}
_ON_HAND, _TOTAL, _IN_TRANSIT = "145", "17", "198"


@dataclass(slots=True)
class _Part:
    """A quantity, with the condition, batch and owner that are told of it."""

    segments: list
    inv: Segment | None


@reads("edifact", "INVRPT")
def inventory_report(transaction, interchange, options):
    """Return the :class:`InventorySnapshot` of an INVRPT.

    :raise DecodeError: a quantity that is none, a condition nobody knows, or a product of
        which nothing is told.
    """
    options = options or {}
    heading = heading_of(transaction.segments)
    _head, groups = loops(transaction.segments, "LIN")
    count = ours_in(heading, "ACW")[0]
    is_complete = options.get("INVRPT.scope") == "complete" and not count
    mark = interchange.decimal_mark
    snapshot = InventorySnapshot(
        id=identifier(first(heading, "BGM").text(2), "BGM 1004"),
        warehouse=code_of(heading, *_WAREHOUSES),
        as_of=moment_in(heading, ("366", "137"), options, *_WAREHOUSES),
        scope="complete" if is_complete else "partial",
        count=count,
        lines=tuple(line for group in groups for line in _lines(group, mark, options)),
    )
    snapshot.check()
    return [snapshot]


def _lines(group, mark, options):
    """Return a line for each condition that goods of one LIN are in, lot by lot."""
    head, parts = _parts(group)
    product = product_in(head, options)
    together, units = {}, {}
    for part in parts:
        lot = _batch(part.segments) or _batch(head)
        key = lot, owner_in(part.segments) or owner_in(head)
        told = together.setdefault(key, {})
        units.setdefault(key, unit_in(part.segments))
        for word, amount in _counted(part, mark, options):
            told[word] = round(told.get(word, 0.0) + amount, 6)
    if not any(together.values()):
        raise DecodeError("missing", f"LIN {product.sku}: no quantity that we know")
    only_good = options.get("INVRPT.on_hand") == "good"
    for (lot, owner), told in together.items():
        if _TOTAL in told:
            # Both ways to say the same would count it twice.
            total = told.pop(_TOTAL)
            told.setdefault("on_hand", total)
        common = {"sku": product.sku, "unit": units[lot, owner]}
        yield from stock_lines(told, {**common, "lot": lot, "owner": owner}, only_good)


def _parts(group):
    """Return (what is said of the product, [:class:`_Part`])."""
    tags = [one.tag for one in group]
    inv_first = (
        "INV" in tags and "QTY" in tags and tags.index("INV") < tags.index("QTY")
    )
    head, parts, inv = [], [], None
    for one in group:
        if one.tag == "INV" and inv_first:
            inv = one
        elif one.tag == "INV" and parts:
            parts[-1].inv = one
        elif one.tag == "QTY":
            parts.append(_Part([one], inv))
        elif one.tag == "UNS":
            break
        else:
            (parts[-1].segments if parts else head).append(one)
    return head, parts


def _batch(segments):
    """Return the one batch that is told, None without one.

    :raise DecodeError: several: nobody knows how much there is of each.
    """
    found = numbers_in(segments, BATCH)
    if len(found) > 1:
        raise DecodeError("missing", "how much there is of each lot is not told")
    return found[0] if found else batch_in(segments)


def _counted(part, mark, options):
    """Yield (word, quantity) of a part."""
    for code, amount in amounts_in(part.segments, mark, options).items():
        if code not in QUANTITIES and f"QTY 6063.{code}" not in options:
            # Planned, sold, moved: much is told of a product that is no stock.
            continue
        word = meaning(code, "QTY 6063", QUANTITIES, WORDS, options)
        condition = part.inv.text(2).strip() if part.inv else ""
        if word == "on_hand" and condition:
            word = meaning(condition, "INV 7491", CONDITIONS, WORDS, options)
        if word != "ignored":
            yield (_TOTAL if (code, word) == (_TOTAL, "on_hand") else word), amount


# Written


@writes("edifact", "INVRPT", "inventory.snapshot")
def write_report(document, options):
    """Return the segments of an INVRPT.

    :raise DecodeError: a number that does not fit, a unit that EDIFACT does not have.
    """
    yield bgm(_REPORT, document.id or document.count or "")
    yield from dtm("137", options.get("now"))
    yield from dtm("366", document.as_of)
    yield from ours("ACW", document.count)
    yield from coded_party("WH", document.warehouse)
    inv_first = _is_inv_first(options.get("version") or "")
    place = 0
    together = {}
    for line in document.lines:
        together.setdefault((line.sku, line.unit), []).append(line)
    for place, lines in enumerate(together.values(), 1):
        yield from _product(place, lines[0], options)
        for line in lines:
            yield from _stock(line, inv_first, options)
    yield Segment("UNS", ("S",))
    yield Segment("CNT", (("2", str(place)),))


def _product(place, line, options):
    kind = options.get("item_qualifier") or "SA"
    sku = fitting(line.sku, "LIN 7140", 35)
    yield Segment("LIN", (str(place), "", (sku, kind)))


def _stock(line, inv_first, options):
    code = _IN_TRANSIT if line.status == "in_transit" else _ON_HAND
    counted = [qty(code, line.quantity, line.unit, options)]
    if line.status in _CODES:
        inv = Segment("INV", ("", _CODES[line.status], "", "1"))
        counted.insert(0 if inv_first else 1, inv)
    yield from counted
    if line.lot:
        yield Segment("GIN", (BATCH, fitting(line.lot, "GIN BX", 35)))
    yield from coded_party("OW", line.owner)


def _is_inv_first(version):
    """Tell whether INV stands before its QTY in a directory such as D:01B:UN."""
    release = version.split(":")[1] if ":" in version else ""
    return bool(release) and release < "90"

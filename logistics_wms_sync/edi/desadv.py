# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT DESADV, Despatch Advice (D.96A to D.01B), read.

BGM, DTM (11 despatch, 17 and 132 arrival), RFF, NAD, TDT, CPS levels with PAC and GIN BJ,
LIN groups: QTY 12 despatched, 21 ordered, 83 backordered, 119 short; QVR what is missing
(4221: BP backordered, CP not coming); PCI and GIN lots and serial numbers; RFF ON the
order of a single line.

Who ships decides what it is. A warehouse of ours that tells what it shipped fulfils an
order; somebody who ships to a warehouse of ours announces goods. Option ``DESADV =
advice`` or ``fulfillment`` says so for a partner; without it a notice that names a
warehouse (NAD WH, or DP with one of the codes in option ``warehouses``) and nobody who
ships (NAD SF) announces goods.

The number of our release is in RFF AAJ, DQ or ON, or where option ``DESADV.order`` says.
"""

from dataclasses import replace

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import reads
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    parties_in,
    reference_of,
    references_in,
    text_in,
)
from odoo.addons.logistics_base.protocols.edi.segments import first, unique

from ..canonical.advices import KINDS, InboundAdvice
from ..canonical.fulfillments import FulfillmentUpdate
from .edifact_goods import (
    SERIAL,
    amount_of,
    amounts_in,
    described_in,
    line_in,
    lots_in,
    numbers_in,
    product_in,
    unit_in,
)
from .edifact_heading import (
    code_of,
    marks_in,
    moment_in,
    others,
    ours_in,
    owner_in,
    purpose_in,
    text_of,
)
from .edifact_packages import levels_in
from .packing import merged
from .reading import identifier, quantity, required
from .shipped import (
    Item,
    advised_of,
    is_final,
    lines_of,
    packed_line,
    status_of,
    total,
)

_ORDER_NUMBERS = ("AAJ", "DQ", "ON")
_SHIPPED = ("12", "11", "113", "1")
_BACKORDERED, _SHORT = "83", "119"
#: QVR 4221 -> what becomes of what is missing. Others tell why, not that.
DISCREPANCIES = {"BP": "backordered", "CP": "short", "AA": "short", "OS": "short"}
_RECEIVERS, _SUPPLIERS = ("WH", "DP", "ST", "CN"), ("SU", "SF", "SE", "CZ")


@reads("edifact", "DESADV")
def despatch_advice(transaction, interchange, options):
    """Return what a DESADV tells: of each order what was shipped, or goods that come.

    :raise DecodeError: levels that belong nowhere, a quantity that is none, no order.
    """
    options = options or {}
    head, levels = levels_in(transaction.segments, interchange.decimal_mark)
    notice = _Notice(head, levels, interchange.decimal_mark, options)
    if _is_advice(head, options):
        return [_advice(notice)]
    return [_update(notice, order) for order in notice.orders()]


def _is_advice(head, options):
    told = options.get("DESADV")
    if told:
        if told not in ("advice", "fulfillment"):
            raise DecodeError("value", f"option DESADV: {shown(told)} is unknown")
        return told == "advice"
    if code_of(head, "SF"):
        return False
    ours = [code.strip() for code in options.get("warehouses", "").split(",")]
    return bool(code_of(head, "WH")) or code_of(head, "DP", "ST") in filter(None, ours)


class _Notice:
    """A whole message: its heading, and each line in its level."""

    def __init__(self, head, levels, mark, options):
        self.head, self.levels, self.options = head, levels, options
        self.bgm = first(head, "BGM")
        self.number = identifier(self.bgm.text(2), "BGM 1004")
        where = options.get("DESADV.order")
        self._kinds = (where,) if where else _ORDER_NUMBERS
        self.order, self.revision = ours_in(head, *self._kinds)
        self.items = [
            (level, self._order_of(group), _item(group, mark, options))
            for level in levels
            for group in level.lines
        ]
        _judge([item for _level, _order, item in self.items])

    def _order_of(self, group):
        return ours_in(group, *self._kinds)[0] or self.order

    def orders(self):
        """Return the numbers of the orders that it tells of, each once.

        :raise DecodeError: nothing tells the order of some of the goods.
        """
        found = list(dict.fromkeys(order for _level, order, _item in self.items))
        if None in found:
            raise DecodeError("missing", "RFF: nothing tells which order is meant")
        return found or [self.order]

    def of(self, order):
        """Return [(level, item)] of one order."""
        return [(level, item) for level, own, item in self.items if own == order]


def _judge(items):
    """Where nothing says what becomes of a line, it is complete if all of it is there."""
    shipped = {}
    for item in items:
        shipped[item.key] = shipped.get(item.key, 0.0) + item.shipped
    for item in items:
        if item.word == "open" and item.ordered is not None:
            if total([shipped[item.key]]) >= item.ordered:
                item.word = "complete"


def _item(group, mark, options):
    product = product_in(group, options)
    own = _before_lots(group)
    told = amounts_in(own, mark, options)
    shipped = amount_of(told, *_SHIPPED)
    if shipped is None and not {_BACKORDERED, _SHORT} & set(told):
        raise DecodeError("missing", f"LIN {product.sku}: no QTY 12")
    word, missing = _variance(group, told, mark, options)
    return Item(
        line=line_in(group),
        sku=product.sku,
        unit=unit_in(own),
        word=word,
        ordered=amount_of(told, "21"),
        shipped=shipped or 0.0,
        difference=missing,
        substitutes=product.substitutes,
        lots=lots_in(group, shipped or 0.0, mark, options),
        serials=tuple(numbers_in(group, SERIAL)),
        reason=text_in(own),
        barcode=product.barcode,
        description=described_in(group),
        owner=owner_in(group),
    )


def _before_lots(group):
    tags = [one.tag for one in group]
    return group[: tags.index("PCI")] if "PCI" in tags else group


def _variance(segments, told, mark, options):
    """Return (what becomes of what is missing, how much it is)."""
    if told.get(_BACKORDERED):
        return "backordered", told[_BACKORDERED]
    if told.get(_SHORT):
        return "short", told[_SHORT]
    for qvr in segments:
        if qvr.tag == "QVR":
            text = qvr.text(1).replace(mark, ".")
            amount = quantity(text or "0", "QVR 6064", options, signed=True)
            word = DISCREPANCIES.get(qvr.text(2).strip(), "open")
            # More than was ordered is not missing.
            return word, max(-amount, 0.0)
    return "open", 0.0


# What was shipped of an order


def _update(notice, order):
    found = notice.of(order)
    items = [item for _level, item in found]
    packages = _packages(notice, found)
    head, options = notice.head, notice.options
    update = FulfillmentUpdate(
        id=notice.number,
        order=order,
        revision=notice.revision if order == notice.order else None,
        warehouse=code_of(head, "SF", "WH", "CZ"),
        status=status_of(items),
        occurred_at=moment_in(head, ("11", "186", "137"), options, "SF", "WH"),
        references=unique(
            (
                *others(references_in(head), order=order, delivery=order),
                *(
                    reference_of("tracking", one.tracking_number)
                    for one in packages
                    if one.tracking_number
                ),
            )
        ),
        partner_reference=ours_in(head, "SS")[0],
        carrier=_carrier(head),
        service_code=text_of(head, "PRD"),
        is_final=is_final(items),
        reason=text_of(head, "AAI", "DEL"),
        lines=lines_of(items),
        packages=packages,
    )
    update.check()
    return update


def _carrier(head):
    tdt = first(head, "TDT")
    party = parties_in(head).get("CA")
    return (
        tdt.text(5).strip()
        or tdt.text(5, 4).strip()
        or (party and (party.partner_code or party.company))
        or None
    )


def _packages(notice, found):
    """Return the packages that these goods are in, and what those stand on."""
    contents, wanted = {}, {}
    for level, item in found:
        contents.setdefault(id(level), []).extend(_packed(item))
        wanted.update((id(one), one) for one in level.chain())
    is_all = len(found) == len(notice.items)
    units = []
    for level in notice.levels:
        if not (is_all or id(level) in wanted):
            continue
        alone = len(level.units) == 1
        inside = tuple(contents.get(id(level), ())) if alone else ()
        units += [replace(unit, contents=inside) for unit in level.units]
    return merged(units)


def _packed(item):
    """Return what of a line is in a package: for each of several lots by itself."""
    whole = packed_line(item)
    if len(item.lots) < 2:
        return [whole]
    told = [replace(whole, lot=one.lot, quantity=one.quantity) for one in item.lots]
    rest = round(item.shipped - sum(one.quantity for one in item.lots), 6)
    return told + ([replace(whole, quantity=rest)] if rest > 0 else [])


# Goods that come


def _advice(notice):
    head, options = notice.head, notice.options
    parties = parties_in(head)
    found = [(level, item) for level, _order, item in notice.items]
    _number, revision = ours_in(head, "AAK")
    order, shipped_order = ours_in(head, "ON")[0], ours_in(head, "DQ")[0]
    advice = InboundAdvice(
        number=required(notice.bgm.text(2), "BGM 1004"),
        revision=revision or 1,
        purpose=purpose_in(notice.bgm),
        kind=next((k for k in KINDS if k.upper() in marks_in(head)), "purchase"),
        warehouse=code_of(head, *_RECEIVERS),
        order=order,
        shipped_order=shipped_order,
        references=others(
            others(references_in(head), delivery=notice.number),
            order=order,
            delivery=shipped_order,
        ),
        supplier=next((parties[one] for one in _SUPPLIERS if one in parties), None),
        expected_at=moment_in(head, ("17", "132", "2"), options, *_RECEIVERS),
        instructions=text_of(head, "AAI", "DEL"),
        lines=advised_of([item for _level, _order, item in notice.items]),
        packages=_packages(notice, found),
    )
    advice.check()
    return advice

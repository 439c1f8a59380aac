# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 824, Application Advice: what a warehouse thinks of an order before it works on it.

It is read as the base reads it, an acknowledgement of what was sent. One of a 940 tells
what becomes of the order, too, one of a 943 or 856 whether the goods are awaited, one of
an item (OTI-01 IA, IR) of an 832 what became of that product. OTI-03 is our number,
OTI-02 any qualifier.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.acknowledgements import (
    read_application_advice,
)
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.segments import first
from odoo.addons.logistics_base.protocols.edi.x12_application_advice import advices_in

from ..canonical.advices import WarehouseReceipt
from ..canonical.fulfillments import FulfillmentUpdate
from ..canonical.items import ItemBatchResult, ItemResult
from .reading import fitting, identifier

_ORDER = "940"
_ADVICES = ("943", "856")
_ITEMS = "832"
_STATUSES = {
    "accepted": "accepted",
    "accepted_with_errors": "accepted",
    "rejected": "rejected",
}
#: What they say of an order that was to be changed or cancelled: it was too late.
_TOO_LATE = "TOO LATE"
_CODES = {"accepted": "TA", "rejected": "TR", "cancel_refused": "TR"}


@reads("x12", "824")
def application_advice(transaction, interchange, options):
    """Return acknowledgements, and what becomes of each order and each advice.

    :raise DecodeError: a code that decides nothing.
    """
    answers = read_application_advice(transaction, interchange, options)
    bgn = first(transaction.segments, "BGN")
    advices = advices_in(transaction)
    answers += _results(advices, bgn)
    for advice in advices:
        if not advice.number or advice.status not in _STATUSES:
            continue
        if advice.set_id == _ORDER:
            answers.append(_update(advice, bgn, options))
        elif advice.set_id in _ADVICES:
            answers.append(_answer(advice, bgn, options))
    return answers


def _results(advices, bgn):
    """Return [:class:`ItemBatchResult`] of the products that are named, if any are."""
    results = tuple(
        ItemResult(
            sku=identifier(advice.number, "OTI-03"),
            result="refused" if advice.status == "rejected" else "accepted",
            reason="; ".join(advice.problems)[:500] or None,
        )
        for advice in advices
        if advice.set_id == _ITEMS and advice.number and advice.is_of_item
    )
    if not results:
        return []
    return [ItemBatchResult(id=identifier(bgn.text(2), "BGN-02"), results=results)]


def _answer(advice, bgn, options):
    answer = WarehouseReceipt(
        id=_id(advice, bgn),
        advice=identifier(advice.number, "OTI-03", 120),
        received_at=_when(advice, bgn, options),
        answer=_STATUSES[advice.status],
        reason="; ".join(advice.problems)[:500] or None,
    )
    answer.check()
    return answer


def _id(advice, bgn):
    number = identifier(bgn.text(2), "BGN-02")
    return f"{number}/{advice.number}"[:200] if number else None


def _when(advice, bgn, options):
    told = (advice.oti.text(6), advice.oti.text(7), "")
    if not told[0].strip():
        told = (bgn.text(3), bgn.text(4), bgn.text(5))
    found = x12_moment(*told, None, options)
    return found and found.utc


def _update(advice, bgn, options):
    reason = "; ".join(advice.problems)
    status = _STATUSES[advice.status]
    if status == "rejected" and _TOO_LATE in reason.upper():
        status = "cancel_refused"
    update = FulfillmentUpdate(
        id=_id(advice, bgn),
        order=identifier(advice.number, "OTI-03", 120),
        status=status,
        occurred_at=_when(advice, bgn, options),
        reason=reason[:500] or None,
    )
    update.check()
    return update


@writes("x12", "824", "warehouse.fulfillment")
def write_answer_to_order(document, options):
    """Return the segments of an 824 that answers a 940.

    :raise DecodeError: it is a step that an 824 does not tell, or names no order.
    """
    reason = document.reason or ""
    if document.status == "cancel_refused" and _TOO_LATE not in reason.upper():
        reason = f"{_TOO_LATE}: {reason}" if reason else _TOO_LATE
    code = _code(document.status)
    when = document.occurred_at
    return _written(document.id, document.order, code, _ORDER, reason, when, options)


@writes("x12", "824", "warehouse.receipt")
def write_answer_to_advice(document, options):
    """Return the segments of an 824 that answers a 943.

    :raise DecodeError: it answers nothing, or names no advice.
    """
    code, reason = _code(document.answer), document.reason or ""
    when = document.received_at
    return _written(document.id, document.advice, code, "943", reason, when, options)


def _code(word):
    if word not in _CODES:
        raise DecodeError("value", f"X12 824 does not tell “{word}”")
    return _CODES[word]


def _written(own, number, code, set_id, reason, when, options):
    if not number:
        raise DecodeError("missing", "OTI-03: nothing is answered")
    stamp = x12_zoned_time(when or options["now"], options.get("zone"))
    number = fitting(number, "OTI-03", 30)
    own = fitting((own or number).split("/")[0], "BGN-02", 30)
    return [
        Segment("BGN", ("11", own, *stamp)),
        Segment("OTI", (code, "IL", number, *[""] * 6, set_id)),
        *([Segment("TED", ("ZZZ", reason[:60]))] if reason else ()),
    ]


@writes("x12", "824", "warehouse.items.result")
def write_answer_to_items(document, options):
    """Return the segments of an 824 that answers an 832, product by product.

    :raise DecodeError: it names no product.
    """
    stamp = x12_zoned_time(options["now"], options.get("zone"))
    own = fitting(document.id or document.number or "832", "BGN-02", 30)
    segments = [Segment("BGN", ("11", own, *stamp))]
    for one in document.results:
        if not one.sku:
            raise DecodeError("missing", "OTI-03: no product is answered")
        code = "IR" if one.result == "refused" else "IA"
        sku = fitting(one.sku, "OTI-03", 48)
        segments.append(Segment("OTI", (code, "IX", sku, *[""] * 6, _ITEMS)))
        if one.reason:
            segments.append(Segment("TED", ("ZZZ", one.reason[:60])))
    return segments

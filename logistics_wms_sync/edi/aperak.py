# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT APERAK: what a warehouse thinks of an order before it works on it.

It is read as the base reads it, an acknowledgement of what was sent. One that names an
order of ours (RFF AAJ, else ON or DQ) tells what becomes of the order, too, one that names
an advice (RFF AAK) whether the goods are awaited. BGM 1225: 27 not accepted, 29 accepted,
34 and 44 accepted as it is; ERC and FTX say why.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import (
    Segment,
    Transaction,
    reads,
    writes,
)
from odoo.addons.logistics_base.protocols.edi.edifact_acknowledgements import (
    APERAK_VERSION,
    read_application_acknowledgement,
)
from odoo.addons.logistics_base.protocols.edi.edifact_parts import dtm, text_in
from odoo.addons.logistics_base.protocols.edi.segments import first

from ..canonical.advices import WarehouseReceipt
from ..canonical.fulfillments import FulfillmentUpdate
from .edifact_heading import bgm, moment_in, ours, ours_in, said
from .reading import identifier

#: What an APERAK tells -> BGM 1225.
ANSWERS = {"accepted": "29", "rejected": "27", "cancel_refused": "27"}
_ORDER_NUMBERS, _ADVICE = ("AAJ", "ON", "DQ"), "AAK"
_STATUSES = {
    "accepted": "accepted",
    "accepted_with_errors": "accepted",
    "rejected": "rejected",
}
#: What they say of an order that was to be changed or cancelled: it was too late.
_TOO_LATE = "TOO LATE"
_ERROR, _ACCEPTED = "313", "312"


@reads("edifact", "APERAK")
def application_acknowledgement(transaction, interchange, options):
    """Return the acknowledgement of what was sent, and what becomes of an order or advice.

    :raise DecodeError: it names nothing of what was sent.
    """
    segments = transaction.segments
    advice, _revision = ours_in(segments, _ADVICE)
    order, revision = ours_in(segments, *_ORDER_NUMBERS)
    is_answer = any(one.tag == "RFF" and one.text(1) == "ACW" for one in segments)
    answers = []
    if is_answer or not (order or advice):
        answers = read_application_acknowledgement(transaction, interchange, options)
    if not (order or advice):
        return answers
    status, reason = _said(transaction, interchange, options)
    if status is None:
        return answers
    own = identifier(first(segments, "BGM").text(2), "BGM 1004")
    when = moment_in(segments, ("137", "11"), options)
    if advice:
        answers.append(_answer(own, advice, status, reason, when))
    else:
        answers.append(_update(own, order, revision, status, reason, when))
    return answers


def _said(transaction, interchange, options):
    """Return (status, reason); the status is None where nothing is decided."""
    number = interchange.control_number or "-"
    # The base wants to know which interchange is answered; here a number of ours is.
    named = (Segment("RFF", (("ACW", number),)), *transaction.segments)
    (told,) = read_application_acknowledgement(
        Transaction("APERAK", segments=named), interchange, options
    )
    reason = text_in(transaction.segments) or "; ".join(told.problems)
    return _STATUSES.get(told.status), reason[:500].strip() or None


def _answer(own, advice, status, reason, when):
    answer = WarehouseReceipt(
        id=own, advice=advice, answer=status, received_at=when, reason=reason
    )
    answer.check()
    return answer


def _update(own, order, revision, status, reason, when):
    if status == "rejected" and _TOO_LATE in (reason or "").upper():
        status = "cancel_refused"
    update = FulfillmentUpdate(
        id=own,
        order=order,
        revision=revision,
        status=status,
        occurred_at=when,
        reason=reason,
    )
    update.check()
    return update


@writes("edifact", "APERAK", "warehouse.fulfillment")
def write_answer(document, options):
    """Return the APERAK that answers an INSDES.

    :raise DecodeError: it is a step that an APERAK does not tell, or names no order.
    """
    reason = document.reason or ""
    if document.status == "cancel_refused" and _TOO_LATE not in reason.upper():
        reason = f"{_TOO_LATE}: {reason}" if reason else _TOO_LATE
    named = ours("AAJ", document.order, document.revision)
    when = document.occurred_at or options.get("now")
    own = document.id or document.order
    return _written(own, document.status, named, reason, when)


@writes("edifact", "APERAK", "warehouse.receipt")
def write_answer_to_advice(document, options):
    """Return the APERAK that answers a DESADV which announced goods.

    :raise DecodeError: it answers nothing, or names no advice.
    """
    named = ours(_ADVICE, document.advice)
    when = document.received_at or options.get("now")
    own = document.id or document.advice
    return _written(own, document.answer, named, document.reason or "", when)


def _written(own, word, named, reason, when):
    if word not in ANSWERS:
        raise DecodeError("value", f"APERAK does not tell “{word}”")
    if not named:
        raise DecodeError("missing", "RFF: nothing is answered")
    kind = _ACCEPTED if word == "accepted" else _ERROR
    segments = [bgm(kind, own, ANSWERS[word]), *dtm("137", when), *named]
    if reason:
        segments += [Segment("ERC", ("ZZZ",)), *said("AAO", reason)]
    return Transaction("APERAK", segments=tuple(segments), version=APERAK_VERSION)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT APERAK: what a warehouse thinks of an order before it works on it.

It is read as the base reads it, an acknowledgement of what was sent; one that names an
order of ours (RFF AAJ, else ON or DQ) tells what becomes of the order, too. BGM 1225: 27
not accepted, 29 accepted, 34 acknowledged; ERC and FTX say why.
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
from odoo.addons.logistics_base.protocols.edi.edifact_parts import dtm
from odoo.addons.logistics_base.protocols.edi.segments import first

from ..canonical.fulfillments import FulfillmentUpdate
from .edifact_heading import bgm, moment_in, ours, ours_in, said, text_of
from .reading import identifier

#: Statuses that an APERAK tells -> BGM 1225.
ANSWERS = {"accepted": "29", "rejected": "27", "cancel_refused": "27"}
_ORDER_NUMBERS = ("AAJ", "ON", "DQ")
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
    """Return an acknowledgement, and the :class:`FulfillmentUpdate` of an order."""
    segments = transaction.segments
    order, revision = ours_in(segments, *_ORDER_NUMBERS)
    is_answer = any(one.tag == "RFF" and one.text(1) == "ACW" for one in segments)
    answers = []
    if is_answer or not order:
        answers = read_application_acknowledgement(transaction, interchange, options)
    if order:
        answers += _updates(transaction, interchange, order, revision, options)
    return answers


def _updates(transaction, interchange, order, revision, options):
    segments = transaction.segments
    (told,) = read_application_acknowledgement(
        _named(transaction, interchange), interchange, options
    )
    status = _STATUSES.get(told.status)
    if status is None:
        return []
    reason = text_of(segments) or "; ".join(told.problems)[:500] or None
    if status == "rejected" and _TOO_LATE in (reason or "").upper():
        status = "cancel_refused"
    update = FulfillmentUpdate(
        id=identifier(first(segments, "BGM").text(2), "BGM 1004"),
        order=order,
        revision=revision,
        status=status,
        occurred_at=moment_in(segments, ("137", "11"), options),
        reason=reason,
    )
    update.check()
    return [update]


def _named(transaction, interchange):
    """Return the message, naming an interchange, as the base wants it to."""
    number = interchange.control_number or "-"
    more = Segment("RFF", (("ACW", number),))
    return Transaction("APERAK", segments=(more, *transaction.segments))


@writes("edifact", "APERAK", "warehouse.fulfillment")
def write_answer(document, options):
    """Return the APERAK that answers an INSDES.

    :raise DecodeError: it is a step that an APERAK does not tell, or names no order.
    """
    if document.status not in ANSWERS:
        raise DecodeError("value", f"APERAK does not tell “{document.status}”")
    if not document.order:
        raise DecodeError("missing", "RFF AAJ: no order")
    function = ANSWERS[document.status]
    reason = document.reason or ""
    if document.status == "cancel_refused" and _TOO_LATE not in reason.upper():
        reason = f"{_TOO_LATE}: {reason}" if reason else _TOO_LATE
    segments = [
        bgm(
            _ACCEPTED if document.status == "accepted" else _ERROR,
            document.id or document.order,
            function,
        ),
        *dtm("137", document.occurred_at or options.get("now")),
        *ours("AAJ", document.order, document.revision),
    ]
    if reason:
        segments += [Segment("ERC", ("ZZZ",)), *said("AAO", reason)]
    return Transaction("APERAK", segments=tuple(segments), version=APERAK_VERSION)

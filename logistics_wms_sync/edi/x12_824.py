# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 824, Application Advice: what a warehouse thinks of an order before it works on it.

It is read as the base reads it, an acknowledgement of what was sent; one of a 940 tells
what becomes of the order, too.
"""

from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.acknowledgements import (
    read_application_advice,
)
from odoo.addons.logistics_base.protocols.edi.moments import x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.segments import first
from odoo.addons.logistics_base.protocols.edi.x12_application_advice import advices_in

from ..canonical.fulfillments import FulfillmentUpdate
from .reading import fitting, identifier
from .x12_heading import moment_on

_ORDER = "940"
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
    """Return acknowledgements, and the :class:`FulfillmentUpdate` of each 940.

    :raise DecodeError: a code that decides nothing.
    """
    answers = read_application_advice(transaction, interchange, options)
    bgn = first(transaction.segments, "BGN")
    for advice in advices_in(transaction):
        if advice.set_id == _ORDER and advice.number and advice.status in _STATUSES:
            answers.append(_update(advice, bgn, options))
    return answers


def _update(advice, bgn, options):
    number = identifier(bgn.text(2), "BGN-02")
    order = identifier(advice.number, "OTI-03", 120)
    reason = "; ".join(advice.problems)
    status = _STATUSES[advice.status]
    if status == "rejected" and _TOO_LATE in reason.upper():
        status = "cancel_refused"
    update = FulfillmentUpdate(
        id=f"{number}/{order}" if number else None,
        order=order,
        status=status,
        occurred_at=moment_on(
            advice.oti.text(6) or bgn.text(3), None, options, advice.oti.text(7)
        ),
        reason=reason[:500] or None,
    )
    update.check()
    return update


@writes("x12", "824", "warehouse.fulfillment")
def write_application_advice(document, options):
    """Return the segments of an 824 that answers a 940.

    :raise DecodeError: it is a step that an 824 does not tell, or names no order.
    """
    if document.status not in _CODES:
        raise DecodeError("value", f"X12 824 does not tell “{document.status}”")
    if not document.order:
        raise DecodeError("missing", "OTI-03: no order")
    when = document.occurred_at or options["now"]
    date, time, _zone = x12_zoned_time(when, options.get("zone"))
    order = fitting(document.order, "OTI-03", 30)
    number = fitting((document.id or order).split("/")[0], "BGN-02", 30)
    reason = document.reason or ""
    if document.status == "cancel_refused" and _TOO_LATE not in reason.upper():
        reason = f"{_TOO_LATE}: {reason}" if reason else _TOO_LATE
    return [
        Segment("BGN", ("11", number, date, time)),
        Segment("OTI", (_CODES[document.status], "IL", order, *[""] * 6, _ORDER)),
        *([Segment("TED", ("ZZZ", reason[:60]))] if reason else ()),
    ]

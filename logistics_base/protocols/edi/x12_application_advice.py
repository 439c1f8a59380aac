# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 824, Application Advice (004010 to 008010): what an application made of a set.

BGN, and an OTI loop for each transaction: OTI-01 what became of it (element 110),
OTI-02 and OTI-03 the number it is known by, OTI-08 and OTI-09 the control numbers of its
group and its own, OTI-10 its set; TED and NTE why.
"""

from typing import NamedTuple

from ...canonical.acknowledgement import Acknowledgement
from ...mapping.errors import DecodeError, shown
from .registry import reads
from .segments import loops

#: The second letter of element 110; the first tells of what: a batch, group, set, item.
_STATUS = {
    "A": "accepted",
    "C": "accepted_with_errors",
    "E": "accepted_with_errors",
    "P": "partially_accepted",
    "R": "rejected",
}
_LEVELS = "BGIT"


class Advice(NamedTuple):
    """What is said of one transaction.

    :ivar status: as in ``Acknowledgement``.
    :ivar is_of_item: it is of one item in the transaction, not of all of it.
    :ivar set_id: of the transaction, "" where it is not told.
    :ivar qualifier, number: what the transaction is about, and what kind of number that
        is (element 128).
    :ivar problems: the partner's words and codes.
    :ivar oti: the segment itself.
    """

    status: str
    is_of_item: bool
    set_id: str
    qualifier: str
    number: str
    problems: tuple
    oti: object


def advices_in(transaction):
    """Return the :class:`Advice` list of an 824.

    :raise DecodeError: nothing is answered, or by a code that decides nothing.
    """
    _head, found = loops(transaction.segments, "OTI")
    if not found:
        raise DecodeError("missing", "OTI: nothing is answered")
    return [_advice(oti, rest) for oti, *rest in found]


def _advice(oti, segments):
    code = oti.text(1).strip().upper()
    if len(code) != 2 or code[0] not in _LEVELS or code[1] not in _STATUS:
        raise DecodeError("value", f"OTI-01: {shown(code)} is no answer we know")
    return Advice(
        status=_STATUS[code[1]],
        is_of_item=code[0] == "I",
        set_id=oti.text(10).strip(),
        qualifier=oti.text(2).strip(),
        number=oti.text(3).strip(),
        problems=tuple(filter(None, map(_problem, segments))),
        oti=oti,
    )


def _problem(segment):
    if segment.tag == "TED":
        code, text = segment.text(1).strip(), segment.text(2).strip()
        return f"{code}: {text}" if code and text else code or text
    return segment.text(2).strip() if segment.tag == "NTE" else ""


@reads("x12", "824")
def read_application_advice(transaction, interchange, options):
    """Return an answer for each transaction that is named by our control numbers."""
    return [
        _answer(advice)
        for advice in advices_in(transaction)
        if advice.oti.text(8).strip()
    ]


def _answer(advice):
    return Acknowledgement(
        kind="824",
        status=advice.status,
        group_control=advice.oti.text(8).strip()[:35],
        set_id=advice.set_id[:6] or None,
        transaction_control=advice.oti.text(9).strip()[:35] or None,
        problems=tuple(problem[:500] for problem in advice.problems),
    )

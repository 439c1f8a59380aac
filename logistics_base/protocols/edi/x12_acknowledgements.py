# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12's answers: 997 and 999 for groups, TA1 for interchanges."""

from ...canonical.acknowledgement import Acknowledgement
from .envelope import Segment, Transaction
from .registry import reads

#: Answers are not answered.
UNANSWERED_GROUPS = ("FA",)
#: 997 AK1 … AK9; 999 says IK3, IK4 and IK5 instead of AK3, AK4 and AK5.
_ITEM = {"997": "AK", "999": "IK"}
# Elements 715 and 717: acknowledgement codes.
_STATUS = {
    "A": "accepted",
    "E": "accepted_with_errors",
    "P": "partially_accepted",
    "R": "rejected",
    "M": "rejected",
    "W": "rejected",
    "X": "rejected",
}
_CODE = {"accepted": "A", "accepted_with_errors": "E", "rejected": "R"}
# Element 718: transaction set syntax errors; of 999 the same.
_SET_ERRORS = {
    "unsupported": "1",
    "control_number": "3",
    "segment_count": "4",
    "content": "5",
    "envelope": "5",
}
# Element 716: functional group syntax errors.
_GROUP_ERRORS = {"control_number": "4", "transaction_count": "5"}
# Element I18: interchange notes.
_NOTES = {"control_number": "001", "group_count": "021", "truncated": "023"}
_UNFIT_CONTENT = "024"


def functional_acknowledgements(interchange, verdict_of, set_id="997"):
    """Return a 997 (or 999) for each group that wants an answer.

    :param verdict_of: function(transaction) → :class:`Verdict`.
    """
    return [
        _acknowledgement(group, verdict_of, set_id)
        for group in interchange.groups
        if group.functional_id and group.functional_id not in UNANSWERED_GROUPS
    ]


def _acknowledgement(group, verdict_of, set_id):
    verdicts = [(one, verdict_of(one)) for one in group.transactions]
    version = (group.version,) if set_id == "999" else ()
    segments = [Segment("AK1", (group.functional_id, group.control, *version))]
    for transaction, verdict in verdicts:
        segments.append(Segment("AK2", (transaction.set_id, transaction.control)))
        codes = dict.fromkeys(_SET_ERRORS[one] for one in verdict.reasons)
        segments.append(
            Segment(f"{_ITEM[set_id]}5", (_CODE[verdict.status], *list(codes)[:5]))
        )
    segments.append(
        _group_result(group, [verdict.status for _one, verdict in verdicts])
    )
    return Transaction(set_id, segments=tuple(segments))


def _group_result(group, statuses):
    rejected = statuses.count("rejected")
    if rejected and rejected == len(statuses):
        code = "R"
    elif rejected:
        code = "P"
    elif group.errors or "accepted_with_errors" in statuses:
        code = "E"
    else:
        code = "A"
    received = len(statuses)
    declared = received if group.declared_count is None else group.declared_count
    errors = dict.fromkeys(_GROUP_ERRORS[problem.code] for problem in group.errors)
    return Segment(
        "AK9",
        (code, str(declared), str(received), str(received - rejected), *errors),
    )


def interchange_acknowledgement(interchange, status="", reason=""):
    """Return the TA1 segment for an interchange.

    :param status: one of a verdict's; what the interchange's problems say if not told.
    :param reason: ``truncated`` where it was cut off.
    """
    reasons = [reason] if reason else [p.code for p in interchange.problems]
    status = status or ("accepted_with_errors" if reasons else "accepted")
    notes = [_NOTES[one] for one in reasons if one in _NOTES]
    otherwise = _UNFIT_CONTENT if status == "rejected" else "000"
    date = interchange.date
    return Segment(
        "TA1",
        (
            interchange.control_number,
            date.strftime("%y%m%d") if date else "",
            date.strftime("%H%M") if date else "",
            _CODE[status],
            notes[0] if notes else otherwise,
        ),
    )


@reads("x12", "997")
@reads("x12", "999")
def read_functional_acknowledgement(transaction, interchange, options):
    """Return the partner's answer to a group, then to each transaction it names."""
    group, answers, current = {"kind": transaction.set_id}, [], None
    for segment in transaction.segments:
        if segment.tag == "AK1":
            group = {
                "kind": transaction.set_id,
                "functional_id": segment.text(1) or None,
                "group_control": segment.text(2) or None,
            }
        elif segment.tag == "AK2":
            current = _answer(group, segment)
            answers.append(current)
        elif segment.tag in ("AK3", "IK3", "AK4", "IK4") and current:
            current["problems"].append(_problem(segment))
        elif segment.tag in ("AK5", "IK5") and current:
            current["status"] = _status(segment)
            current["problems"] += _codes(segment, 2)
            current = None
        elif segment.tag == "AK9":
            problems = _codes(segment, 5)
            answers.append({**group, "status": _status(segment), "problems": problems})
    return [_document(answer) for answer in answers]


def _answer(group, ak2):
    return {
        **group,
        "set_id": ak2.text(1) or None,
        "transaction_control": ak2.text(2) or None,
        "status": "accepted",
        "problems": [],
    }


def _status(segment):
    # What the standard does not know promises nothing.
    return _STATUS.get(segment.text(1).strip(), "received")


def _codes(segment, first):
    return [
        f"{segment.tag}: error {segment.text(place)}"
        for place in range(first, len(segment.elements) + 1)
        if segment.text(place)
    ]


def _problem(segment):
    if segment.tag in ("AK3", "IK3"):
        place = f"segment {segment.text(1)} at {segment.text(2)}"
        return f"{place}: error {segment.text(4) or '?'}"
    bad = f" “{segment.text(4)}”" if segment.text(4) else ""
    return f"element {segment.text(1)}: error {segment.text(3)}{bad}"


def _document(answer):
    problems = tuple(one[:500] for one in answer.pop("problems"))
    document = Acknowledgement(**answer, problems=problems)
    document.check()
    return document


def read_interchange_acknowledgements(interchange):
    """Return the partner's answers to whole interchanges: TA1 segments."""
    return [
        Acknowledgement(
            kind="TA1",
            status=_STATUS.get(segment.text(4).strip(), "received"),
            interchange_control=segment.text(1).strip(),
            problems=_note(segment),
        )
        for segment in interchange.segments
        if segment.tag == "TA1" and segment.text(1).strip()
    ]


def _note(segment):
    code = segment.text(5).strip()
    return (f"TA1: note {code}",) if code.strip("0") else ()

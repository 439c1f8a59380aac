# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EDIFACT's answers: CONTRL for syntax (ISO 9735), APERAK for what is meant."""

from ...canonical.acknowledgement import Acknowledgement
from .envelope import Segment, Transaction
from .registry import reads

#: Answers are not answered.
UNANSWERED = ("CONTRL", "APERAK")
CONTRL_VERSION = "D:3:UN"
APERAK_VERSION = "D:01B:UN"
# Data element 0083: what became of a level.
_REJECTED, _ACKNOWLEDGED, _RECEIVED = "4", "7", "8"
_STATUS = {
    _REJECTED: "rejected",
    _ACKNOWLEDGED: "accepted",
    _RECEIVED: "received",
}
# Data element 0085: syntax errors.
_ERRORS = {
    "truncated": "13",
    "unsupported": "14",
    "content": "12",
    "envelope": "18",
    "control_number": "28",
    "segment_count": "29",
    "group_count": "29",
    "transaction_count": "29",
}
# Where each of them lies.
_SERVICE_SEGMENT = {
    "truncated": "UNZ",
    "unsupported": "UNH",
    "segment_count": "UNT",
    "group_count": "UNZ",
}
#: Data element 4343 of APERAK's BGM, else 1225.
_RESPONSES = {
    "AP": "accepted",
    "AC": "accepted_with_errors",
    "AB": "received",
    "NA": "rejected",
    "RE": "rejected",
}
_FUNCTIONS = {"27": "rejected", "29": "accepted", "34": "accepted", "44": "accepted"}


def syntax_acknowledgement(interchange, verdict_of, reason=""):
    """Return the CONTRL message for an interchange.

    :param verdict_of: function(transaction) → :class:`Verdict`.
    :param reason: why the whole interchange is rejected: ``truncated``, ``envelope``.
    """
    parties = (tuple(interchange.sender), tuple(interchange.receiver))
    head = (interchange.control_number, *parties)
    if reason:
        segments = [Segment("UCI", (*head, _REJECTED, *_error(reason)))]
        return Transaction("CONTRL", segments=tuple(segments), version=CONTRL_VERSION)
    segments = [Segment("UCI", (*head, _ACKNOWLEDGED))]
    for _group, message in interchange.transactions():
        verdict = verdict_of(message)
        is_rejected = verdict.status == "rejected"
        action = _REJECTED if is_rejected else _ACKNOWLEDGED
        error = _error(verdict.reasons[0]) if is_rejected and verdict.reasons else ()
        kind = (message.set_id, *message.version.split(":"))
        segments.append(Segment("UCM", (message.control, kind, action, *error)))
    return Transaction("CONTRL", segments=tuple(segments), version=CONTRL_VERSION)


def _error(reason):
    code = _ERRORS.get(reason, "18")
    return (code, _SERVICE_SEGMENT[reason]) if reason in _SERVICE_SEGMENT else (code,)


def application_error(reference, control, problems, date):
    """Return an APERAK message that tells why a message was not accepted.

    :param reference: our number for the answer.
    :param control: the interchange that it answers.
    :param problems: texts; what each says is cut into the 70 characters that FTX takes.
    :param date: when, in our local time.
    """
    segments = [
        Segment("BGM", ("313", reference, "27")),
        Segment("DTM", (("137", date.strftime("%Y%m%d%H%M"), "203"),)),
        Segment("RFF", (("ACW", control),)),
    ]
    for problem in problems:
        lines = [problem[at : at + 70] for at in range(0, len(problem), 70)][:5]
        segments += [Segment("ERC", ("ZZZ",)), Segment("FTX", _free_text(lines))]
    return Transaction("APERAK", segments=tuple(segments), version=APERAK_VERSION)


def _free_text(lines):
    return ("AAO", "", "", lines[0] if len(lines) == 1 else tuple(lines))


@reads("edifact", "CONTRL")
def read_syntax_acknowledgement(transaction, interchange, options):
    """Return the partner's answer to an interchange, then to each message it names."""
    control, answers = None, []
    for segment in transaction.segments:
        if segment.tag == "UCI":
            control = segment.text(1).strip()
            answers.append(_answer(segment, control, {}, action=4))
        elif segment.tag in ("UCM", "UCF") and control:
            place = 3 if segment.tag == "UCM" else 4
            names = _names(segment)
            answers.append(_answer(segment, control, names, action=place))
        elif segment.tag in ("UCS", "UCD") and answers:
            answers[-1]["problems"].append(_problem(segment))
    documents = [
        Acknowledgement(**{**answer, "problems": tuple(answer["problems"])})
        for answer in answers
    ]
    for document in documents:
        document.check()
    return documents


def _names(segment):
    if segment.tag == "UCF":
        return {"group_control": segment.text(1).strip() or None}
    return {
        "transaction_control": segment.text(1).strip() or None,
        "set_id": segment.text(2).strip()[:6] or None,
    }


def _answer(segment, control, names, *, action):
    error = segment.text(action + 1)
    where = segment.text(action + 2)
    found = f"{segment.tag}: error {error} {where}".strip()
    return {
        "kind": "CONTRL",
        "interchange_control": control,
        **names,
        "status": _STATUS.get(segment.text(action).strip(), "received"),
        "problems": [found[:500]] if error else [],
    }


def _problem(segment):
    place = "segment" if segment.tag == "UCS" else "element"
    code = segment.text(2) if segment.tag == "UCS" else segment.text(1)
    at = segment.text(1) if segment.tag == "UCS" else ":".join(segment.parts(2))
    return f"{place} {at}: error {code}"[:500]


@reads("edifact", "APERAK")
def read_application_acknowledgement(transaction, interchange, options):
    """Return what the partner's application says of a message.

    It names what it answers by RFF+ACW: our interchange's control number.
    """
    status, control, problems = "received", None, []
    for segment in transaction.segments:
        if segment.tag == "BGM":
            status = _application_status(segment)
        elif segment.tag == "RFF" and segment.text(1) == "ACW":
            control = segment.text(1, 2).strip()
        elif segment.tag == "ERC":
            problems.append(f"error {segment.text(1)}")
        elif segment.tag == "FTX":
            text = " ".join(segment.parts(4)) or segment.text(3)
            problems.append(text)
    answer = Acknowledgement(
        kind="APERAK",
        status=status,
        interchange_control=control and control[:35],
        problems=tuple(one[:500] for one in problems if one),
    )
    answer.check()
    return [answer]


def _application_status(bgm):
    if found := _RESPONSES.get(bgm.text(4).strip()):
        return found
    if found := _FUNCTIONS.get(bgm.text(3).strip()):
        return found
    return "rejected" if bgm.text(1).strip() == "313" else "received"

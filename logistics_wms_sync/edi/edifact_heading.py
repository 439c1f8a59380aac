# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the headings of EDIFACT warehouse messages share: numbers, texts, times, parties.

RFF AAJ names an instruction of ours and AAK an advice of ours, each with its revision as
the fourth component of C506 (4000). FTX ZZZ says what the standard has no element for.
"""

from textwrap import wrap

from odoo.addons.logistics_base.canonical.documents import Location
from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm_in,
    parties_in,
    text_in,
)

from .reading import fitting, identifier

#: Element 1225.
FUNCTIONS = {"original": "9", "change": "5", "cancel": "1"}
_READ_FUNCTIONS = {
    **{code: purpose for purpose, code in FUNCTIONS.items()},
    "": "original",
    "4": "change",
    "3": "cancel",
}
_LONGEST_NUMBER = 35
_LINE, _LINES_A_SEGMENT = 70, 5


def bgm(kind, number, function="9"):
    """Return BGM.

    :raise DecodeError: a number that does not fit: a cut one would name something else.
    """
    return Segment(
        "BGM", (kind, fitting(number, "BGM 1004", _LONGEST_NUMBER), function)
    )


def purpose_in(bgm_segment):
    """Return ``original``, ``change`` or ``cancel``.

    :raise DecodeError: a function nobody knows.
    """
    function = bgm_segment.text(3).strip()
    if function not in _READ_FUNCTIONS:
        raise DecodeError(
            "value", f"BGM 1225: {shown(function)} is no function we know"
        )
    return _READ_FUNCTIONS[function]


def ours(qualifier, number, revision=None):
    """Return [RFF] of a number of ours with its revision, [] without one."""
    if not number:
        return []
    told = (qualifier, fitting(number, f"RFF {qualifier}", _LONGEST_NUMBER))
    return [Segment("RFF", ((*told, "", str(revision)) if revision else told,))]


def ours_in(segments, *qualifiers):
    """Return (number, revision) of the first RFF with one of the qualifiers.

    :raise DecodeError: a revision that is none.
    """
    for qualifier in qualifiers:
        for one in segments:
            if one.tag == "RFF" and one.text(1) == qualifier and one.text(1, 2).strip():
                number = identifier(one.text(1, 2), f"RFF {qualifier}", 120)
                return number, _revision(one.text(1, 4).strip(), qualifier)
    return None, None


def others(references, *, order=None, delivery=None):
    """Return the references to other things than those that are told by themselves."""
    own = {("order", order), ("delivery", delivery)}
    return tuple(one for one in references if (one.type, one.value) not in own)


def _revision(told, qualifier):
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and 0 < int(told) < 10_000):
        raise DecodeError("value", f"RFF {qualifier}: {shown(told)} is no revision")
    return int(told)


def said(kind, text):
    """Return FTX segments of a text, cut between words, so many as it takes."""
    lines = wrap(text or "", _LINE)
    return [
        Segment("FTX", (kind, "", "", tuple(lines[start : start + _LINES_A_SEGMENT])))
        for start in range(0, len(lines), _LINES_A_SEGMENT)
    ]


def text_of(segments, *kinds):
    """Return what FTX segments of these kinds say, as much as we keep."""
    text = text_in(segments, *kinds)
    return text and text[:500].strip()


def marks(*words):
    """Return [FTX] that says in words of ours what the standard has no element for."""
    words = [word for word in words if word]
    return [Segment("FTX", ("ZZZ", "", "", tuple(words)))] if words else []


def marks_in(segments):
    """Return the words of FTX ZZZ segments."""
    return {
        part.strip().upper()
        for one in segments
        if one.tag == "FTX" and one.text(1) == "ZZZ"
        for part in one.parts(4)
    }


def coded_party(qualifier, code):
    """Return [NAD] of a party that is known by a code of ours, [] without one."""
    if not code:
        return []
    return [Segment("NAD", (qualifier, (fitting(code, "NAD 3039", 35), "", "91")))]


def code_of(segments, *qualifiers):
    """Return what the first of these parties is known by, None if there is none."""
    for qualifier in qualifiers:
        for one in segments:
            if one.tag == "NAD" and one.text(1).strip() == qualifier:
                if code := identifier(one.text(2), f"NAD {qualifier}"):
                    return code
    return None


def owner_in(segments):
    """Return whose goods those of a line are, None where they are the sender's."""
    return code_of(segments, "OW")


def moment_in(segments, qualifiers, options, *parties):
    """Return the time of the first DTM with one of the qualifiers, or None.

    Without a zone it is told by the clocks of the first of the parties.
    """
    found = dtm_in(
        segments, *qualifiers, place=_place(segments, parties), options=options
    )
    return found and found.utc


def _place(segments, qualifiers):
    told = parties_in(segments)
    party = next((told[one] for one in qualifiers if one in told), None)
    if party is None or not party.country:
        return None
    return Location(city=party.city, state=party.state, country=party.country)


def heading_of(segments):
    """Return what stands before the first CPS or LIN."""
    tags = [one.tag for one in segments]
    ends = [tags.index(tag) for tag in ("CPS", "LIN", "UNS") if tag in tags]
    return segments[: min(ends)] if ends else segments

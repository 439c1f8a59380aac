# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts that EDIFACT messages share: references, addresses, places, times, texts."""

from ...canonical.documents import Location, Reference
from ...canonical.parties import Party
from .envelope import Segment
from .moments import edifact_moment, edifact_time
from .segments import first, loops, unique

#: Element 1153 -> our reference types.
REFERENCE_TYPES = {
    "AAM": "bol",
    "AAS": "bol",
    "BM": "bol",
    "MB": "bol",
    "HWB": "bol",
    "AWB": "mawb",
    "MWB": "mawb",
    "BN": "booking",
    "CN": "pro",
    "EQ": "container",
    "SQ": "container",
    "CO": "order",
    "ON": "order",
    "VN": "order",
    "DQ": "delivery",
    "AAK": "delivery",
    "DM": "delivery",
    "CU": "customer",
    "CR": "customer",
    "AAO": "customer",
    "SI": "customer",
    "SRN": "customer",
    "FF": "customer",
    "IV": "invoice",
    "CW": "tracking",
}
_QUALIFIERS = {
    "bol": "BM",
    "mawb": "AWB",
    "booking": "BN",
    "pro": "CN",
    "container": "EQ",
    "order": "ON",
    "delivery": "DQ",
    "customer": "CU",
    "invoice": "IV",
    "tracking": "CW",
}


def reference_of(kind, value):
    """Return the :class:`Reference`; None for an empty number."""
    value = value.strip()[:120]
    return Reference(kind, value) if any(map(str.isalnum, value)) else None


def references_in(segments):
    """Return the references that RFF segments name, those we know the kind of."""
    return unique(
        reference_of(REFERENCE_TYPES[rff.text(1)], rff.text(1, 2))
        for rff in segments
        if rff.tag == "RFF" and rff.text(1) in REFERENCE_TYPES
    )


def rff(references):
    """Return RFF segments for our references."""
    return [
        Segment("RFF", ((_QUALIFIERS[one.type], one.value[:70]),))
        for one in references
        if one.type in _QUALIFIERS
    ]


def rff_value(segments, qualifier):
    """Return the number of the first RFF with a qualifier, "" if there is none."""
    return next(
        (
            one.text(1, 2).strip()
            for one in segments
            if one.tag == "RFF" and one.text(1) == qualifier
        ),
        "",
    )


def place_in(loc):
    """Return the :class:`Location` of a LOC: C517, C519 for its country."""
    code, name = loc.text(2).strip(), loc.text(2, 4).strip()
    if not (code or name):
        return None
    is_unlocode = len(code) == 5 and code[:2].isalpha() and code.isupper()
    country = loc.text(3).strip()
    if len(country) != 2:
        country = code[:2] if is_unlocode else ""
    return Location(
        name=name or (None if is_unlocode else code),
        unlocode=code if is_unlocode else None,
        country=country or None,
    )


def loc(qualifier, place):
    """Return [LOC] of a place, [] where it has no code."""
    if not place or not place.unlocode:
        return []
    return [Segment("LOC", (qualifier, (place.unlocode, "139", "6", place.name or "")))]


def dtm_in(segments, *qualifiers, place=None, options=None):
    """Return the ``Moment`` of the first DTM with one of the qualifiers, or None.

    The qualifiers are tried in their order.
    """
    for qualifier in qualifiers:
        for one in segments:
            if one.tag == "DTM" and one.text(1) == qualifier and one.text(1, 2):
                return edifact_moment(one.text(1, 2), one.text(1, 3), place, options)
    return None


def dtm(qualifier, when):
    """Return [DTM] of a time, [] without one."""
    return [Segment("DTM", ((qualifier, *edifact_time(when)),))] if when else []


def text_in(segments, *qualifiers):
    """Return the free text of FTX segments (C108, else C107 1) as one; None if none."""
    found = [
        " ".join(part.strip() for part in (one.parts(4) or one.parts(3)[:1]))
        for one in segments
        if one.tag == "FTX" and (not qualifiers or one.text(1) in qualifiers)
    ]
    return " ".join(text for text in found if text) or None


def ftx(qualifier, text):
    """Return [FTX] of a text cut to five lines of 70 (C108), [] without text."""
    lines = tuple((text or "")[start : start + 70] for start in range(0, 350, 70))
    lines = tuple(line for line in lines if line)
    return [Segment("FTX", (qualifier, "", "", lines))] if lines else []


def parties_in(segments):
    """Return {NAD qualifier: its :class:`Party`}, the first of each."""
    _head, found = loops(segments, "NAD")
    return {nad[0].text(1): _party(nad) for nad in reversed(found)}


def _party(segments):
    nad = segments[0]
    names = [part.strip() for part in (nad.parts(4) or nad.parts(3)) if part.strip()]
    streets = [part.strip() for part in nad.parts(5) if part.strip()]
    country = nad.text(9).strip()
    return Party(
        company=names[0][:120] if names else None,
        name=first(segments, "CTA").text(2, 2).strip()[:120] or None,
        street=streets[0] if streets else None,
        street2=", ".join(streets[1:]) or None,
        city=nad.text(6).strip() or None,
        state=nad.text(7).strip() or None,
        postcode=nad.text(8).strip() or None,
        country=country if len(country) == 2 else None,
        phone=_reached(segments, "TE"),
        email=_reached(segments, "EM"),
        partner_code=nad.text(2).strip() or None,
    )


def _reached(segments, kind):
    for segment in segments:
        if segment.tag == "COM" and segment.text(1, 2) == kind:
            return segment.text(1).strip() or None
    return None


def nad(qualifier, party):
    """Return NAD, CTA and COM of a party."""
    code = (party.partner_code, "", "91") if party.partner_code else ""
    name = (party.company or party.name or "-")[:35]
    streets = tuple(line[:35] for line in (party.street, party.street2) if line)
    address = (
        (party.city or "")[:35],
        (party.state or "")[:9],
        (party.postcode or "")[:17],
        party.country or "",
    )
    segments = [Segment("NAD", (qualifier, code, "", name, streets or "", *address))]
    reached = [(party.phone, "TE"), (party.email, "EM")]
    if party.name or any(value for value, _kind in reached):
        segments.append(Segment("CTA", ("IC", ("", (party.name or name)[:35]))))
    segments += [Segment("COM", ((v, kind),)) for v, kind in reached if v]
    return segments

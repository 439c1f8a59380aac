# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 214, Transportation Carrier Shipment Status Message (004010 to 008010).

Structure and codes after the published segment directories (AT7, MS1, MS2, L11, Q7, AT8
and elements 1650, 1651, 1652 and 623) and carriers' public implementation guides.
"""

from dataclasses import dataclass

from odoo.addons.logistics_base.canonical.documents import (
    Location,
    TrackingEvent,
)
from odoo.addons.logistics_base.canonical.vocabulary import REFERENCE_RANK
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.x12_parts import (
    l11,
    note_text,
    reference_of,
    references_in,
)

from .codes import code_for, codes_of

#: AT7-01 codes that tell what is expected, not what happened.
ESTIMATES = frozenset({"AG", "B6", "C1", "E1", "X2"})
#: AT7-02 and AT7-04: nothing out of the ordinary.
NORMAL = frozenset({"NS", "NA"})


@dataclass(slots=True, frozen=True)
class _Header:
    """What the transaction says for all of its LX loops."""

    references: tuple
    carrier: str | None
    multiple: bool


@reads("x12", "214")
def shipment_status(transaction, interchange, options):
    """Return a :class:`TrackingEvent` for each AT7.

    Numbers of an LX loop say which consignment it is about; where a transaction has
    several loops, they alone count. A status in AT7-01 has happened, or is estimated by
    its code; an appointment in AT7-03 is planned. Times are local to the MS1 city unless
    AT7-07 says otherwise.

    :raise DecodeError: an AT7 has no status or no time.
    """
    head, lines = loops(transaction.segments, "LX")
    b10 = first(head, "B10")
    own = (
        reference_of("CN", b10.text(1)),
        reference_of("BM", b10.text(2)),
        *references_in(head),
    )
    header = _Header(unique(own), b10.text(3).strip() or None, len(lines) > 1)
    # Older carriers put the status before any LX.
    lines = lines or [head]
    return [event for line in lines for event in _events(line, header, options)]


def _events(line, header, options):
    _start, statuses = loops(line, "AT7")
    references = _references(line, header)
    for status in statuses:
        yield _event(status, line, references, header, options)


def _references(line, header):
    own = references_in(line)
    if header.multiple and any(
        REFERENCE_RANK[one.type] < REFERENCE_RANK["customer"] for one in own
    ):
        return own
    return unique((*own, *header.references))


def _event(status, line, references, header, options):
    at7 = status[0]
    appointment = not at7.text(1).strip()
    code = at7.text(3 if appointment else 1).strip()
    if not code:
        raise DecodeError("missing", "AT7: neither a status nor an appointment")
    location = _location(first(status, "MS1"))
    when = x12_moment(at7.text(5), at7.text(6), at7.text(7), location, options)
    if when is None:
        raise DecodeError("missing", f"AT7 {code}: no date")
    estimated = code in ESTIMATES and not appointment
    event = TrackingEvent(
        references=references,
        raw_code=code,
        raw_reason=_reason(at7.text(4 if appointment else 2)),
        classifier=_classifier(appointment, estimated),
        occurred_at=when.utc,
        utc_offset_minutes=when.offset_minutes,
        time_assumed=when.assumed,
        location=location,
        description=_description(status, line),
        carrier=header.carrier,
    )
    if code == "AG":
        event.estimated_delivery = when.utc
    event.check()
    return event


def _classifier(appointment, estimated):
    if appointment:
        return "planned"
    return "estimated" if estimated else "actual"


def _reason(code):
    code = code.strip()
    return None if code in NORMAL else code or None


def _location(ms1):
    city, state, country = (ms1.text(place).strip() or None for place in (1, 2, 3))
    longitude = _degrees(ms1.text(4), ms1.text(6) == "W", 180)
    latitude = _degrees(ms1.text(5), ms1.text(7) == "S", 90)
    if longitude is None or latitude is None:
        longitude = latitude = None
    if not (city or state or country or latitude is not None):
        return None
    country = {"USA": "US", "CAN": "CA", "MEX": "MX"}.get(country, country)
    return Location(
        city=city,
        state=state,
        country=country if country and len(country) == 2 else _country_of(state),
        longitude=longitude,
        latitude=latitude,
    )


def _country_of(state):
    # MS1-03 is left out within the United States and Canada.
    canada = "AB BC MB NB NL NS NT NU ON PE QC SK YT".split()
    return None if not state else "CA" if state in canada else "US"


def _degrees(text, negative, most):
    """Return decimal degrees of DDDMMSS (elements 1654 and 1655), or of decimals."""
    text = text.strip()
    try:
        if "." in text:
            found = float(text)
        else:
            digits = text.lstrip("-").zfill(7)
            found = int(digits[:-4]) + int(digits[-4:-2]) / 60 + int(digits[-2:]) / 3600
    except ValueError:
        return None
    if not text or abs(found) > most:
        return None
    return -found if negative else round(found, 6)


def _description(status, line):
    parts = [_equipment(first(status, "MS2")), _exception(line), note_text(line)]
    return "; ".join(part for part in parts if part) or None


def _equipment(ms2):
    number = ms2.text(2).strip()
    return f"{ms2.text(1).strip()} {number}".strip() if number else None


def _exception(line):
    """Return lading exceptions (Q7) and the quantity (AT8) in words."""
    texts = [
        f"exception {q7.text(1)}: {q7.text(3)} {q7.text(2)}".strip()
        for q7 in line
        if q7.tag == "Q7" and q7.text(1)
    ]
    at8 = first(line, "AT8")
    if at8.text(3):
        unit = {"L": "lb", "K": "kg"}.get(at8.text(2), at8.text(2))
        texts.append(f"{at8.text(3)} {unit}")
    return ", ".join(texts) or None


@writes("x12", "214", "shipment.milestone")
def write_shipment_status(document, options):
    """Return the segments of a 214 with one status; its inverse is the reader."""
    code = document.raw_code or code_for("x12", "milestone", document.code)
    if not code:
        raise DecodeError("value", f"X12 214 has no status for {document.code}")
    by_type = {one.type: one.value for one in reversed(document.references)}
    pro = by_type.get("pro") or by_type.get("tracking") or ""
    own = by_type.get("bol") or by_type.get("order") or ""
    scac = document.carrier or options.get("scac") or ""
    return [
        Segment("B10", (pro, own, scac)),
        *l11(one for one in document.references if one.type not in ("pro", "bol")),
        Segment("LX", ("1",)),
        _at7(document, code),
        *_ms1(document.location),
        *_k1(document.description),
    ]


def _at7(document, code):
    date, time, zone = x12_time(document.occurred_at, document.location)
    appointment = code in ("AA", "AB")
    reason = document.raw_reason or _reason_code(document) or "NS"
    status = ("", "", code, "NA") if appointment else (code, reason, "", "")
    return Segment("AT7", (*status, date, time, zone))


def _reason_code(document):
    known = codes_of("x12")["reason"].items()
    return next((code for code, word in known if word == document.reason_code), None)


def _ms1(location):
    if not location or not (location.city or location.state):
        return []
    parts = (location.city, location.state, location.country)
    return [Segment("MS1", tuple(part or "" for part in parts))]


def _k1(text):
    return [Segment("K1", (text[:30], text[30:60]))] if text else []

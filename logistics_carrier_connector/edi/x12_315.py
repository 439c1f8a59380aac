# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""X12 315, Status Details (Ocean) (004010 to 008010).

B4 tells one status (element 157) of one container; N9 its numbers; R4 the ports with
expected (DTM 139) and actual (DTM 140) times. After ocean carriers' public
implementation guides.
"""

from dataclasses import replace

from odoo.addons.logistics_base.canonical.documents import (
    Location,
    Reference,
    TrackingEvent,
)
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops, unique
from odoo.addons.logistics_base.protocols.edi.x12_parts import n9, references_in

from .codes import code_for

#: B4-03 codes that tell what is expected, not what happened.
ESTIMATES = frozenset({"AG", "C", "E", "X2"})
PLANNED = frozenset({"AA", "AD"})
_PREFIX = "315:"
#: R4-01: ports whose expected time is worth an event of its own.
_EXPECTED = ("L", "D", "E")
_UNLOCODE = ("UN", "UL")


@reads("x12", "315")
def ocean_status(transaction, interchange, options):
    """Return the :class:`TrackingEvent` of B4, and those expected at the ports.

    Codes are spelled ``315:VD``, as element 157 is not the list of the 214. Expected
    times at the ports of loading and discharge and at the place of delivery come as
    estimated events; that of delivery is the estimated delivery, too.

    :raise DecodeError: no status or no time.
    """
    head, ports = loops(transaction.segments, "R4")
    b4 = first(head, "B4")
    code = b4.text(3).strip()
    if not code:
        raise DecodeError("missing", "B4-03: no status")
    location = _status_location(b4, ports)
    when = x12_moment(b4.text(4), b4.text(5)[:4], "", location, options)
    if when is None:
        raise DecodeError("missing", "B4-04: no date")
    event = TrackingEvent(
        references=_references(b4, head),
        raw_code=_PREFIX + code,
        classifier=_classifier(code),
        occurred_at=when.utc,
        utc_offset_minutes=when.offset_minutes,
        time_assumed=when.assumed,
        location=location,
        description=_vessel(head),
        carrier=_scac(head),
    )
    event.check()
    expected = [_expected(port, event, options) for port in ports]
    expected = [one for one in expected if one]
    delivery = [one for one in expected if one.raw_code.endswith(":E")]
    if delivery:
        event.estimated_delivery = delivery[0].occurred_at
    return [event, *expected]


def _classifier(code):
    if code in PLANNED:
        return "planned"
    return "estimated" if code in ESTIMATES else "actual"


def _references(b4, head):
    container = "".join(b4.text(place).strip() for place in (7, 8, 13))
    own = Reference("container", container) if len(container) > 9 else None
    return unique((own, *references_in(head)))


def _status_location(b4, ports):
    """Return where it happened: B4-11, with what the port of that code adds to it."""
    code, qualifier = b4.text(11).strip(), b4.text(12).strip()
    if not code:
        return None
    for port in ports:
        r4 = port[0]
        if r4.text(3).strip() == code and r4.text(2).strip() == qualifier:
            return _port(r4)
    if qualifier in _UNLOCODE and len(code) == 5:
        return Location(unlocode=code, country=code[:2])
    return Location(city=code) if qualifier == "CI" else Location(name=code)


def _port(r4):
    code, name = r4.text(3).strip(), r4.text(4).strip()
    unlocode = code if r4.text(2) in _UNLOCODE and len(code) == 5 else None
    country = r4.text(5).strip() or (unlocode or "")[:2]
    return Location(
        name=name or None,
        unlocode=unlocode,
        country=country if len(country) == 2 else None,
        state=r4.text(8).strip() or None,
    )


def _expected(port, event, options):
    """Return the event expected at a port; None if it is over or not told."""
    r4 = port[0]
    function = r4.text(1).strip()
    dtm = next((one for one in port if one.text(1) == "139" and one.tag == "DTM"), None)
    if function not in _EXPECTED or dtm is None:
        return None
    location = _port(r4)
    when = x12_moment(dtm.text(2), dtm.text(3)[:4], dtm.text(4), location, options)
    if when is None:
        return None
    return replace(
        event,
        raw_code=f"{_PREFIX}R4:{function}",
        classifier="estimated",
        occurred_at=when.utc,
        utc_offset_minutes=when.offset_minutes,
        time_assumed=when.assumed,
        location=location,
        estimated_delivery=when.utc if function == "E" else None,
    )


def _vessel(head):
    q2 = first(head, "Q2")
    vessel, voyage = q2.text(13).strip(), q2.text(9).strip()
    return " ".join(part for part in (vessel, voyage) if part) or None


def _scac(head):
    found = (one for one in head if one.tag == "N9" and one.text(1) == "SCA")
    return next((one.text(2).strip() for one in found), None)


@writes("x12", "315", "shipment.milestone")
def write_ocean_status(document, options):
    """Return the segments of a 315 with one status."""
    raw = document.raw_code or ""
    code = raw.removeprefix(_PREFIX) or code_for(
        "x12", "milestone", document.code, _PREFIX
    )
    if not code:
        raise DecodeError("value", f"X12 315 has no status for {document.code}")
    by_type = {one.type: one.value for one in reversed(document.references)}
    place = document.location
    date, time, _zone = x12_time(document.occurred_at, place)
    return [
        Segment("B4", ("", "", code, date, time, "", *_b4_place(by_type, place))),
        *n9(document.references),
        *_r4(place),
    ]


def _b4_place(by_type, place):
    container = by_type.get("container", "")
    unlocode = (place and place.unlocode) or ""
    return (
        container[:4],
        container[4:10],
        "L",
        "",
        unlocode,
        "UN" if unlocode else "",
        container[10:11],
    )


def _r4(place):
    if not place or not place.unlocode:
        return []
    names = (place.name or "", place.country or place.unlocode[:2])
    return [Segment("R4", ("5", "UN", place.unlocode, *names))]

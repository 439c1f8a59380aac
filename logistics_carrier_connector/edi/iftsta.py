# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""UN/EDIFACT IFTSTA, International Multimodal Status Report (D.96A to D.21B).

Each STS below a CNI is one event. What its code means is agreed with each partner:
Recommendation 24 where its agency is UN/ECE or GS1 or none, else the partner's own list.
"""

from odoo.addons.logistics_base.canonical.documents import TrackingEvent
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.protocols.edi import Segment, reads, writes
from odoo.addons.logistics_base.protocols.edi.edifact_parts import (
    dtm,
    dtm_in,
    ftx,
    loc,
    place_in,
    reference_of,
    references_in,
    rff,
    text_in,
)
from odoo.addons.logistics_base.protocols.edi.segments import loops, unique

from .codes import code_for, codes_of

#: C555 3055: who keeps the list. Codes of these are Recommendation 24.
_COMMON_AGENCIES = frozenset({"", "6", "9", "10", "ZZZ"})
#: DTM qualifiers of a status, what is most exact first: status change, actual arrival,
#: departure and delivery, effective.
_ACTUAL = ("334", "178", "186", "35", "7")
_ESTIMATED = ("132", "133", "17", "191")
_PLANNED = ("2", "69", "200")
#: LOC qualifiers of where a status happened, then of the consignment's way.
_PLACES = ("175", "14", "92", "5", "9", "11", "7", "1", "20", "8", "13")
#: LOC qualifiers of the destination whose estimated arrival is worth telling.
_DESTINATIONS = ("7", "8", "20")
#: Where TDT and EQD begin, other things than the status are told.
_BEYOND = ("TDT", "EQD", "GID")


@reads("edifact", "IFTSTA")
def status_report(transaction, interchange, options):
    """Return a :class:`TrackingEvent` for each STS.

    Option ``status_code``: ``status`` (default; C555 4405, with another agency's code
    in front: ``HS:VD``), ``category:status`` or ``status:reason`` where a partner tells
    apart by them; what is not in the code map under that spelling is looked up under the
    plain one.

    :raise DecodeError: a status has no code or no time.
    """
    head, consignments = loops(transaction.segments, "CNI")
    # Some partners leave CNI out where there is only one.
    consignments = consignments or [list(transaction.segments)]
    several = len(consignments) > 1
    return [
        event
        for consignment in consignments
        for event in _events(head, consignment, several, options)
    ]


def _events(head, consignment, several, options):
    above, statuses = loops(consignment, "STS")
    own = _consignment_references(consignment[0], above)
    shared = () if several and own else references_in(head)
    for status in statuses:
        yield _event(head, above, status, unique((*own, *shared)), options)


def _consignment_references(cni, above):
    number = cni.text(2).strip() if cni.tag == "CNI" else ""
    return unique((reference_of("bol", number), *references_in(above)))


def _event(head, above, status, shared, options):
    sts, *rest = status
    until = next((at for at, one in enumerate(rest) if one.tag in _BEYOND), len(rest))
    own = rest[:until]
    raw, *alternatives = _codes(sts, options)
    location = _place(own) or _place(above)
    when, classifier = _when(own, above, head, location, options)
    if when is None:
        raise DecodeError("missing", f"STS {raw}: no DTM tells when")
    event = TrackingEvent(
        references=_all_references(status, shared),
        raw_code=raw,
        raw_code_alternatives=tuple(alternatives),
        raw_description=sts.text(2, 4).strip() or None,
        raw_reason=sts.text(3).strip() or None,
        classifier=classifier,
        occurred_at=when.utc,
        utc_offset_minutes=when.offset_minutes,
        time_assumed=when.assumed,
        location=location,
        description=text_in(own),
        estimated_delivery=_estimated_delivery(rest[until:], options),
        carrier=_carrier(head),
    )
    event.check()
    return event


def _codes(sts, options):
    """Return the spellings under which the code map may know a status."""
    code, agency = sts.text(2).strip(), sts.text(2, 3).strip()
    if not code:
        raise DecodeError("missing", "STS: no status code (C555)")
    own = code if agency in _COMMON_AGENCIES else f"{agency}:{code}"
    wanted = options.get("status_code") or "status"
    if wanted == "category:status" and sts.text(1):
        return f"{sts.text(1)}:{own}", own
    if wanted == "status:reason" and sts.text(3):
        return f"{own}:{sts.text(3)}", own
    return (own,)


def _all_references(status, shared):
    own = _references(status)
    # The consignment's other containers are not the one this is about.
    if any(one.type == "container" for one in own):
        shared = [one for one in shared if one.type != "container"]
    return unique((*own, *shared))


def _references(status):
    equipment = [
        reference_of("container", one.text(2))
        for one in status
        if one.tag == "EQD" and one.text(1) in ("CN", "")
    ]
    packages = [
        reference_of("sscc", value)
        for one in status
        if one.tag == "GIN" and one.text(1) == "BJ"
        for value in one.parts(2)[:1]
    ]
    # A number for each of several packages would name one of them only.
    packages = packages if len(packages) == 1 else []
    return unique((*packages, *equipment, *references_in(status)))


def _place(segments):
    places = {one.text(1): one for one in reversed(segments) if one.tag == "LOC"}
    found = next((places[code] for code in _PLACES if code in places), None)
    return place_in(found) if found else None


def _when(own, above, head, location, options):
    for segments in (own, above):
        for classifier, qualifiers in (
            ("actual", _ACTUAL),
            ("estimated", _ESTIMATED),
            ("planned", _PLANNED),
        ):
            found = dtm_in(segments, *qualifiers, place=location, options=options)
            if found:
                return found, classifier
    # Of a report without times its own is the latest at which it can be so.
    return dtm_in(head, "137", place=location, options=options), "actual"


def _estimated_delivery(transport, options):
    """Return when the goods are expected at the place of delivery (TDT, LOC, DTM)."""
    _head, places = loops(transport, "LOC")
    for place in places:
        if place[0].text(1) in _DESTINATIONS:
            where = place_in(place[0])
            found = dtm_in(place, "132", "17", "191", place=where, options=options)
            if found:
                return found.utc
    return None


def _carrier(head):
    for one in head:
        if one.tag == "NAD" and one.text(1) == "CA":
            return one.text(2).strip() or one.text(4).strip() or None
    return None


@writes("edifact", "IFTSTA", "shipment.milestone")
def write_status_report(document, options):
    """Return the segments of an IFTSTA with one status (Recommendation 24)."""
    code = document.raw_code or code_for("edifact", "milestone", document.code)
    if not code:
        raise DecodeError("value", f"IFTSTA has no status for {document.code}")
    number = (document.id or document.references[0].value)[:35]
    reasons = codes_of("edifact")["reason"].items()
    reason = document.raw_reason or next(
        (known for known, word in reasons if word == document.reason_code), ""
    )
    consignment = next((r for r in document.references if r.type == "bol"), None)
    others = [one for one in document.references if one is not consignment]
    qualifier = "132" if document.classifier == "estimated" else "334"
    return [
        Segment("BGM", ("23", number, "9")),
        *dtm("137", options.get("now") or document.occurred_at),
        Segment("CNI", ("1", consignment.value if consignment else "")),
        Segment("STS", ("1", (code, "", "9"), (reason, "", "9") if reason else "")),
        *rff(others),
        *dtm(qualifier, document.occurred_at),
        *ftx("AAI", document.description),
        *loc("175", document.location),
    ]

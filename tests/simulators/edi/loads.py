# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the partner is asked to carry, read out of X12 204 and EDIFACT IFTMIN/IFTMBF.

It reads what it needs itself, not by the suite's readers, so that each proves the other.
"""

from dataclasses import asdict, dataclass, field

#: Element 1001 and C002 1000 of an offer that may be declined.
_OFFER = "TENDER"
_CANCELLED = {"204": ("01",), "IFTMIN": ("1", "3"), "IFTMBF": ("1", "3")}


@dataclass(slots=True, kw_only=True)
class Load:
    """A load as the partner has it on its books.

    :ivar number: the customer's, by which all answers name it.
    :ivar is_offer: it may be declined.
    :ivar is_called_off: the message calls the load off.
    :ivar weight: kg.
    :ivar parties: (sender, receiver) of the interchange: (id, qualifier) each.
    """

    number: str
    standard: str
    set_id: str
    is_offer: bool
    is_called_off: bool
    ship_from: dict
    ship_to: dict
    weight: float = 0.0
    scac: str = ""
    version: str = ""
    parties: list = field(default_factory=list)
    references: list = field(default_factory=list)

    def as_json(self):
        """Return what goes into the ledger."""
        return asdict(self)


def loads_in(interchange):
    """Yield the Load of each transaction that asks to carry something."""
    readers = {"204": _x12, "IFTMIN": _edifact, "IFTMBF": _edifact}
    parties = [list(interchange.sender), list(interchange.receiver)]
    for group, transaction in interchange.transactions():
        if reader := readers.get(transaction.set_id):
            load = reader(transaction)
            load.parties = parties
            load.version = transaction.version or group.version
            yield load


def _first(segments, tag, position=None, value=None):
    for segment in segments:
        if segment.tag == tag and (position is None or segment.text(position) == value):
            return segment
    return None


def _text(segments, tag, position, component=1):
    found = _first(segments, tag)
    return found.text(position, component).strip() if found else ""


def _x12(transaction):
    segments = transaction.segments
    total = _first(segments, "L3")
    weight = float((total and total.text(1)) or 0)
    if total and total.text(12) == "L":
        weight *= 0.45359237
    return Load(
        number=_text(segments, "B2", 4),
        standard="x12",
        set_id="204",
        is_offer=True,
        is_called_off=_text(segments, "B2A", 1) in _CANCELLED["204"],
        ship_from=_n1(segments, "SH", "SF"),
        ship_to=_n1(segments, "CN", "ST"),
        weight=weight,
        scac=_text(segments, "B2", 2),
        references=[
            [one.text(2), one.text(1)]
            for one in segments
            if one.tag == "L11" and one.text(2) in ("PO", "DO", "CR", "BM")
        ],
    )


def _n1(segments, *entities):
    """Return the address of the first N1 loop of one of these entities."""
    for position, segment in enumerate(segments):
        if segment.tag == "N1" and segment.text(1) in entities:
            place = _first(segments[position:], "N4")
            if place:
                return {
                    "name": segment.text(2),
                    "city": place.text(1),
                    "state": place.text(2) or None,
                    "postcode": place.text(3) or None,
                    "country": place.text(4) or "US",
                }
    return {"city": "", "country": ""}


def _edifact(transaction):
    segments = transaction.segments
    weight = _first(segments, "CNT", 1, "7")
    return Load(
        number=_text(segments, "BGM", 2),
        standard="edifact",
        set_id=transaction.set_id,
        is_offer=_text(segments, "BGM", 1, 4) == _OFFER,
        is_called_off=_text(segments, "BGM", 3) in _CANCELLED[transaction.set_id],
        ship_from=_nad(segments, "CZ"),
        ship_to=_nad(segments, "CN"),
        weight=float((weight and weight.text(1, 2)) or 0),
        references=[
            [one.text(1), one.text(1, 2)]
            for one in segments
            if one.tag == "RFF" and one.text(1) in ("ON", "DQ", "CU", "BM")
        ],
    )


def _nad(segments, qualifier):
    found = _first(segments, "NAD", 1, qualifier)
    if not found:
        return {"city": "", "country": ""}
    return {
        "name": found.text(4),
        "city": found.text(6),
        "state": found.text(7) or None,
        "postcode": found.text(8) or None,
        "country": found.text(9) or None,
    }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Parts that X12 transaction sets share: references, addresses, remarks."""

from ...canonical.documents import Location, Reference
from ...canonical.parties import Party
from .envelope import Segment
from .segments import first, unique

#: Element 128, as it occurs in N9, L11 and OID -> our reference types.
REFERENCE_TYPES = {
    "2I": "tracking",
    "BM": "bol",
    "MB": "bol",
    "OB": "bol",
    "CN": "pro",
    "BN": "booking",
    "EQ": "container",
    "OC": "container",
    "AW": "mawb",
    "MA": "mawb",
    "PO": "order",
    "CO": "order",
    "DO": "delivery",
    "DJ": "delivery",
    "CR": "customer",
    "SI": "customer",
    "IV": "invoice",
    "0L": "sscc",
}
#: Segments that name a contact -> where they tell how it is reached.
_CONTACTS = {"G61": (3,), "PER": (3, 5, 7)}
_QUALIFIERS = {
    "tracking": "2I",
    "bol": "BM",
    "pro": "CN",
    "booking": "BN",
    "container": "EQ",
    "mawb": "MA",
    "order": "PO",
    "delivery": "DO",
    "customer": "CR",
    "invoice": "IV",
    "sscc": "0L",
}


def reference_of(qualifier, value):
    """Return the :class:`Reference` of a qualified number; None for an empty one."""
    value = value.strip()[:120]
    if not any(char.isalnum() for char in value):
        return None
    return Reference(REFERENCE_TYPES.get(qualifier.strip(), "other"), value)


def references_in(segments):
    """Return the references that N9 (qualifier first) and L11 (number first) name.

    What no shipment is known by (dates, text, sequence numbers) is left out.
    """
    found = []
    for segment in segments:
        if segment.tag == "N9":
            found.append((segment.text(1), segment.text(2)))
        elif segment.tag == "L11":
            found.append((segment.text(2), segment.text(1)))
    return unique(
        reference_of(qualifier, value)
        for qualifier, value in found
        if qualifier.strip() in REFERENCE_TYPES
    )


def l11(references):
    """Return L11 segments for our references, those without a qualifier left out."""
    return [
        Segment("L11", (reference.value[:30], _QUALIFIERS[reference.type]))
        for reference in references
        if reference.type in _QUALIFIERS
    ]


def n9(references):
    """Return N9 segments for our references."""
    return [
        Segment("N9", (_QUALIFIERS[reference.type], reference.value[:30]))
        for reference in references
        if reference.type in _QUALIFIERS
    ]


def party_in(segments):
    """Return the :class:`Party` of an N1 loop: N1, N3, N4, G61 or PER."""
    n1, n4 = first(segments, "N1"), first(segments, "N4")
    streets = [t for n3 in segments if n3.tag == "N3" for t in (n3.text(1), n3.text(2))]
    streets = [text.strip() for text in streets if text.strip()]
    contact = next((one for one in segments if one.tag in _CONTACTS), n1)
    return Party(
        company=n1.text(2).strip()[:120] or None,
        name=contact.text(2).strip()[:120] or None if contact is not n1 else None,
        street=streets[0] if streets else None,
        street2=", ".join(streets[1:]) or None,
        city=n4.text(1).strip() or None,
        state=n4.text(2).strip() or None,
        postcode=n4.text(3).strip() or None,
        country=_country(n4),
        phone=_reached(segments, "TE"),
        email=_reached(segments, "EM"),
        partner_code=n1.text(4).strip() or None,
    )


def _country(n4):
    code = n4.text(4).strip().upper()
    if code in ("USA", "CAN", "MEX"):
        return {"USA": "US", "CAN": "CA", "MEX": "MX"}[code]
    if len(code) == 2:
        return code
    # Within North America the country is often left out.
    return "US" if n4.text(2).strip() and n4.text(3).strip()[:5].isdigit() else None


def _reached(segments, kind):
    for segment in segments:
        for at in _CONTACTS.get(segment.tag, ()):
            if segment.text(at) == kind:
                return segment.text(at + 1).strip() or None
    return None


def place_of(party):
    """Return the place of a party, to tell its clock by."""
    return Location(city=party.city, state=party.state, country=party.country)


def n1_loop(entity, party, contact_tag="G61"):
    """Return N1, N3, N4 and G61 of a party.

    :param contact_tag: PER in sets whose N1 loop holds that instead.
    """
    name = party.company or party.name or "-"
    qualified = ("93", party.partner_code) if party.partner_code else ()
    segments = [Segment("N1", (entity, name[:60], *qualified))]
    streets = [line[:55] for line in (party.street, party.street2) if line]
    if streets:
        segments.append(Segment("N3", tuple(streets)))
    segments.append(
        Segment(
            "N4",
            (
                (party.city or "")[:30],
                (party.state or "")[:2],
                (party.postcode or "")[:15],
                party.country or "",
            ),
        )
    )
    return segments + list(_CONTACT_WRITERS[contact_tag](party))


def _g61(party):
    contact = (party.name or party.company or "-")[:60]
    if party.phone:
        yield Segment("G61", ("IC", contact, "TE", party.phone))
    if party.email:
        yield Segment("G61", ("IC", contact, "EM", party.email))


def _per(party):
    reached = [(k, v) for k, v in (("TE", party.phone), ("EM", party.email)) if v]
    if reached or party.name and party.company:
        contact = (party.name or party.company or "-")[:60]
        numbers = [element for pair in reached for element in pair]
        yield Segment("PER", ("IC", contact, *numbers))


_CONTACT_WRITERS = {"G61": _g61, "PER": _per}


def note_text(segments):
    """Return the remarks in K1 and NTE segments as one text, None if there are none."""
    texts = []
    for segment in segments:
        if segment.tag == "K1":
            texts += [segment.text(1), segment.text(2)]
        elif segment.tag == "NTE":
            texts.append(segment.text(2))
    return " ".join(text.strip() for text in texts if text.strip()) or None

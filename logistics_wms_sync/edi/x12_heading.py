# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the headings of X12 warehouse sets share: parties, times, remarks, revisions."""

from textwrap import wrap

from odoo.addons.logistics_base.mapping.errors import DecodeError, shown
from odoo.addons.logistics_base.protocols.edi import Segment
from odoo.addons.logistics_base.protocols.edi.moments import x12_moment, x12_zoned_time
from odoo.addons.logistics_base.protocols.edi.segments import first, loops
from odoo.addons.logistics_base.protocols.edi.x12_parts import party_in, place_of

from .reading import identifier
from .x12_goods import LONGEST_NUMBER, text_of

_ADDRESS = ("N1", "N2", "N3", "N4", "PER")
_LONGEST_NOTE = 80


def coded_party(entity, code):
    """Return [N1] of a party that is known by a code of its own, [] without one."""
    if not code:
        return []
    return [Segment("N1", (entity, code[:60], "92", code))]


def is_scac(text):
    """Whether this is a Standard Carrier Alpha Code."""
    return 2 <= len(text) <= 4 and text.isascii() and text.isalpha() and text.isupper()


def dated(date_qualifier, time_qualifier, when, zone):
    """Return [G62] of a time on the clocks of a zone, [] without one."""
    if not when:
        return []
    date, time, code = x12_zoned_time(when, zone)
    return [Segment("G62", (date_qualifier, date, time_qualifier, time, code))]


def noted(kind, text):
    """Return NTE segments of a text, cut between words."""
    return [Segment("NTE", (kind, line)) for line in wrap(text or "", _LONGEST_NOTE)]


def parted(head):
    """Return (segments of the heading, {entity: its N1 loop})."""
    before, found = loops(head, "N1")
    heading, parties = list(before), {}
    for one in found:
        # N1 loops end where anything else than an address begins.
        inner = [s for s in one if s.tag in _ADDRESS]
        parties.setdefault(one[0].text(1).strip(), inner)
        heading += [s for s in one if s not in inner]
    return heading, parties


def revision_in(segments):
    """Return the revision that N9 V0 tells, the first if none is told."""
    told = text_of(segments, "V0")
    if told is None:
        return 1
    if not (told.isascii() and told.isdigit() and len(told) < 5 and int(told)):
        raise DecodeError("value", f"N9 V0: {shown(told)} is no revision")
    return int(told)


def order_in(text):
    """Return the number of an order, None for an empty one."""
    return identifier(text, "order", LONGEST_NUMBER)


def code_of(parties, *entities):
    """Return what the first of these parties is known by, None if there is none."""
    for entity in entities:
        n1 = first(parties.get(entity, ()), "N1")
        if code := identifier(n1.text(4) or n1.text(2), f"N1 {entity}"):
            return code
    return None


def name_of(parties, entity):
    """Return the name of a party, None if there is none."""
    return first(parties.get(entity, ()), "N1").text(2).strip() or None


def moment_in(segments, qualifiers, place, options):
    """Return the time of the first G62 with one of the qualifiers, or None."""
    for qualifier in qualifiers:
        for g62 in segments:
            if g62.tag == "G62" and g62.text(1).strip() == qualifier:
                texts = (g62.text(2), g62.text(4), g62.text(5))
                if found := x12_moment(*texts, place, options):
                    return found.utc
    return None


def moment_on(date, place, options, time=""):
    """Return a time on the clocks of a place, None without a day."""
    found = x12_moment(date, time, "", place, options)
    return found and found.utc


def place_in(parties, *entities):
    """Return the place of the first of these parties that is told, or None."""
    found = next((parties[one] for one in entities if one in parties), None)
    return place_of(party_in(found)) if found else None

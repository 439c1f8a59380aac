# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Karrio tells a place as one text: "BERLIN, BE, 10115, DE"."""

from odoo.addons.logistics_base.canonical.documents import Location
from odoo.addons.logistics_base.mapping.places import zone_of_place

_MINUTE = 60


def location_of(text, latitude=None, longitude=None):
    """Return the Location of Karrio's text; the last part is the country if it is one.

    Parts that cannot be told apart stay in the name, which is the text itself.
    """
    parts = [part.strip() for part in (text or "").split(",") if part.strip()]
    country = parts.pop() if parts and _is_country(parts[-1]) else None
    digits = [part for part in parts if any(c.isdigit() for c in part)]
    states = [p for p in parts[1:] if p not in digits and len(p) <= 3 and p.isupper()]
    return Location(
        name=text,
        city=parts[0] if parts and parts[0] not in digits else None,
        state=states[0] if states else None,
        postcode=digits[0] if digits and country else None,
        country=country,
        latitude=latitude,
        longitude=longitude,
    )


def offset_at(location, wall):
    """Return the UTC offset in minutes of a place at its wall-clock time, or None."""
    found = zone_of_place(location)
    if found is None or not found.certain:
        return None
    return int(wall.replace(tzinfo=found.zone).utcoffset().total_seconds() // _MINUTE)


def _is_country(text):
    return len(text) == 2 and text.isalpha() and text.isupper()

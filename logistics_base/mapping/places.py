# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which clock a place lives by, and which country a partner means.

Zones are read from the data that pytz brings along, because bare systems have none.
"""

from datetime import tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytz
from babel import Locale
from babel.core import get_global

from .place_zones import ONE_CLOCK, PORTS, STATES

try:
    from tzfpy import get_tz as _zone_at
except ImportError:  # optional: coordinates then tell no zone
    _zone_at = None


class PlaceZone(NamedTuple):
    """``certain`` is False where a country has several clocks and this is its main."""

    zone: tzinfo
    certain: bool


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, None if there is none of that name."""
    if name not in pytz.all_timezones_set:
        return None
    with pytz.open_resource(name) as stream:
        return ZoneInfo.from_file(stream, key=name)


def zone_of_place(place) -> PlaceZone | None:
    """Tell the zone from coordinates, UN/LOCODE, country and state, in this order.

    :param place: anything with the attributes of a canonical location.
    """
    if place is None:
        return None
    at = _zone_of_coordinates(place.latitude, place.longitude)
    return at or _zone_of_address(place.country, place.state, place.unlocode)


def _zone_of_coordinates(latitude, longitude):
    if _zone_at is None or latitude is None or longitude is None:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    # 0, 0 lies in the sea: it is how partners write "not known".
    if latitude == longitude == 0:
        return None
    zone = zone_named(_zone_at(longitude, latitude) or "")
    return zone and PlaceZone(zone, True)


@lru_cache(maxsize=4096)
def _zone_of_address(country, state, unlocode):
    unlocode = (unlocode or "").replace(" ", "").upper()
    if unlocode in PORTS:
        return PlaceZone(zone_named(PORTS[unlocode]), True)
    country = country_code(country) or unlocode[:2]
    zone = STATES.get(country, {}).get((state or "").strip().upper())
    if zone:
        return PlaceZone(zone_named(zone), True)
    if country in ONE_CLOCK:
        return PlaceZone(zone_named(ONE_CLOCK[country]), True)
    return _zone_of_country(country)


def _zone_of_country(country):
    zones = pytz.country_timezones.get(country)
    if not zones:
        return None
    return PlaceZone(zone_named(zones[0]), len(zones) == 1)


def country_code(text: str | None) -> str | None:
    """Return ISO 3166-1 alpha-2 for alpha-2, alpha-3 or an English name.

    None for what names no country: nothing is guessed.
    """
    if not text:
        return None
    wanted = text.strip().upper()
    if wanted in pytz.country_names:
        return wanted
    code = _countries().get(wanted)
    return code if code in pytz.country_names else None


@lru_cache(maxsize=1)
def _countries():
    names = {name.upper(): code for code, name in Locale("en").territories.items()}
    countries = {name: code for name, code in names.items() if len(code) == 2}
    countries |= {name.upper(): code for code, name in pytz.country_names.items()}
    # CLDR keeps alpha-3 and numeric codes as aliases of the alpha-2 ones.
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) <= 3 and len(codes) == 1:
            countries[alias.upper()] = codes[0]
    return countries

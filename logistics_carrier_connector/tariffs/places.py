# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which places an area or a zone holds."""

from functools import lru_cache
from typing import NamedTuple

from .phrases import _
from .postcodes import PostcodeSet, normalized
from .rating import NotRated

#: Lanes whose zone is remembered: goods go the same ways again and again.
LANES = 8192
#: Zones are looked up by so many characters of the postcode, and so many such
#: beginnings are remembered.
START = 3
MOST_STARTS = 10_000


class Place(NamedTuple):
    """What of an address decides about its zone, as it is compared."""

    country: str
    state: str
    postcode: str

    @classmethod
    def of(cls, party):
        """Return the place of a Party."""
        return cls(
            (party.country or "").upper(),
            (party.state or "").upper(),
            normalized(party.postcode),
        )


class CompiledArea:
    """Answers quickly whether a party lives in the area."""

    __slots__ = ("countries", "_states", "_postcodes", "is_anywhere")

    def __init__(self, area):
        self.countries = frozenset(code.upper() for code in area.countries)
        self._states = frozenset(code.upper() for code in area.states)
        self._postcodes = PostcodeSet(area.postcodes)
        self.is_anywhere = not (self.countries or self._states or self._postcodes)

    def may_hold(self, country, start):
        """Whether it may hold an address there whose postcode begins so."""
        return (not self.countries or country in self.countries) and (
            self._postcodes.may_begin(start)
        )

    def holds(self, place):
        """Tell it of a :class:`Place`."""
        return (
            self.is_anywhere
            or (not self.countries or place.country in self.countries)
            and (not self._states or place.state in self._states)
            and (not self._postcodes or place.postcode in self._postcodes)
        )


class ZoneTable:
    """The zones of a tariff, found by where from and where to."""

    def __init__(self, zones):
        self._zones = [
            (zone, CompiledArea(zone.origin), CompiledArea(zone.destination))
            for zone in zones
        ]
        self._nearby = {}
        self._zone_of = lru_cache(LANES)(self._look_up)

    def find(self, sender, receiver):
        """Return the first zone that holds both parties.

        :raise NotRated: where there is none, saying where it was meant to go.
        """
        origin, destination = Place.of(sender), Place.of(receiver)
        if zone := self._zone_of(origin, destination):
            return zone
        if not destination.postcode and self._zones:
            raise NotRated(
                _(
                    "no zone for %(country)s: the address has no postcode",
                    country=receiver.country or "?",
                )
            )
        raise NotRated(
            _(
                "no zone from %(origin)s to %(destination)s",
                origin=_place(sender),
                destination=_place(receiver),
            )
        )

    def _look_up(self, sender, receiver):
        near = self._near(receiver.country, receiver.postcode[:START])
        return next(
            (
                zone
                for zone, origin, destination in near
                if destination.holds(receiver) and origin.holds(sender)
            ),
            None,
        )

    def _near(self, country, start):
        """Return the zones that may lead there, in their order."""
        found = self._nearby.get((country, start))
        if found is None:
            if len(self._nearby) >= MOST_STARTS:
                self._nearby = {}
            found = self._nearby[country, start] = [
                row for row in self._zones if row[2].may_hold(country, start)
            ]
        return found


def _place(party):
    return " ".join(part for part in (party.country, party.postcode) if part) or "?"

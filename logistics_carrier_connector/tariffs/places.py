# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which places an area or a zone holds."""

from .phrases import _
from .postcodes import PostcodeSet, normalized
from .rating import NotRated


class CompiledArea:
    """Answers quickly whether a party lives in the area."""

    __slots__ = ("countries", "_states", "_postcodes", "is_anywhere")

    def __init__(self, area):
        self.countries = frozenset(code.upper() for code in area.countries)
        self._states = frozenset(code.upper() for code in area.states)
        self._postcodes = PostcodeSet(area.postcodes)
        self.is_anywhere = not (self.countries or self._states or self._postcodes)

    def holds(self, party, postcode):
        """Tell it of a Party and its normalized postcode."""
        return (
            self.is_anywhere
            or (not self.countries or (party.country or "").upper() in self.countries)
            and (not self._states or (party.state or "").upper() in self._states)
            and (not self._postcodes or postcode in self._postcodes)
        )


class ZoneTable:
    """The zones of a tariff, found by where from and where to."""

    def __init__(self, zones):
        self._zones = [
            (zone, CompiledArea(zone.origin), CompiledArea(zone.destination))
            for zone in zones
        ]
        self._by_country = {}

    def find(self, sender, receiver):
        """Return the first zone that holds both parties.

        :raise NotRated: where there is none, saying where it was meant to go.
        """
        from_postcode = normalized(sender.postcode)
        to_postcode = normalized(receiver.postcode)
        for zone, origin, destination in self._to((receiver.country or "").upper()):
            if destination.holds(receiver, to_postcode) and origin.holds(
                sender, from_postcode
            ):
                return zone
        if not to_postcode and self._zones:
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

    def _to(self, country):
        """Return the zones that may lead to a country, in their order."""
        found = self._by_country.get(country)
        if found is None:
            found = self._by_country[country] = [
                row
                for row in self._zones
                if not row[2].countries or country in row[2].countries
            ]
        return found


def _place(party):
    return " ".join(part for part in (party.country, party.postcode) if part) or "?"

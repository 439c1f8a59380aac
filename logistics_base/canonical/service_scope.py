# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which service level applies: of those that match, the most specific one."""

from dataclasses import dataclass, fields
from typing import NamedTuple


class Subject(NamedTuple):
    """What a service level may apply to, as far as the choice goes.

    :ivar customers: ids of the customer and of the company it belongs to.
    :ivar origin: country code; so is ``destination``.
    :ivar severity: of the exception, where it is about one.
    """

    customers: frozenset = frozenset()
    warehouse: str | None = None
    origin: str | None = None
    origin_postcode: str | None = None
    destination: str | None = None
    destination_postcode: str | None = None
    service: str | None = None
    carrier: int | None = None
    mode: str | None = None
    direction: str | None = None
    exception_type: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """To what a service level applies; what is empty applies to everything.

    The order of the fields is the order of weight: who names the customer wins over who
    names a warehouse, however many other things that one names.
    """

    customers: frozenset = frozenset()
    severities: frozenset = frozenset()
    exception_types: frozenset = frozenset()
    warehouses: frozenset = frozenset()
    destination_zones: tuple = ()
    origin_zones: tuple = ()
    destinations: frozenset = frozenset()
    origins: frozenset = frozenset()
    services: frozenset = frozenset()
    carriers: frozenset = frozenset()
    modes: frozenset = frozenset()
    directions: frozenset = frozenset()
    domain: str | None = None

    def weight(self):
        """Return what to sort by: the heavier, the more specific."""
        return tuple(bool(getattr(self, field.name)) for field in fields(self))

    def covers(self, subject):
        """Tell whether it applies, as far as can be told without its domain."""
        if self.customers and self.customers.isdisjoint(subject.customers):
            return False
        return (
            _holds(self.severities, subject.severity)
            and _holds(self.exception_types, subject.exception_type)
            and _holds(self.warehouses, subject.warehouse)
            and _holds(self.destinations, subject.destination)
            and _holds(self.origins, subject.origin)
            and _holds(self.services, subject.service)
            and _holds(self.carriers, subject.carrier)
            and _holds(self.modes, subject.mode)
            and _holds(self.directions, subject.direction)
            and _lies_in(self.destination_zones, subject.destination_postcode)
            and _lies_in(self.origin_zones, subject.origin_postcode)
        )


def _holds(wanted, value):
    return not wanted or value in wanted


def _lies_in(prefixes, postcode):
    """Tell whether a postcode begins with one of the prefixes."""
    if not prefixes:
        return True
    return bool(postcode) and plain_postcode(postcode).startswith(prefixes)


def plain_postcode(text):
    """Return a postcode as it is compared: without spaces and dashes, in capitals."""
    return "".join(text.split()).replace("-", "").upper()

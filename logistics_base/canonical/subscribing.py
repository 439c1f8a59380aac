# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which subscribers want which events, found without asking each of them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple


class Fact(NamedTuple):
    """What of an event subscribers choose by; None where it has none."""

    type: str
    company: int
    customer: int | None = None
    carrier: int | None = None
    environment: str | None = None
    direction: str | None = None
    code: str | None = None
    origin: str | None = None
    destination: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What one subscriber wants; an empty set stands for anything.

    :ivar environment: events of the other environment are not for it.
    :ivar codes: milestone codes; events that bear none pass.
    """

    id: int
    company: int
    types: frozenset
    environment: str | None = None
    customers: frozenset = frozenset()
    carriers: frozenset = frozenset()
    directions: frozenset = frozenset()
    codes: frozenset = frozenset()
    origins: frozenset = frozenset()
    destinations: frozenset = frozenset()

    def match(self, fact):
        """Tell whether an event of one of the types and customers is wanted."""
        return (
            (not self.carriers or fact.carrier in self.carriers)
            and (not self.directions or fact.direction in self.directions)
            and (not self.codes or fact.code is None or fact.code in self.codes)
            and (not self.origins or fact.origin in self.origins)
            and (not self.destinations or fact.destination in self.destinations)
            and self.environment in (None, fact.environment or self.environment)
        )


class Index:
    """The wants of all subscribers, by company, event type and customer.

    A thousand subscribers with a customer each cost an event one look-up, not a
    thousand comparisons.
    """

    def __init__(self, wants):
        self.types = frozenset().union(*(one.types for one in wants))
        self._by_customer = defaultdict(list)
        for one in wants:
            for event_type in one.types:
                for customer in one.customers or (None,):
                    self._by_customer[one.company, event_type, customer].append(one)

    def find(self, fact):
        """Return the ids of those who want an event, each once."""
        found = {}
        for customer in {fact.customer, None}:
            for one in self._by_customer.get((fact.company, fact.type, customer), ()):
                if one.match(fact):
                    found[one.id] = True
        return list(found)

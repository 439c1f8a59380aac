# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The decision table: which policies an event may concern, by look-ups alone.

It is made once for all policies and asked for every event of every batch, so an event
that concerns none costs one look-up.
"""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """What an event must be like.

    :param event_types: the names of events it may be.
    :param words: what its summary may be; None where that does not matter.
    :param facts: ((name of a field of the event's record, the values it may have), …).
    """

    event_types: frozenset
    words: frozenset | None = None
    facts: tuple = ()

    def holds(self, known):
        """Tell whether what is known of the event's record fits.

        :param dict known: {name of a field: its value}; a field that is not there is
            not known, so nothing is asked of it.
        """
        return all(
            name not in known or known[name] in allowed for name, allowed in self.facts
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A policy's line in the table.

    :param rule_id: the policy.
    :param company_id: the company it is for; None for all of them.
    """

    rule_id: int
    company_id: int | None
    condition: Condition


class DecisionTable:
    """All policies that are switched on, by the events that concern them."""

    def __init__(self, entries):
        """:param entries: in the order in which policies act."""
        self._by_type = defaultdict(list)
        self._heard = {}
        for entry in entries:
            for event_type in entry.condition.event_types:
                self._by_type[event_type].append(entry)

    @property
    def event_types(self):
        """The names of all events that any policy waits for."""
        return frozenset(self._by_type)

    def of(self, row):
        """Return the entries that an event may concern, by its type and summary.

        :return: (entries, names of the facts they ask about), None if it concerns none.
        """
        if row.type not in self._by_type:
            return None
        key = row.type, row.summary, row.company_id
        if key not in self._heard:
            if len(self._heard) > 10_000:  # summaries may be any text
                self._heard.clear()
            self._heard[key] = self._look_up(row)
        return self._heard[key]

    def _look_up(self, row):
        entries = tuple(
            entry
            for entry in self._by_type[row.type]
            if entry.company_id in (None, row.company_id)
            and (entry.condition.words is None or row.summary in entry.condition.words)
        )
        names = {name for entry in entries for name, _ in entry.condition.facts}
        return (entries, names) if entries else None

    def match(self, rows, read):
        """Return [(row, ids of the policies whose condition it fulfils)].

        Rows that concern nobody are left out.

        :param read: function (name of a model, ids, names of fields) that returns
            {id: {name: value}}; it is called once for each model.
        """
        heard = [(row, found) for row in rows if (found := self.of(row))]
        if not heard:
            return []
        known = self._read_facts(heard, read)
        verdicts = {}
        matched = []
        for row, (entries, _names) in heard:
            facts = known.get((row.res_model, row.res_id), ())
            key = row.type, row.summary, row.company_id, facts
            if key not in verdicts:
                facts = dict(facts)
                verdicts[key] = tuple(
                    entry.rule_id for entry in entries if entry.condition.holds(facts)
                )
            if verdicts[key]:
                matched.append((row, verdicts[key]))
        return matched

    @staticmethod
    def _read_facts(heard, read):
        """Return {(model, record id): ((field, value), …)} of what conditions ask for."""
        wanted = defaultdict(lambda: (set(), set()))
        for row, (_entries, names) in heard:
            if names and row.res_model:
                ids, fields = wanted[row.res_model]
                ids.add(row.res_id)
                fields |= names
        return {
            (model, record_id): tuple(sorted(values.items()))
            for model, (ids, fields) in wanted.items()
            for record_id, values in read(model, ids, sorted(fields)).items()
        }

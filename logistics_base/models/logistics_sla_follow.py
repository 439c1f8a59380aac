# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ..canonical.service_course import case_course, shipment_course
from ..canonical.service_level import (
    Deadline,
    longest_wait,
    outcome,
    pauses,
    standing,
)
from . import logistics_sla_facts as reading
from .logistics_sla_clock import Clocks
from .logistics_sla_facts import Measured
from .logistics_sla_policy import CASE_KINDS, SHIPMENT_KINDS

#: How the types of events begin that may bear on a service level.
FOLLOWED = ("shipment.", "exception.")


@dataclass
class Round:
    """All that is known when a batch of shipments is followed.

    :ivar agreed: {key: Agreed}: what applies to what.
    :ivar told: {shipment id: [Told]} where milestones matter.
    """

    company: object
    shipments: dict
    cases: dict
    known: dict
    clocks: Clocks
    agreed: dict = field(default_factory=dict)
    told: dict = field(default_factory=dict)

    def course(self, key):
        """Return the course of what a key names, None where it did not begin."""
        shipment_id, case_id, kind = key
        if case_id:
            return case_course(kind, self.cases[case_id])
        start_from = self.agreed[key].start_from if key in self.agreed else "release"
        return shipment_course(kind, self.shipments[shipment_id], start_from)


class LogisticsSlaMeasure(models.Model):
    """Measures follow what becomes known of shipments and cases, batch by batch.

    What they become depends on the facts alone, not on the order in which these were
    told. The clock is none of their business: see the timer.
    """

    _inherit = "logistics.sla.measure"

    @api.model
    def _on_events(self, rows):
        """Open, stop and reckon anew what the events bear on."""
        self._follow(
            {
                row.shipment_id
                for row in rows
                if row.shipment_id and row.type.startswith(FOLLOWED)
            }
        )

    def _follow_again(self):
        """Reckon the measures anew, with the service levels as they are now."""
        for company, measures in self.sudo().grouped("company_id").items():
            follower = measures.with_company(company)
            follower._follow(set(measures.shipment_id.ids), anew=True)

    @api.model
    def _follow(self, shipment_ids, anew=False):
        """Bring the measures of shipments of the current company up to date."""
        if not shipment_ids:
            return
        self.flush_model()
        company = self.env.company
        book = self.env["logistics.sla.policy"]._book(company.id)
        known = reading.read_measures(self.env.cr, shipment_ids)
        if not book and not known:
            return
        at_hand = self._round(shipment_ids, known, book)
        self._agree(at_hand, book)
        at_hand.told = reading.read_told(self.env.cr, _with_milestones(at_hand))
        found = [self._reckon(at_hand, key, anew) for key in _keys(at_hand)]
        self._store(at_hand, [measured for measured in found if measured])

    @api.model
    def _round(self, shipment_ids, known, book):
        cr = self.env.cr
        self.env["logistics.shipment"].flush_model()
        cases = {}
        if CASE_KINDS.keys() & book.keys() or any(key[1] for key in known):
            self.env["logistics.exception"].flush_model()
            cases = reading.read_cases(cr, shipment_ids)
        return Round(
            self.env.company,
            reading.read_shipments(cr, shipment_ids, *self._ordered_sql()),
            cases,
            known,
            Clocks(self.env),
        )

    @api.model
    def _ordered_sql(self):
        """Return the SQL of when the order of shipment ``s`` came, and joins for it.

        An addon that knows the order says so.
        """
        return SQL("extract(epoch FROM s.create_date)::int8"), SQL()

    # Choosing

    @api.model
    def _agree(self, at_hand, book):
        """Find the service level of everything that has begun or may have."""
        by_id = {agreed.id: agreed for found in book.values() for agreed in found}
        for key, measured in at_hand.known.items():
            if measured.policy_id in by_id:
                at_hand.agreed[key] = by_id[measured.policy_id]
        wanted = {
            kind: self._wanted(at_hand, kind) for kind in (*SHIPMENT_KINDS, *CASE_KINDS)
        }
        ids = {key[0] for kind, keys in wanted.items() if kind in book for key in keys}
        if not ids:
            return
        policies = self.env["logistics.sla.policy"]
        subjects = policies._subjects(ids)
        for kind, keys in wanted.items():
            if kind in book:
                named = {key: self._subject(at_hand, subjects, key) for key in keys}
                at_hand.agreed |= policies._choose(kind, named, at_hand.company.id)

    @api.model
    def _wanted(self, at_hand, kind):
        """Return the keys for which a service level of a kind is to be chosen."""
        if kind in CASE_KINDS:
            # A case may grow more severe, and then another one applies.
            return [
                (case.shipment_id, case.id, kind)
                for case in at_hand.cases.values()
                if not (known := at_hand.known.get((case.shipment_id, case.id, kind)))
                or known.stopped is None
            ]
        return [
            (id_, None, kind)
            for id_ in at_hand.shipments
            if (id_, None, kind) not in at_hand.known
        ]

    @api.model
    def _subject(self, at_hand, subjects, key):
        subject = subjects[key[0]]
        if not key[1]:
            return subject
        case = at_hand.cases[key[1]]
        return subject._replace(exception_type=case.type, severity=case.severity)

    # Reckoning

    @api.model
    def _reckon(self, at_hand, key, anew):
        """Return what the measure of a key is now, None where nothing is to be stored."""
        known, agreed = at_hand.known.get(key), at_hand.agreed.get(key)
        if known and known.is_settled:
            return None
        course = at_hand.course(key)
        if course is None:
            # What it began with was taken back.
            return known and known._replace(state="cancelled", stopped=None)
        if agreed is None:
            course = course._replace(started=known.started)
        when = self._when(at_hand, key, course, anew)
        if when is None:
            return None
        now = Measured(
            known and known.id,
            *key,
            agreed.id if agreed else known.policy_id,
            "running",
            round(course.started),
            _whole(when.risk),
            _whole(when.due),
            _whole(course.stopped),
            round(when.paused),
            None,
        )
        if key[2] == "freshness" and course.stopped is not None and agreed:
            now = self._after_silences(at_hand, now, agreed)
        return self._judged(known, now, course)

    @api.model
    def _when(self, at_hand, key, course, anew):
        """Return the Deadline, None where there is none.

        What was agreed when it began counts, whatever becomes of the policy since.
        """
        known, agreed = at_hand.known.get(key), at_hand.agreed.get(key)
        kept = known and Deadline(known.due, known.risk, known.paused)
        if agreed is None:
            return kept
        promised = at_hand.shipments[key[0]].promised
        if agreed.terms.unit == "promise" and promised is None:
            return kept
        is_same = (
            known
            and known.policy_id == agreed.id
            and known.started == round(course.started)
            and (known.due is not None or course.stopped is not None)
        )
        if is_same and not (anew or agreed.terms.pauses):
            return kept
        still = pauses(at_hand.told.get(key[0], ()), agreed.terms.pauses)
        policies = self.env["logistics.sla.policy"]
        return policies._deadline(
            at_hand.clocks, agreed, course.started, still, promised
        )

    @api.model
    def _after_silences(self, at_hand, now, agreed):
        """Return a freshness that is over: the silence that was too long counts."""
        facts = at_hand.shipments[now.shipment_id]
        times = {
            told.time
            for told in at_hand.told.get(now.shipment_id, ())
            if facts.picked_up <= told.time <= now.stopped
        }
        calendar = self.env["resource.calendar"].browse(agreed.calendar_id)
        silence = at_hand.clocks.reckon(
            calendar,
            agreed.zone,
            facts.picked_up,
            now.stopped,
            lambda work: longest_wait(times, agreed.terms, work),
        )
        if silence is None:
            return now
        return now._replace(
            started=round(silence.start),
            due=round(silence.due),
            risk=min(now.risk or round(silence.due), round(silence.due) - 1),
            stopped=round(silence.end),
        )

    @api.model
    def _judged(self, known, now, course):
        """Return the measure with its state."""
        if course.ended == "cancelled":
            return now._replace(state="cancelled")
        if now.stopped is None:
            before = known and (known.state, known.risk, known.due)
            return now._replace(state=standing(before, (now.risk, now.due)))
        state = outcome(now.due, now.stopped)
        if course.ended == "returned" and state == "met":
            reason = self.env._("The goods went back before it was due.")
            return now._replace(state="excluded", exclusion=reason)
        return now._replace(state=state)


def _keys(at_hand):
    return [
        key
        for key in dict.fromkeys([*at_hand.known, *at_hand.agreed])
        if key[0] in at_hand.shipments and (not key[1] or key[1] in at_hand.cases)
    ]


def _with_milestones(at_hand):
    """Return the ids of the shipments whose milestones are needed."""
    return {
        key[0]
        for key, agreed in at_hand.agreed.items()
        if agreed.terms.pauses
        or (key[2] == "freshness" and (c := at_hand.course(key)) and c.stopped)
    }


def _whole(moment):
    return None if moment is None else round(moment)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
import logging
from typing import NamedTuple

import psycopg2

from odoo import api, models, tools

from ..canonical.service_level import HOUR, Terms, deadline
from ..canonical.service_scope import Scope, Subject
from ..canonical.vocabulary import CLOSED_STATES, STATES
from ..canonical.working_time import OutOfReachError
from .logistics_sla_clock import Clocks, naive, seconds
from .logistics_sla_policy import CASE_KINDS

_logger = logging.getLogger(__name__)

_SUBJECTS = """
    SELECT s.id, s.partner_id, p.commercial_partner_id, s.warehouse, fc.code, f.zip,
           tc.code, t.zip, s.service_code, s.integration_id, s.mode, s.direction
      FROM logistics_shipment s
      LEFT JOIN res_partner p ON p.id = s.partner_id
      LEFT JOIN res_partner f ON f.id = s.ship_from_id
      LEFT JOIN res_country fc ON fc.id = f.country_id
      LEFT JOIN res_partner t ON t.id = s.ship_to_id
      LEFT JOIN res_country tc ON tc.id = t.country_id
     WHERE s.id = ANY(%s)
"""


class Agreed(NamedTuple):
    """A service level as it is applied: plain values, for there may be thousands."""

    id: int
    kind: str
    start_from: str
    terms: Terms
    scope: Scope
    calendar_id: int | None
    zone: str


class LogisticsSlaPolicy(models.Model):
    """Which service level applies to what, and when that is due."""

    _inherit = "logistics.sla.policy"

    @api.model
    @tools.ormcache("company_id")
    def _book(self, company_id):
        """Return {kind: [Agreed]} of a company, the most specific first."""
        company = self.env["res.company"].sudo().browse(company_id)
        book = {}
        for policy in self.sudo().search([("company_id", "in", (False, company_id))]):
            try:
                agreed = policy._agreed(company)
            except ValueError as error:
                policy._note_problem(error)
                continue
            book.setdefault(policy.kind, []).append(agreed)
        for found in book.values():
            # Python's sort keeps the order of the list among those of equal weight.
            found.sort(key=lambda agreed: agreed.scope.weight(), reverse=True)
        return book

    def _agreed(self, company):
        """Return the policy as it is applied in a company."""
        self.ensure_one()
        calendar = company._logistics_sla_calendar()
        zone = calendar.tz or "UTC"
        if self.clock == "calendar":
            calendar = self.calendar_id
        elif self.clock == "always":
            calendar = calendar.browse()
        return Agreed(
            self.id,
            self.kind,
            self.start_from,
            self._terms(),
            self._scope(),
            calendar.id or None,
            calendar.tz or zone,
        )

    def _note_problem(self, error):
        """Keep why a policy cannot be applied; the others are."""
        text = f"{type(error).__name__}: {error}"[:300]
        _logger.warning("service level %s (%s): %s", self.id, self.name, text)
        self.env.cr.execute(
            "UPDATE logistics_sla_policy SET problem = %s "
            "WHERE id = ANY(%s) AND problem IS DISTINCT FROM %s",
            (text, list(self.ids), text),
        )
        self.invalidate_recordset(["problem"], flush=False)

    # Choosing

    @api.model
    def _subjects(self, shipment_ids):
        """Return {shipment id: Subject}."""
        shipments = self.env["logistics.shipment"]
        shipments.flush_model()
        self.env["res.partner"].flush_model(["country_id", "zip"])
        self.env.cr.execute(_SUBJECTS, (list(shipment_ids),))
        return {
            row[0]: Subject(frozenset(filter(None, row[1:3])), *row[3:])
            for row in self.env.cr.fetchall()
        }

    @api.model
    def _choose(self, kind, subjects, company_id):
        """Return {key: Agreed} of those that a policy of this kind applies to.

        :param subjects: {(shipment id, more…): Subject}.
        """
        agreements = self._book(company_id).get(kind, ())
        chosen, passing = {}, {}
        for key, subject in subjects.items():
            for agreed in agreements:
                if not agreed.scope.covers(subject):
                    continue
                if agreed.scope.domain:
                    if agreed.id not in passing:
                        passing[agreed.id] = self._passing(agreed, subjects)
                    if key[0] not in passing[agreed.id]:
                        continue
                chosen[key] = agreed
                break
        return chosen

    @api.model
    def _passing(self, agreed, subjects):
        """Return the ids of the shipments that fulfil a policy's condition."""
        shipments = self.env["logistics.shipment"].sudo()
        ids = {key[0] for key in subjects}
        try:
            with self.env.cr.savepoint(flush=False):
                domain = ast.literal_eval(agreed.scope.domain)
                return set(shipments.search([("id", "in", list(ids)), *domain]).ids)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            self.browse(agreed.id)._note_problem(error)
            return set()

    # Reckoning

    @api.model
    def _deadline(self, clocks, agreed, start, pauses=(), promised=None):
        """Return the Deadline of what began at ``start``, None where it never comes."""
        calendar = self.env["resource.calendar"].browse(agreed.calendar_id)
        times = [t for pause in pauses for t in pause if t]
        try:
            return clocks.reckon(
                calendar,
                agreed.zone,
                min([start, promised or start]),
                max([start, promised or start, *times]),
                lambda work: deadline(agreed.terms, start, work, pauses, promised),
            )
        except OutOfReachError:
            self.browse(agreed.id)._note_problem(
                ValueError(self.env._("its working time never gets there"))
            )
            return None

    @api.model
    def _working_hours(self, calendar, pairs):
        """Return how many hours of working time lie between each two times.

        :param calendar: a ``resource.calendar``; empty: around the clock.
        :param pairs: [(start, end)], naive and in UTC.
        """
        pairs = [(seconds(start), seconds(end)) for start, end in pairs]
        if not pairs:
            return []
        return Clocks(self.env).reckon(
            calendar,
            "UTC",
            min(start for start, _end in pairs),
            max(max(pair) for pair in pairs),
            lambda work: [work.between(start, end) / HOUR for start, end in pairs],
        )

    # The promise

    @api.model
    def _promises(self, shipments, released):
        """Return {shipment: date} by the service level for deliveries.

        What counts from the pickup is promised as if it were picked up when that is due.

        :param released: when they are released, naive and in UTC.
        """
        start, clocks, found = seconds(released), Clocks(self.env), {}
        for company, group in shipments.sudo().grouped("company_id").items():
            policies = self.sudo().with_company(company)
            if not policies._book(company.id).get("delivery"):
                continue
            subjects = {(id_,): s for id_, s in policies._subjects(group.ids).items()}
            dispatch = policies._choose("dispatch", subjects, company.id)
            chosen = policies._choose("delivery", subjects, company.id)
            for key, agreed in chosen.items():
                begin = start
                if agreed.start_from == "pickup" and key in dispatch:
                    when = policies._deadline(clocks, dispatch[key], start)
                    begin = when.due if when else start
                when = policies._deadline(clocks, agreed, begin)
                if when and when.due:
                    found[shipments.browse(key[0])] = naive(when.due)
        return found

    # Looking before leaping

    def _open_subjects(self):
        """Return {(shipment id,): Subject} of shipments, or cases, that are open."""
        self.ensure_one()
        domain = [("company_id", "in", (self.company_id or self.env.companies).ids)]
        if self.kind not in CASE_KINDS:
            open_states = [state for state in STATES if state not in CLOSED_STATES]
            domain.append(("state", "in", open_states))
            ids = self.env["logistics.shipment"].search(domain).ids
            return {(id_,): s for id_, s in self._subjects(ids).items()}
        cases = self.env["logistics.exception"].search(
            [*domain, ("state", "!=", "resolved")]
        )
        subjects = self._subjects(cases.shipment_id.ids)
        return {
            (case.shipment_id.id, case.id): subjects[case.shipment_id.id]._replace(
                exception_type=case.type, severity=case.severity
            )
            for case in cases
        }

    def _covered(self):
        """Return the keys that the policy covers, and of these the ones it wins."""
        subjects = self._open_subjects()
        mine = self._agreed(self.company_id or self.env.company)
        covered = {key for key, s in subjects.items() if mine.scope.covers(s)}
        if mine.scope.domain:
            passing = self._passing(mine, subjects)
            covered = {key for key in covered if key[0] in passing}
        chosen = {}
        for company in self.company_id or self.env.companies:
            chosen |= self._choose(self.kind, subjects, company.id)
        won = {key for key in covered if key in chosen and chosen[key].id == self.id}
        return covered, won

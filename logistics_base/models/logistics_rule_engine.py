# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models

from ..policies import circles
from .logistics_event import LONGEST_CHAIN

_HISTORY = """
    SELECT rule_id, shipment_id,
           extract(epoch FROM max(fired_at) FILTER (WHERE state != 'stopped'))::float8,
           count(*) FILTER (WHERE fired_at >= %(now)s - interval '1 day')
      FROM logistics_rule_firing
     WHERE shipment_id = ANY(%(shipments)s) AND rule_id = ANY(%(rules)s)
     GROUP BY rule_id, shipment_id
"""


class LogisticsRule(models.Model):
    """Being told of events: which policies act on which of them, in one go."""

    _inherit = "logistics.rule"

    @api.model
    def _on_events(self, rows):
        """Act on a batch of events.

        An event that concerns no policy costs a look-up; all filters of a batch are one
        query.
        """
        table, _filters = self._plan()
        matched = table.match(rows, self._read_facts)
        if matched:
            self._fire(self._passing(self._leave_history(matched)))

    @api.model
    def _passing(self, matched):
        """Return [(policy id, row)] of what passes the policies' filters, in order.

        What has no shipment has nothing to filter by.
        """
        rule_ids = set().union(*{ids for _row, ids in matched})
        shipment_ids = {row.shipment_id for row, _ids in matched if row.shipment_id}
        passed = self._filter_all(rule_ids, shipment_ids)
        none = {rule_id for rule_id, ids in passed.items() if not ids}
        able = {
            ids: tuple(rule_id for rule_id in ids if rule_id not in none)
            for ids in {ids for _row, ids in matched}
        }
        return [
            (rule_id, row)
            for row, ids in matched
            for rule_id in (able[ids] if row.shipment_id else ids)
            if row.shipment_id is None or row.shipment_id in passed[rule_id]
        ]

    @api.model
    def _fire(self, passing):
        """Log who acts on what, each once, and act."""
        if not passing:
            return
        decided = self._decide(passing)
        firings = self.env["logistics.rule.firing"]._log(decided)
        due = firings.filtered(lambda firing: firing.state == "due")
        due.shipment_id._lock()
        for rule in self.browse(dict.fromkeys(due.rule_id.ids)).sorted():
            own = due.filtered(lambda f, rule=rule: f.rule_id == rule)
            for chain, group in own.grouped("chain").items():
                group._caused(chain)._act()

    # Deciding

    @api.model
    def _decide(self, passing):
        """Return [(policy, row, why it is stopped or None)] of what is to be logged."""
        history = self._history(passing)
        rules = {
            rule.id: rule
            for rule in self.browse({rule_id for rule_id, _row in passing})
        }
        now = self.env["logistics.rule.firing"]._now().timestamp()
        decided = []
        for rule_id, row in passing:
            rule = rules[rule_id]
            reason = circles.verdict(rule_id, row.chain, LONGEST_CHAIN)
            if reason is None and row.shipment_id:
                last = history[rule_id, row.shipment_id]
                if rule._rests(last[0], now):
                    continue
                if last[1] >= circles.MOST_A_DAY:
                    if last[1] > circles.MOST_A_DAY:
                        continue
                    reason = "often"
                last[:] = now, last[1] + 1
            decided.append((rule, row, reason))
        return decided

    @api.model
    def _history(self, passing):
        """Return {(policy id, shipment id): [acted last, how often within a day]}."""
        history = defaultdict(lambda: [None, 0])
        shipments = {row.shipment_id for _rule, row in passing if row.shipment_id}
        if not shipments:
            return history
        self.env["logistics.rule.firing"].flush_model()
        self.env.cr.execute(
            _HISTORY,
            {
                "shipments": list(shipments),
                "rules": list({rule_id for rule_id, _row in passing}),
                "now": self.env["logistics.rule.firing"]._now().replace(tzinfo=None),
            },
        )
        for rule_id, shipment_id, last, often in self.env.cr.fetchall():
            history[rule_id, shipment_id] = [last, often]
        return history

    def _rests(self, last, now):
        return circles.is_too_soon(
            last, now, once=self.once_per_shipment, pause=self.pause_hours * 3600
        )

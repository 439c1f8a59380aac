# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.vocabulary import CLOSED_STATES, MOVING_STATES, STATES
from ..policies.moments import window
from .loose_fields import LooseMany2one

KEPT_DAYS = 400
#: After these nothing more is expected, yet they are moments of shipments that are over.
_PAST = ("picked_up_date", "delivered_date")


class LogisticsRuleMoment(models.Model):
    """That a moment of a shipment was told: each is told once, whatever the clock does.

    It is a moment again when the date it hangs on moves, or news came meanwhile.
    """

    _name = "logistics.rule.moment"
    _description = "Moment that was Told"
    _log_access = False
    _rec_name = "name"

    shipment_id = LooseMany2one("logistics.shipment", required=True, readonly=True)
    company_id = fields.Many2one(related="shipment_id.company_id")
    name = fields.Char(required=True, readonly=True)
    anchor = fields.Datetime(required=True, readonly=True)

    _once = models.UniqueIndex("(shipment_id, name, anchor)")
    _by_anchor = models.Index("(anchor)")

    @api.autovacuum
    def _forget_old(self):
        """Delete what was told long ago: it is too far back to be told again."""
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.env.cr.execute(
            "DELETE FROM logistics_rule_moment WHERE anchor < %s", (before,)
        )


class LogisticsRule(models.Model):
    """Timers: silences and moments become events, of which policies are told."""

    _inherit = "logistics.rule"

    @api.model
    def _keep_time(self):
        """Publish the moments and silences that have come since. Runs as a cron."""
        rules = self.search([("trigger", "in", ("silence", "moment"))])
        for rule in rules:
            if rule.armed_at and rule.armed_at > fields.Datetime.now():
                # The clock was put back: what is to come is due from now on.
                rule.armed_at = fields.Datetime.now()
        for group in rules.grouped(lambda r: (r._timer_name(), r.company_id)).values():
            group[:1]._publish_due(min(group.mapped("armed_at")))
        self._check_filters()

    def _timer_name(self):
        """Return what the moment is called in events."""
        self.ensure_one()
        if self.trigger == "silence":
            return f"{self.hours} h"
        sign = "-" if self.moment_side == "before" else "+"
        return f"{self.moment_field} {sign}{self.hours} h"

    def _publish_due(self, armed_at):
        """Publish one event for each shipment whose moment has come, once."""
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO logistics_rule_moment (shipment_id, name, anchor)
                %s
                ON CONFLICT DO NOTHING RETURNING shipment_id
                """,
                self._due(*window(fields.Datetime.now(), armed_at)),
            )
        )
        shipments = self.env["logistics.shipment"].browse(row[0] for row in rows)
        kind = "shipment.silent" if self.trigger == "silence" else "shipment.moment"
        self.env["logistics.event"]._publish(
            kind, shipments, dict.fromkeys(shipments.ids, self._timer_name())
        )

    def _due(self, after, until):
        """Return the query of (shipment id, name, anchor) of moments in a window."""
        self.env["logistics.shipment"].flush_model()
        if self.trigger == "silence":
            anchor, states = "last_milestone_date", MOVING_STATES
        else:
            anchor = self.moment_field
            is_past = anchor in _PAST
            states = set(STATES) if is_past else set(STATES) - CLOSED_STATES
        offset = timedelta(hours=self.hours)
        if self.trigger == "moment" and self.moment_side == "before":
            offset = -offset
        column = SQL.identifier(anchor)
        return SQL(
            """
            SELECT id, %(name)s, %(anchor)s FROM logistics_shipment
             WHERE state = ANY(%(states)s) AND %(anchor)s > %(after)s
               AND %(anchor)s <= %(until)s AND %(company)s
            """,
            name=self._timer_name(),
            anchor=column,
            states=sorted(states),
            after=after - offset,
            until=until - offset,
            company=SQL("company_id = %s", self.company_id.id)
            if self.company_id
            else SQL("TRUE"),
        )

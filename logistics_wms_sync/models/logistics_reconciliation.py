# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.logistics_base.models.database_errors import gave_up
from odoo.addons.logistics_base.transport.call_errors import storable

_logger = logging.getLogger(__name__)

#: An answer that is not processed after so long is no longer waited for.
PATIENCE = timedelta(hours=1)
#: So far before the last pass it is asked for again: clocks differ.
OVERLAP = timedelta(hours=1)
#: So long passes are kept that are over: each notes all that was open then.
KEPT = timedelta(days=90)
#: So many of them are deleted at a time.
GC_LIMIT = 1000
UNFINISHED = ("received", "retry", "processing")


class LogisticsReconciliation(models.Model):
    """One pass in which we and a warehouse's system compare what we know.

    First the other side is asked how open orders, announced goods and stock stand. Its
    answers go the way of all its messages, so what was lost is caught up on by the very
    code that would have applied it, and what was not lost changes nothing. Then what
    still differs is written down, for people.
    """

    _name = "logistics.reconciliation"
    _description = "Reconciliation with a Warehouse"
    _order = "id desc"

    integration_id = fields.Many2one(
        "logistics.integration",
        string="With",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("done", "Compared"),
            ("failed", "Not Reached"),
        ],
        required=True,
        readonly=True,
        default="asked",
        index=True,
        group_expand=True,
    )
    started_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    finished_at = fields.Datetime(readonly=True)
    order_count = fields.Integer(string="Orders Asked About", readonly=True)
    advice_count = fields.Integer(string="Advices Asked About", readonly=True)
    asked = fields.Json(
        readonly=True, help="Ids of what was asked about: {orders: [], advices: []}"
    )
    not_asked = fields.Char(
        string="Cannot Be Asked", readonly=True, help="What the partner tells no one."
    )
    problem = fields.Text(readonly=True)
    message_ids = fields.Many2many(
        "logistics.message",
        "logistics_reconciliation_message_rel",
        "reconciliation_id",
        "message_id",
        string="Answers",
        readonly=True,
    )
    message_count = fields.Integer(
        string="Answers Read", compute="_compute_counts", compute_sudo=True
    )
    repaired_count = fields.Integer(
        string="Repaired", readonly=True, help="Caught up on, as nobody had told it."
    )
    finding_ids = fields.One2many(
        "logistics.reconciliation.finding", "reconciliation_id", readonly=True
    )
    finding_count = fields.Integer(
        string="Findings", compute="_compute_counts", compute_sudo=True
    )
    open_count = fields.Integer(
        string="To Be Seen to", compute="_compute_counts", compute_sudo=True
    )

    @api.depends("started_at", "integration_id")
    def _compute_display_name(self):
        for run in self:
            when = fields.Datetime.context_timestamp(run, run.started_at)
            run.display_name = f"{run.integration_id.name} {when:%Y-%m-%d %H:%M}"

    @api.depends("message_ids", "finding_ids.state")
    def _compute_counts(self):
        for run in self:
            run.message_count = len(run.message_ids)
            run.finding_count = len(run.finding_ids)
            run.open_count = len(run.finding_ids.filtered(lambda f: f.state == "open"))

    # The scheduled pass

    @api.model
    def _reconcile_due(self):
        """Compare what has been answered, ask whoever is due. A cron; commits each."""
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=0)
        for run in self.sudo().search([("state", "=", "asked")]):
            run._go_on(run._conclude_if_answered)
            if commit() <= 0:
                return
        for integration in self._integrations_due():
            run = self.sudo().create({"integration_id": integration.id})
            run._go_on(run._ask_all)
            if commit(1) <= 0:
                return

    def _go_on(self, step):
        """Take a step of a pass; what fails in it keeps no other partner's from it."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                step()
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            _logger.exception("Reconciliation %s failed", self.id)
            self.write(
                {
                    "state": "failed",
                    "problem": storable(str(error))[:1000],
                    "finished_at": fields.Datetime.now(),
                }
            )

    @api.autovacuum
    def _gc_passes(self):
        """Delete old passes that found nothing which still has to be seen to."""
        old = self.sudo().search(
            [
                ("started_at", "<", fields.Datetime.now() - KEPT),
                ("state", "!=", "asked"),
                ("finding_ids", "not any", [("state", "!=", "over")]),
            ],
            order="id",
            limit=GC_LIMIT,
        )
        count = len(old)
        old.unlink()
        return count, count == GC_LIMIT

    @api.model
    def _integrations_due(self):
        """Return the integrations whose last pass is long enough ago."""
        now = fields.Datetime.now()
        watched = (
            self.env["logistics.integration"]
            .sudo()
            .search([("state", "=", "live"), ("reconcile_hours", ">", 0)])
        )
        return watched.filtered(lambda one: one._reconcile_next_at() <= now)

    def _conclude_if_answered(self):
        """Compare, once all answers are processed or nobody waits for them any more."""
        self.ensure_one()
        waiting = self.message_ids.filtered(lambda one: one.state in UNFINISHED)
        overdue = self.started_at + PATIENCE <= fields.Datetime.now()
        if not waiting or overdue:
            self._conclude()

    # Buttons

    def action_conclude(self):
        """Compare with what has been answered so far."""
        self.check_access("write")
        for run in self.sudo().filtered(lambda one: one.state == "asked"):
            run._conclude()

    def action_view_messages(self):
        """Open what the other side answered."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answers"),
            "res_model": "logistics.message",
            "view_mode": "list,form",
            "domain": [("id", "in", self.message_ids.ids)],
        }

    def action_view_findings(self):
        """Open what differs."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Findings"),
            "res_model": "logistics.reconciliation.finding",
            "view_mode": "list,form",
            "domain": [("reconciliation_id", "in", self.ids)],
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models

#: A partner that was not reached is asked again so soon.
AGAIN = timedelta(minutes=15)


class LogisticsIntegration(models.Model):
    """How often we and a warehouse's system compare what we know."""

    _inherit = "logistics.integration"

    reconcile_hours = fields.Float(
        string="Reconcile Every (h)",
        help="So often the partner is asked how open orders, announced goods and stock "
        "stand: webhooks get lost. 0: never.",
    )
    reconcile_silent_hours = fields.Float(
        string="Silent after (h)",
        default=48.0,
        help="What is open for so long without news is shown. 0: never.",
    )
    reconcile_stock = fields.Boolean(
        string="Stock, Too",
        default=True,
        help="Each pass asks for the whole stock. Switch it off where snapshots come "
        "by themselves.",
    )
    reconcile_resends = fields.Boolean(
        string="Tell Again What Is Not Known",
        help="The partner recognises an order by its number, so one that it does not "
        "know is sent again without asking anybody.",
    )
    reconciliation_ids = fields.One2many(
        "logistics.reconciliation", "integration_id", readonly=True
    )
    reconcile_open_count = fields.Integer(compute="_compute_reconcile_open_count")

    _reconcile_hours_positive = models.Constraint(
        "CHECK(reconcile_hours >= 0 AND reconcile_silent_hours >= 0)",
        "Hours cannot be negative.",
    )

    def _compute_reconcile_open_count(self):
        counts = dict(
            self.env["logistics.reconciliation.finding"]._read_group(
                [("integration_id", "in", self.ids), ("state", "=", "open")],
                ["integration_id"],
                ["__count"],
            )
        )
        for integration in self:
            integration.reconcile_open_count = counts.get(integration, 0)

    def _reconcile_next_at(self):
        """Return when the next pass is due."""
        self.ensure_one()
        last = self.env["logistics.reconciliation"].search(
            [("integration_id", "=", self.id)], order="started_at desc", limit=1
        )
        if not last:
            return self.create_date
        pause = timedelta(hours=self.reconcile_hours)
        return last.started_at + (
            min(pause, AGAIN) if last.state == "failed" else pause
        )

    def action_reconcile(self):
        """Ask the partner now how things stand; the answers are compared soon."""
        self.ensure_one()
        self.check_access("write")
        run = self.env["logistics.reconciliation"]._begin(self.sudo())
        self.env.ref("logistics_wms_sync.ir_cron_reconciliation").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.reconciliation",
            "res_id": run.id,
            "view_mode": "form",
        }

    def action_view_findings(self):
        """Open what differs between us and the partner."""
        return self._own_action("logistics_wms_sync.logistics_finding_action")

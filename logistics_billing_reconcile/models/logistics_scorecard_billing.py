# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

_KPIS = ("invoice_accuracy", "dispute_recovery")


class LogisticsScorecard(models.Model):
    """How right a carrier bills, and how much of what is disputed it gives back."""

    _inherit = "logistics.scorecard"

    invoice_accuracy = fields.Float(
        string="Invoices Right", readonly=True, aggregator="avg"
    )
    invoice_accuracy_count = fields.Integer(readonly=True)
    dispute_recovery = fields.Float(
        string="Recovered of Disputed", readonly=True, aggregator="avg"
    )
    dispute_recovery_count = fields.Integer(readonly=True)

    @api.model
    def _measures(self):
        return {**super()._measures(), **dict.fromkeys(_KPIS, "percent")}

    @api.model
    def _month_figures(self, company, first, last):
        found = super()._month_figures(company, first, last)
        counts = self._disputed_counts(company, first, last)
        for row in self.env["logistics.kpi"]._read(
            list(_KPIS), first, last, group_by="integration_id"
        ):
            figures = found.get(row["group"])
            if figures is None:
                continue
            count = int(row["denominator"])
            if row["kpi"] == "dispute_recovery":
                # It is money that is counted; cases tell how much that says.
                count = counts.get(row["group"], 0)
            figures[row["kpi"]] = (row["value"], count)
        return found

    @api.model
    def _disputed_counts(self, company, first, last):
        """Return {integration id: charges disputed in the month}."""
        rows = self.env["logistics.dispute.line"]._read_group(
            [
                ("company_id", "=", company.id),
                ("submitted_on", ">=", first),
                ("submitted_on", "<", last + relativedelta(days=1)),
                ("state", "!=", "withdrawn"),
            ],
            ["integration_id"],
            ["__count"],
        )
        return {integration.id: count for integration, count in rows}

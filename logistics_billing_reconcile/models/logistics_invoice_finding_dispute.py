# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .logistics_dispute_make import PREPARES


class LogisticsInvoiceFinding(models.Model):
    """A finding that is disputed is in one open dispute, at most."""

    _inherit = "logistics.invoice.finding"

    state = fields.Selection(
        selection_add=[("closed", "Closed")], ondelete={"closed": "set default"}
    )
    dispute_line_ids = fields.One2many("logistics.dispute.line", "finding_id")
    dispute_id = fields.Many2one(
        "logistics.dispute",
        compute="_compute_dispute_id",
        groups=",".join((*PREPARES, "logistics_base.group_user")),
    )

    def _compute_dispute_id(self):
        for finding in self:
            lines = finding.dispute_line_ids.sorted("id")
            finding.dispute_id = lines[-1:].dispute_id

    def action_dispute(self):
        """Prepare disputes of the findings, one for each carrier and currency."""
        disputes = self.env["logistics.dispute"]._make_from(self)
        return disputes._opened()

    def _end_dispute(self, state):
        """Say what became of findings that were disputed.

        :param str state: ``open`` again, ``closed`` or ``written_off``.
        """
        ended = self.sudo().filtered(lambda finding: finding.state == "disputed")
        vals = {"state": state}
        if state != "open":
            now = fields.Datetime.now()
            vals |= {"decided_by_id": self.env.uid, "decided_at": now}
        ended.write(vals)
        ended.invoice_id._follow_findings()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsSlaExclude(models.TransientModel):
    """Asks why measures are not to be counted."""

    _name = "logistics.sla.exclude"
    _description = "Exclude from Service Levels"

    reason = fields.Char(required=True)

    def action_confirm(self):
        """Exclude the chosen measures, for the reason given."""
        self.ensure_one()
        chosen = self.env.context.get("active_ids", ())
        self.env["logistics.sla.measure"].browse(chosen)._exclude(self.reason)
        return {"type": "ir.actions.act_window_close"}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsProcessDecide(models.TransientModel):
    """Asks why, where a person decides about a process or one of its steps."""

    _name = "logistics.process.decide"
    _description = "Decide about a Process"

    process_id = fields.Many2one("logistics.process", required=True)
    step_id = fields.Many2one("logistics.process.step")
    decision = fields.Selection(
        [
            ("take_over", "Take Over"),
            ("done", "Mark Done by Hand"),
            ("skip", "Skip"),
        ],
        required=True,
    )
    reason = fields.Char(required=True)

    def action_decide(self):
        """Do what was decided, for the reason given."""
        self.ensure_one()
        if self.decision == "take_over":
            self.process_id._take_over(self.reason)
        else:
            word = "done" if self.decision == "done" else "skipped"
            self.step_id._decide(word, self.reason)
        return {"type": "ir.actions.act_window_close"}

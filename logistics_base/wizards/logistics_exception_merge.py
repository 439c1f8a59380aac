# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsExceptionMerge(models.TransientModel):
    """Chooses which of several cases about the same stays."""

    _name = "logistics.exception.merge"
    _description = "Merge Exceptions"

    exception_ids = fields.Many2many(
        "logistics.exception",
        "logistics_exception_merge_rel",
        "wizard_id",
        "exception_id",
        required=True,
    )
    target_id = fields.Many2one(
        "logistics.exception",
        string="Keep",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', exception_ids)]",
    )

    @api.depends("exception_ids")
    def _compute_target_id(self):
        """Propose the one that somebody works on, or that was there first."""
        for wizard in self:
            unresolved = wizard.exception_ids.filtered(lambda c: c.state != "resolved")
            wizard.target_id = unresolved.sorted(
                lambda case: (case.state != "acknowledged", case.opened_at, case.id)
            )[:1]

    def action_merge(self):
        """Merge the other cases into the one that stays, and open it."""
        self.ensure_one()
        if not self.target_id:
            raise UserError(self.env._("Choose the case that stays."))
        self.exception_ids.check_access("write")
        self.exception_ids._merge_into(self.target_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.exception",
            "res_id": self.target_id.id,
            "view_mode": "form",
        }

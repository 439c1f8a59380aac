# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsPromiseRevise(models.TransientModel):
    """Another promise for shipments, and why; the original one stays."""

    _name = "logistics.promise.revise"
    _description = "Revise a Promise"

    shipment_ids = fields.Many2many(
        "logistics.shipment",
        "logistics_promise_revise_rel",
        "wizard_id",
        "shipment_id",
        required=True,
    )
    count = fields.Integer(compute="_compute_count")
    shown = fields.Datetime(string="Promise So Far", compute="_compute_count")
    promise = fields.Datetime(string="New Promise", required=True)
    reason = fields.Char(required=True, help="What the customer is told.")

    @api.depends("shipment_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.shipment_ids)
            wizard.shown = (
                wizard.shipment_ids.shown_promise_date if wizard.count == 1 else False
            )

    def action_revise(self):
        """Revise the promise of all of them."""
        self.ensure_one()
        self.shipment_ids.check_access("write")
        drafts = self.shipment_ids.filtered(lambda s: s.state == "draft")
        if drafts:
            raise UserError(
                self.env._(
                    "A draft has promised nothing yet, change its promise itself: %s",
                    ", ".join(drafts.mapped("name")),
                )
            )
        self.shipment_ids._revise_promise(self.promise, self.reason)
        return {"type": "ir.actions.act_window_close"}

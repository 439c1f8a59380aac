# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsMatchChoose(models.TransientModel):
    """Asks which shipment charges are of, where none of the suggested ones is it."""

    _name = "logistics.match.choose"
    _description = "Choose the Shipment of Charges"

    case_id = fields.Many2one(
        "logistics.match.case", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id")
    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        domain="[('company_id', '=', company_id)]",
        ondelete="cascade",
    )

    def action_match(self):
        """Match the charges with the shipment."""
        self.ensure_one()
        self.case_id.action_match(self.shipment_id.id)
        return {"type": "ir.actions.act_window_close"}

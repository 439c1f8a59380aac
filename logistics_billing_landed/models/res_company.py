# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """What becomes of the freight of goods that came in."""

    _inherit = "res.company"

    logistics_landing = fields.Selection(
        [
            ("no", "It Stays an Expense"),
            ("draft", "Drafts of Landed Costs"),
            ("validate", "Landed Costs, Validated"),
        ],
        string="Freight of Receipts",
        default="draft",
        required=True,
        help="When the bill of an inbound shipment is posted, what it charges becomes a "
        "landed cost of what was received.",
    )
    logistics_landed_product_id = fields.Many2one(
        "product.product",
        string="Landed Cost of Freight",
        domain="[('landed_cost_ok', '=', True)]",
        help="Unless an account of charges names another. Empty: Inbound Freight.",
    )

    def _logistics_landed_product(self):
        """Return the product that stands for freight in landed costs."""
        self.ensure_one()
        return self.sudo().logistics_landed_product_id or self.env.ref(
            "logistics_billing_landed.product_inbound_freight"
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_landing = fields.Selection(
        related="company_id.logistics_landing", readonly=False
    )
    logistics_landed_product_id = fields.Many2one(
        related="company_id.logistics_landed_product_id", readonly=False
    )

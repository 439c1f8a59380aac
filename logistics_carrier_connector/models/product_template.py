# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ProductTemplate(models.Model):
    """What carriers must be told of dangerous goods (ADR, IMDG, IATA)."""

    _inherit = "product.template"

    logistics_is_dangerous = fields.Boolean(string="Dangerous Goods")
    logistics_un_number = fields.Char(
        string="UN Number", help="Four digits, such as 1263."
    )
    logistics_hazard_class = fields.Char(
        string="Hazard Class", help="Class or division, such as 3 or 2.1."
    )
    logistics_packing_group = fields.Selection(
        [("I", "I – great danger"), ("II", "II – medium"), ("III", "III – minor")],
        string="Packing Group",
    )
    logistics_proper_name = fields.Char(
        string="Proper Shipping Name", help="As in the list of the UN: PAINT."
    )
    logistics_limited_quantity = fields.Boolean(
        string="Limited Quantity",
        help="Packed in inner packagings small enough for the eased rules.",
    )

    @api.onchange("logistics_un_number")
    def _onchange_logistics_un_number(self):
        for product in self:
            number = (product.logistics_un_number or "").upper().strip()
            product.logistics_un_number = number.removeprefix("UN").strip() or False

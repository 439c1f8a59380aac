# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    logistics_silence_days = fields.Integer(
        string="No News After (days)",
        default=3,
        required=True,
        help="A shipment on its way of which nothing was heard for so long is shown as "
        "“No News”.",
    )
    logistics_user_id = fields.Many2one(
        "res.users",
        string="Default Dispatcher",
        help="Owns new shipments and their exceptions until somebody else takes them.",
    )

    _logistics_silence_days_positive = models.Constraint(
        "CHECK(logistics_silence_days > 0)",
        "“No news after” must be at least one day.",
    )

    def init(self):
        """Let Odoo's own addons insert before this one is loaded."""
        super().init()
        self.env.cr.execute(
            "ALTER TABLE res_company ALTER logistics_silence_days SET DEFAULT 3"
        )

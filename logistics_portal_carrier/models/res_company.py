# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    logistics_return_days = fields.Integer(
        string="Returns within (days)",
        default=30,
        help="How long after delivery customers may send goods back from their portal. "
        "0: not from the portal.",
    )

    _logistics_return_days_positive = models.Constraint(
        "CHECK(logistics_return_days >= 0)", "The days to return cannot be below zero."
    )

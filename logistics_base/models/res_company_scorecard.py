# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    logistics_scorecard_minimum = fields.Integer(
        string="Smallest Sample of Scorecards",
        default=5,
        help="A figure over fewer shipments than this is shown as n/a and does not "
        "count in the score of a carrier.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_scorecard_minimum = fields.Integer(
        related="company_id.logistics_scorecard_minimum", readonly=False
    )

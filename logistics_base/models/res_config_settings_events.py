# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .logistics_event_retention import RETENTION_DAYS, RETENTION_OPTION


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    logistics_event_retention_days = fields.Integer(
        string="Keep Events For (days)",
        config_parameter=RETENTION_OPTION,
        default=RETENTION_DAYS,
        help="So far back subscribers and readers of the feed can go.",
    )

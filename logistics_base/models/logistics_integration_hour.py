# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .loose_fields import LooseMany2one


class LogisticsIntegrationHour(models.Model):
    """What passed between us and a partner in one hour, by what became of it."""

    _name = "logistics.integration.hour"
    _description = "Hour of an Integration"
    _order = "hour desc, id desc"
    _rec_name = "hour"
    _log_access = False

    company_id = LooseMany2one("res.company", readonly=True)
    integration_id = LooseMany2one(
        "logistics.integration", required=True, readonly=True
    )
    hour = fields.Datetime(required=True, readonly=True)
    name = fields.Selection(
        [
            ("processed", "Received and Processed"),
            ("duplicate", "Duplicate"),
            ("sent", "Sent"),
            ("call", "Call"),
        ],
        string="What",
        required=True,
        readonly=True,
    )
    outcome = fields.Char(required=True, readonly=True)
    category = fields.Char(required=True, readonly=True)
    bucket = fields.Integer(required=True, readonly=True)
    amount = fields.Integer(string="Messages", required=True, readonly=True)
    seconds = fields.Float(required=True, readonly=True, aggregator="avg")

    _once = models.UniqueIndex(
        "(integration_id, hour, name, outcome, category, bucket)"
    )
    _by_hour = models.Index("(hour)")

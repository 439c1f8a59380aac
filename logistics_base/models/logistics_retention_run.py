# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsRetentionRun(models.Model):
    """What a run of the retention did."""

    _name = "logistics.retention.run"
    _description = "Retention Log"
    _order = "id desc"
    _rec_name = "sentence"

    policy_id = fields.Many2one(
        "logistics.retention.policy", index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    sentence = fields.Char(string="What", required=True, readonly=True)
    before = fields.Datetime(string="Older than", required=True, readonly=True)
    record_count = fields.Integer(string="Records", required=True, readonly=True)

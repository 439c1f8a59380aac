# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProjectTask(models.Model):
    _inherit = "project.task"

    logistics_shipment_id = fields.Many2one(
        "logistics.shipment",
        string="Shipment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="logistics_base.group_user",
    )

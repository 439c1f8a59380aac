# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsShipment(models.Model):
    """What is wrong with what carriers billed for it."""

    _inherit = "logistics.shipment"

    invoice_finding_ids = fields.One2many(
        "logistics.invoice.finding", "shipment_id", string="Findings"
    )

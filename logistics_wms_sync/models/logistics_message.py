# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsMessage(models.Model):
    """What is said between us and warehouses, in words."""

    _inherit = "logistics.message"

    @api.model
    def _document_labels(self):
        return {
            **super()._document_labels(),
            "warehouse.release": self.env._("Warehouse Release"),
            "warehouse.fulfillment": self.env._("Fulfilment"),
            "warehouse.advice": self.env._("Inbound Advice"),
            "warehouse.receipt": self.env._("Warehouse Receipt"),
            "warehouse.items": self.env._("Master Data"),
            "warehouse.items.result": self.env._("Master Data Taken or Refused"),
            "warehouse.count": self.env._("Count Request"),
            "inventory.snapshot": self.env._("Stock Snapshot"),
            "inventory.delta": self.env._("Stock Change"),
            "inventory.availability": self.env._("Stock Available"),
        }

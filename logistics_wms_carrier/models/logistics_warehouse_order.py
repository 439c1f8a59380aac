# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsWarehouseOrder(models.Model):
    """An order travels as the shipment that its delivery has already."""

    _inherit = "logistics.warehouse.order"

    def _known_shipments(self):
        """Return {delivery: shipment}: its own, else the one that waits for the last
        step of its sales order."""
        known = super()._known_shipments()
        waiting = self.sale_id._logistics_waiting_shipments()
        for order in self:
            picking = order.picking_id.sudo()
            shipment = picking.logistics_shipment_id
            shipment = shipment or waiting.get(picking.sale_id, shipment)[:1]
            if shipment:
                known[order.picking_id] = shipment
        return known

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsShipment(models.Model):
    """Shipments of orders wait as the order says, and tell it when they are free."""

    _inherit = "logistics.shipment"

    @api.model_create_multi
    def create(self, vals_list):
        shipments = super().create(vals_list)
        shipments._logistics_wait_by_order()
        return shipments

    def write(self, vals):
        result = super().write(vals)
        if "sale_id" in vals:
            self._logistics_wait_by_order()
        if "invoicing_hold" in vals or "invoicing_wait" in vals:
            self.sudo().sale_id._logistics_reckon_invoicing()
        return result

    def _logistics_wait_by_order(self):
        """Hold what goes out for orders that are invoiced by a milestone."""
        for policy, shipments in self._logistics_by_policy().items():
            shipments._wait_for(policy)

    def _logistics_by_policy(self):
        sold = self.filtered(lambda s: s.sale_id and s.direction == "outbound").sudo()
        grouped = sold.grouped(lambda s: s.sale_id.logistics_invoice_policy)
        return {
            policy: shipments
            for policy, shipments in grouped.items()
            if policy and policy != "order"
        }

    def _invoicing_was_released_wrongly(self, reason):
        """Hold again, and tell whoever invoiced it meanwhile."""
        result = super()._invoicing_was_released_wrongly(reason)
        for shipment in self.filtered("sale_id"):
            shipment.sale_id.sudo()._logistics_tell_taken_back(shipment, reason)
        return result


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def write(self, vals):
        result = super().write(vals)
        if "logistics_shipment_id" in vals:
            self._logistics_reckon_orders()
        return result

    def _action_done(self):
        """What has left may be invoiced now, where nothing holds it."""
        result = super()._action_done()
        self._logistics_reckon_orders()._logistics_invoice_soon()
        return result

    def _logistics_reckon_orders(self):
        orders = self.sale_id.sudo()
        gated = orders.filtered(lambda order: order._logistics_gates_invoicing())
        gated._logistics_reckon_invoicing()
        return gated

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPicking(models.Model):
    """Deliveries whose labels the warehouse buys."""

    _inherit = "stock.picking"

    def send_to_shipper(self):
        """Buy no label for goods that left with one: the warehouse saw to that."""
        if self.env.context.get("logistics_shipped_by_warehouse"):
            return None
        return super().send_to_shipper()

    def _logistics_service(self):
        """Return (carrier, service) that the delivery method stands for."""
        carrier, service = super()._logistics_service()
        method = self.sudo().carrier_id
        if not method:
            return carrier, service
        executor = self._logistics_executor()
        own = method.logistics_service_id.code
        return executor.code or carrier, own or service

    def _logistics_note_numbers(self, numbers):
        """Show on the delivery under which numbers the warehouse shipped it.

        They are on its shipment already: nothing is to be taken over from here.
        """
        self.ensure_one()
        shown = ",".join(dict.fromkeys(numbers))
        if shown and self.carrier_tracking_ref != shown:
            self.sudo().write(
                {"logistics_adopted_ref": shown, "carrier_tracking_ref": shown}
            )

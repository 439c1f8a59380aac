# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsBooking(models.Model):
    """Books by the service that was offered, or that the rules choose now."""

    _inherit = "logistics.booking"

    def _chosen_service(self):
        """Return the service to book, the offer it comes from, and what it should cost.

        The method's own service; else the one offered on the order; else what the
        routing guides choose for the goods as they are packed.
        """
        if self.carrier_id.delivery_type != "logistics":
            return super()._chosen_service()
        line = self.env["logistics.quote"]._offer_for(self.picking_id)
        service = line.service_id or self.carrier_id.logistics_service_id
        if not service:
            return super()._chosen_service()
        offer = line._document() if line._is_valid() else None
        return {
            "integration_id": service.integration_id.id,
            "service_code": service.code,
            "rate_id": offer.id if offer and line.source != "tariff" else False,
            "expected_price": line.price if line else 0.0,
            "expected_currency_id": line.offer_currency_id.id if line else False,
        }

    def _submit(self):
        result = super()._submit()
        ready = self.filtered(lambda b: b.state == "pending" and b.shipment_id)
        for booking in ready.filtered(lambda b: b.purpose == "ship"):
            booking._expect_charges()
        return result

    def _expect_charges(self):
        """Write what the carrier should invoice, by its contract or its offer."""
        service = self.env["logistics.service"].search(
            [
                ("integration_id", "=", self.integration_id.id),
                ("code", "=", self.service_code),
            ],
            limit=1,
        )
        if not service:
            return
        picking = self.picking_id
        self.env["logistics.quote"]._expect(
            self.shipment_id,
            service,
            picking._logistics_consignment(),
            offer=picking.sale_id.sudo().logistics_offer_id,
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class DeliveryCarrier(models.Model):
    """What any delivery method, whoever ships by it, means to shipments."""

    _inherit = "delivery.carrier"

    logistics_tracked_by_id = fields.Many2one(
        "logistics.integration",
        string="Tracked by",
        index="btree_not_null",
        domain="[('kind', 'in', ('carrier', 'forwarder')), ('state', '!=', 'retired')]",
        help="The integration that tells how parcels sent by this method fare, where "
        "labels are bought elsewhere.",
    )

    def _logistics_carries(self):
        """Whether goods are carried to the customer; true where no method is chosen."""
        return self.delivery_type != "in_store"

    def _logistics_executor(self):
        """Return the integration that executes or tracks what goes by this method."""
        if self.delivery_type == "logistics":
            return self.logistics_integration_id
        return self.logistics_tracked_by_id

    def _logistics_shipment_vals(self, company):
        """Return what the method says about a shipment of a company."""
        integration = self.sudo()._logistics_executor()
        if integration.company_id != company:
            return {"integration_id": False, "service_code": False}
        is_ours = self.delivery_type == "logistics"
        return {
            "integration_id": integration.id,
            "service_code": is_ours and self.logistics_service_id.code,
        }

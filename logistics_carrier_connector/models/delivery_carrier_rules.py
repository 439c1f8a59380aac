# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class DeliveryCarrier(models.Model):
    """Which carriers may be taken for a delivery method: its own, or any by the rules.

    A method that names no integration leaves the carrier to the routing guides.
    """

    _inherit = "delivery.carrier"

    def _logistics_is_open(self):
        """Whether the rules choose the carrier, not the method."""
        return self.delivery_type == "logistics" and not self.logistics_integration_id

    def _logistics_integrations(self, company, capability="book"):
        """Return the integrations that may be taken for a company's goods.

        The method's own, whatever its state; else all carriers that are live and offer
        ``capability``. Test environments are left out as soon as there is a real one.
        """
        own = self.sudo().logistics_integration_id
        if own:
            return own
        services = self.env["logistics.quote"].sudo()._candidates(company)
        able = services.integration_id.filtered(
            lambda i: i.state == "live" and i._is_able(capability)
        )
        real = able.filtered(lambda i: i.environment == "production")
        return real or able

    def _logistics_can(self, capability):
        """Tell whether a carrier of this method offers a method of ``Connector``."""
        company = self.company_id or self.env.company
        found = self._logistics_integrations(company, capability)
        return any(integration._is_able(capability) for integration in found)

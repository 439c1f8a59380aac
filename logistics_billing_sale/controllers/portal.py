# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class HeldPortal(CustomerPortal):
    """Customers read which of their deliveries are not invoiced yet."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "held_delivery_count" in counters:
            values["held_delivery_count"] = len(self._held_deliveries())
        return values

    @http.route(
        "/my/not-invoiced", type="http", auth="user", website=True, readonly=True
    )
    def portal_my_held(self, **_ignored):
        """Show what of the customer's is held, and what it waits for."""
        values = self._prepare_portal_layout_values()
        values |= {"held": self._held_deliveries(), "page_name": "held_deliveries"}
        return request.render("logistics_billing_sale.portal_my_held", values)

    def _held_deliveries(self):
        return request.env.user.partner_id.sudo()._logistics_held_deliveries()

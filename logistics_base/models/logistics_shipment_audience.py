# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class LogisticsShipment(models.Model):
    """Who may see which shipments from outside the back office."""

    _inherit = "logistics.shipment"

    @api.model
    def _customer_domain(self, user):
        """Return the domain of what a customer's user may see of the user's companies.

        What belongs to anyone of the same commercial partner is theirs; a draft is not
        told to anybody yet.
        """
        return Domain(
            [
                ("partner_id", "child_of", user.commercial_partner_id.ids),
                ("company_id", "in", user.company_ids.ids),
                ("state", "!=", "draft"),
            ]
        )

    @api.model
    def _audience(self):
        """Return (the model in a mode to search with, the domain) for the current user.

        People of the company see what the record rules let them; portal users what is
        their own commercial partner's; a machine what its access is limited to.

        :raise AccessError: for everybody else.
        """
        credential = self.env["logistics.service.door"]._credential()
        if credential:
            return self.sudo(), credential._customer_domain()
        user = self.env.user
        if user.has_group("logistics_base.group_user"):
            return self, Domain.TRUE
        if user._is_portal():
            return self.sudo(), self._customer_domain(user)
        raise AccessError(self.env._("Shipments are not for this user."))

    @api.model
    def _is_for_customers(self, allowed):
        """Tell whether the domain of :meth:`_audience` is that of a customer."""
        return any(one.field_expr == "partner_id" for one in allowed.iter_conditions())

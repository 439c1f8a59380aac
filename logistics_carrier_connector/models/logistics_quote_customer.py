# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..consigning.limits import CarrierLimits
from ..consigning.problems import problems_of

#: What a wallet tells of an address only once it is paid.
_TOLD_LATER = frozenset({"name", "street", "phone", "email"})
#: Nobody needs a phone number to tell a price.
_LIMITS = CarrierLimits(phone_required=False)


class LogisticsQuote(models.Model):
    """What customers of a web shop are told: nothing of carriers' troubles, or ours."""

    _inherit = "logistics.quote"

    @api.model
    def _rate_for(self, carrier, order):
        answer = super()._rate_for(carrier, order)
        if self.env.user._is_internal():
            return answer
        quote = self.sudo().browse(answer["logistics_quote_id"])
        return {
            "success": answer["success"],
            "price": answer["price"],
            "error_message": not answer["success"] and quote._said_to_customer(order),
            "warning_message": False,
        }

    def _said_to_customer(self, order):
        """Return why there is no price, in a word that helps who buys."""
        parts = self._parts_to_check(
            order.env.context.get("express_checkout_partial_delivery_address")
        )
        if parts and self._depends_on_address():
            return self.env._("Please check your address: %s.", ", ".join(parts))
        if any(line.state in ("failed", "late") for line in self.line_ids):
            return self.env._("No price at the moment. Try again soon.")
        return self.env._("Not available for this delivery.")

    def _depends_on_address(self):
        """Whether somebody looked at the address; without a country nobody does."""
        return not self._document().ship_to.country or any(
            line.state in ("failed", "refused") or line.source for line in self.line_ids
        )

    def _parts_to_check(self, is_partial):
        """Return the names of what is missing or wrong in the customer's address."""
        words = self.env["logistics.consigning"]._problem_fields()
        names = [
            problem.name
            for problem in problems_of(self._document(), _LIMITS)
            if problem.where == "ship_to"
        ]
        return [
            words.get(name, name)
            for name in dict.fromkeys(names)
            if not (is_partial and name in _TOLD_LATER)
        ]

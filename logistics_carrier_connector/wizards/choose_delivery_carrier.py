# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: Odoo's own methods that cost no call to rate.
COUNTED_TYPES = ("fixed", "base_on_rule")


class ChooseDeliveryCarrier(models.TransientModel):
    """Shows what all carriers ask, side by side; picking one fills the wizard in."""

    _inherit = "choose.delivery.carrier"

    logistics_offer_ids = fields.One2many(
        "choose.delivery.offer", "wizard_id", string="Offers"
    )
    logistics_offer_id = fields.Integer(help="The carrier's offer that was picked.")
    logistics_reason = fields.Char(readonly=True)
    logistics_can_compare = fields.Boolean(compute="_compute_logistics_can_compare")

    @api.model
    def default_get(self, fields):
        """Begin with a method, without which carriers could not be compared."""
        values = super().default_get(fields)
        if "carrier_id" in fields and not values.get("carrier_id"):
            methods = self.new(values)._logistics_methods()
            values["carrier_id"] = methods[:1].id
        return values

    @api.depends("available_carrier_ids")
    def _compute_logistics_can_compare(self):
        for wizard in self:
            types = wizard.available_carrier_ids.mapped("delivery_type")
            wizard.logistics_can_compare = "logistics" in types

    @api.onchange("carrier_id", "total_weight")
    def _onchange_carrier_id(self):
        self.logistics_offer_id = False
        return super()._onchange_carrier_id()

    def action_compare_offers(self):
        """Ask every carrier that may carry the order, and show what they answer."""
        self.ensure_one()
        self.logistics_offer_ids.unlink()
        quote = self._logistics_quote()
        rows = [*self._logistics_rows(quote), *self._counted_rows()]
        offers = self.env["choose.delivery.offer"].create(rows)
        offers._mark()
        self.logistics_reason = quote.reason
        if not offers:
            raise UserError(self.env._("No delivery method fits this order."))
        return self._reopen()

    def _logistics_methods(self):
        return self.available_carrier_ids.filtered(
            lambda c: c.delivery_type == "logistics"
        )

    def _logistics_quote(self):
        """Return the quote of all services that the methods may use, one choice made."""
        quotes = self.env["logistics.quote"].sudo()
        order = self.order_id.with_context(order_weight=self.total_weight)
        services = self.env["logistics.service"].sudo()
        for carrier in self._logistics_methods():
            services |= quotes._services_of(carrier, order.company_id)
        consignment = quotes._ready_of_order(order)
        situation = quotes._situation(order, consignment)
        quote = quotes._shop(
            consignment,
            company=order.company_id,
            partner=order.partner_id,
            candidates=services,
            currency=order.currency_id,
            promised=order.commitment_date or False,
            order_id=order.id,
        )
        quote._choose_by_guides(situation)
        return quote

    def _logistics_rows(self, quote):
        """Return the values of one row for each method and offer."""
        # A method for one service comes before one that leaves the service open.
        methods = self._logistics_methods().sorted(lambda c: not c.logistics_service_id)
        allowed = [(c, quote._services_of(c, quote.company_id)) for c in methods]
        rows = []
        for line in quote.line_ids:
            fitting = [c for c, services in allowed if line.service_id in services]
            if fitting:
                rows.append(self._logistics_row(fitting[0], line))
        return rows

    def _logistics_row(self, carrier, line):
        values = {
            "wizard_id": self.id,
            "carrier_id": carrier.id,
            "offer_id": line.id,
            "name": line._label(),
            "deliver_by": line.deliver_by,
            "transit_days": line.transit_days,
            "is_recommended": line.is_chosen,
            "note": line.note or line.verdict,
        }
        if line.state != "offered":
            return {**values, "note": line.reason, "is_offered": False}
        rated = carrier.with_context(
            logistics_offer_id=line.id, order_weight=self.total_weight
        ).rate_shipment(self.order_id)
        return {
            **values,
            "is_offered": rated["success"],
            "price": rated["price"],
            "carrier_price": rated["carrier_price"],
            "note": rated["warning_message"] or values["note"],
        }

    def _counted_rows(self):
        """Return the values of Odoo's own methods: prices that nobody is asked for."""
        counted = self.available_carrier_ids.filtered(
            lambda c: c.delivery_type in COUNTED_TYPES
        )
        rows = []
        for carrier in counted:
            rated = carrier.with_context(order_weight=self.total_weight).rate_shipment(
                self.order_id
            )
            rows.append(
                {
                    "wizard_id": self.id,
                    "carrier_id": carrier.id,
                    "name": carrier.name,
                    "is_offered": rated["success"],
                    "price": rated["price"],
                    "carrier_price": rated.get("carrier_price", rated["price"]),
                    "note": rated["error_message"] or rated["warning_message"],
                }
            )
        return rows

    def _take(self, offer):
        """Fill the wizard in with an offer."""
        self.write(
            {
                "carrier_id": offer.carrier_id.id,
                "delivery_price": offer.price,
                "display_price": offer.carrier_price,
                "logistics_offer_id": offer.offer_id,
            }
        )
        self.logistics_offer_ids.is_taken = False
        offer.is_taken = True
        return self._reopen()

    def _reopen(self):
        view = self.env.ref("delivery.choose_delivery_carrier_view_form")
        return {
            "name": self.env._("Add a shipping method"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
            "context": self.env.context,
        }

    def button_confirm(self):
        """Put the method on the order, by the offer that was picked."""
        wizard = self.with_context(logistics_offer_id=self.logistics_offer_id or False)
        return super(ChooseDeliveryCarrier, wizard).button_confirm()


class ChooseDeliveryOffer(models.TransientModel):
    """One row of the comparison."""

    _name = "choose.delivery.offer"
    _description = "Delivery Offer"
    _order = "is_offered desc, price, id"

    wizard_id = fields.Many2one(
        "choose.delivery.carrier", required=True, index=True, ondelete="cascade"
    )
    carrier_id = fields.Many2one("delivery.carrier", required=True, readonly=True)
    offer_id = fields.Integer(readonly=True)
    name = fields.Char(readonly=True)
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    price = fields.Monetary(readonly=True)
    carrier_price = fields.Monetary(readonly=True)
    deliver_by = fields.Datetime(string="Arrives By", readonly=True)
    transit_days = fields.Integer(readonly=True)
    is_offered = fields.Boolean(readonly=True)
    is_recommended = fields.Boolean(readonly=True)
    is_cheapest = fields.Boolean(readonly=True)
    is_fastest = fields.Boolean(readonly=True)
    is_taken = fields.Boolean(readonly=True)
    note = fields.Char(readonly=True)
    merits = fields.Char(compute="_compute_merits", string=" ")

    @api.depends("is_recommended", "is_cheapest", "is_fastest")
    def _compute_merits(self):
        _ = self.env._
        for offer in self:
            words = [
                word
                for holds, word in (
                    (offer.is_recommended, _("By the rules")),
                    (offer.is_cheapest, _("Cheapest")),
                    (offer.is_fastest, _("Fastest")),
                )
                if holds
            ]
            offer.merits = " · ".join(words)

    def _mark(self):
        """Mark the cheapest and the fastest of several."""
        offered = self.filtered("is_offered")
        if len(offered) < 2:
            return
        offered.sorted(lambda o: (o.price, o.id))[0].is_cheapest = True
        timed = offered.filtered("deliver_by")
        timed.sorted(lambda o: (o.deliver_by, o.price, o.id))[:1].is_fastest = True

    def action_take(self):
        """Take this offer."""
        self.ensure_one()
        if not self.is_offered:
            raise UserError(self.note or self.env._("This is not offered."))
        return self.wizard_id._take(self)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError, UserError

from ..canonical.freight_trueup import decide


class LogisticsFreightTrueup(models.Model):
    """What becomes of the difference: the delivery price follows, or people are told."""

    _inherit = "logistics.freight.trueup"

    def _follow(self, is_doubted):
        """Do what is agreed about the difference."""
        order = self.sale_id
        carrier = order.carrier_id
        lines = order._logistics_open_delivery_lines()
        main = order.company_id.currency_id
        decision = decide(
            order.currency_id.round(self.difference),
            is_known=self._is_known() and not is_doubted,
            is_adjusted=order._logistics_follows_cost(),
            is_fixed=order.locked or not lines,
            adds_line=carrier.logistics_trueup_line and order.state == "sale",
            least=self.env["logistics.freight.cost"]._in_order_currency(
                order, carrier.logistics_trueup_from, main, order.date_order
            ),
        )
        getattr(self, f"_do_{decision.action}")(decision.amount)

    def _do_wait(self, _amount):
        if self.state not in ("adjusted", "line"):
            self.state = "waiting"

    def _do_nothing(self, _amount):
        if self.state not in ("adjusted", "line"):
            self.state = "agreed"

    def _do_tell(self, amount):
        order = self.sale_id
        if self.state != "told":
            order.message_post(
                body=self.env._(
                    "The carrier's bill differs from the delivery price by %s.",
                    self.currency_id.format(amount),
                )
            )
        self.state = "told"

    def _do_price(self, amount):
        line = self.sale_id._logistics_open_delivery_lines()[-1]
        price = line.price_unit + amount / line.product_uom_qty
        line.write({"price_unit": price, **self._words(), **self._cost_vals(line)})
        self._done("adjusted", amount)

    def _do_line(self, amount):
        order = self.sale_id
        vals = order._prepare_delivery_line_vals(order.carrier_id, amount)
        own = self.with_context(lang=order.partner_id.lang or self.env.lang)
        vals["name"] = own.env._(
            "%s: difference to the carrier's bill", order.carrier_id.name
        )
        lines = self.env["sale.order.line"].sudo().with_company(order.company_id)
        lines.create({**vals, "price_unit": amount})
        self._done("line", amount)

    def _words(self):
        """Return a text without the estimate that Odoo put there at real cost."""
        carrier = self.sale_id.carrier_id
        if carrier.invoice_policy != "real":
            return {}
        return {"name": carrier.with_context(lang=self.sale_id.partner_id.lang).name}

    def _cost_vals(self, line):
        """Return what the line cost us, where margins of orders are kept."""
        if "purchase_price" not in line._fields:
            return {}
        return {"purchase_price": self.billed / line.product_uom_qty}

    def _done(self, state, amount):
        order = self.sale_id
        self.write({"state": state, "charged": order._logistics_delivery_price()})
        order.message_post(
            body=self.env._(
                "The delivery price follows the carrier's bill: %s.",
                self.currency_id.format(amount),
            )
        )

    # What people do

    def action_settle(self):
        """Hold the orders' delivery lines against what was billed once more."""
        self._check_decides()
        self.sudo()._settle(self.sudo().sale_id)

    def action_charge_difference(self):
        """Put the difference on the order, though it was only to be told."""
        self._check_decides()
        own = self.sudo()
        own._lock_orders(own.sale_id)
        own.invalidate_recordset()
        for trueup in own.filtered(lambda each: each.state == "told"):
            if trueup.sale_id.state != "sale" or not trueup.sale_id.carrier_id:
                raise UserError(
                    self.env._(
                        "%s takes no delivery lines any more.", trueup.sale_id.name
                    )
                )
            trueup._do_line(trueup.difference)

    def _check_decides(self):
        self.check_access("read")
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("Only who answers for invoices decides what is charged on.")
            )

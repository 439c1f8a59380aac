# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api, models
from odoo.fields import Command


class LogisticsRebill(models.Model):
    """Puts charges on orders, or on draft invoices."""

    _inherit = "logistics.rebill"

    def _charge(self):
        """Charge them on; who comes second finds them charged."""
        ready = self._in_states("review")
        doubtful = ready._disputed()
        doubtful._set_waiting("disputed")
        ready -= doubtful
        for rebill in ready.filtered(lambda r: r.target == "order"):
            rebill._charge_by_order()
        by_invoice = ready.filtered(lambda r: r.target == "invoice")
        for rebills in by_invoice.grouped(lambda r: r._invoice_key()).values():
            rebills._charge_by_draft()

    def _charge_automatically(self):
        """Charge on what its rule lets pass without review."""
        self.filtered(
            lambda r: r.state == "review" and r.rule_id.is_automatic
        )._charge()

    @api.model
    def _look_at_waiting(self):
        """Look again at what waited for a dispute, a rate or an order."""
        waiting = self.search(
            [("state", "=", "waiting")], order="write_date, id", limit=1000
        )
        waiting = waiting.try_lock_for_update(allow_referencing=True)
        waiting.filtered(lambda r: r.reason != "no_order" or r.sale_id)._evaluate()
        waiting._charge_automatically()
        self.env["logistics.freight.trueup"]._settle(waiting.sale_id)

    def _set_charged(self, **vals):
        self.write(
            {
                "state": "charged",
                "reason": False,
                "decided_by_id": self.env.uid
                if self.env.uid != SUPERUSER_ID
                else False,
                **vals,
            }
        )

    # On the order

    def _charge_by_order(self):
        order = self.sale_id
        if order.state != "sale":
            self._set_waiting("order_cancelled")
            return
        line = self._add_order_line(self.price, self._words(order.partner_id.lang))
        self._set_charged(sale_line_id=line.id)

    def _add_order_line(self, price, words):
        """Add a line that is to be invoiced; return it."""
        order, product = self.sale_id, self.rule_id.product_id
        last = max(order.order_line.mapped("sequence"), default=0)
        vals = {
            "order_id": order.id,
            "product_id": product.id,
            "name": words,
            "product_uom_qty": 1,
            "price_unit": price,
            "sequence": last + 1,
        }
        lines = self.env["sale.order.line"].sudo().with_company(order.company_id)
        if "purchase_price" in lines._fields:
            vals["purchase_price"] = self.own_cost if price >= 0 else 0.0
        line = lines.create(vals)
        if product.invoice_policy == "delivery":
            line.qty_delivered = 1
        return line

    def _charged_cost(self):
        """Return what of the carrier's amount the customer was charged for."""
        netted = self.credit_ids.filtered(lambda credit: credit.state == "netted")
        return self.cost - sum(netted.mapped("amount"))

    def _words(self, lang):
        """Return what stands on the customer's invoice."""
        own = self.with_context(lang=lang or self.env.lang)
        labels = dict(own._fields["type"]._description_selection(own.env))
        return own.env._(
            "%(charge)s: %(number)s",
            charge=labels[self.type],
            number=self.tracking_number or self.shipment_id.name,
        )

    # On an invoice

    def _invoice_key(self):
        return (self.company_id, self.partner_id, self.currency_id)

    def _charge_by_draft(self):
        """Put charges of one customer on the customer's draft invoice for charges."""
        move = self._draft_invoice("out_invoice")
        move.write(
            {
                "invoice_line_ids": [
                    Command.create(rebill._move_line_vals(rebill.price))
                    for rebill in self
                ]
            }
        )
        self._set_charged(move_id=move.id)

    @api.model
    def _draft_origin(self):
        return self.env._("Charges of carriers")

    def _draft_invoice(self, move_type):
        """Return the customer's draft of charges, a new one where there is none."""
        company, partner, currency = self[:1]._invoice_key()
        moves = self.env["account.move"].sudo().with_company(company)
        drafts = moves.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", partner.id),
                ("currency_id", "=", currency.id),
                ("move_type", "=", move_type),
                ("state", "=", "draft"),
                ("is_logistics_rebilling", "=", True),
            ],
            order="id desc",
        )
        return drafts.try_lock_for_update(limit=1) or moves.create(
            {
                "move_type": move_type,
                "partner_id": partner.id,
                "currency_id": currency.id,
                "invoice_origin": self._draft_origin(),
                "is_logistics_rebilling": True,
            }
        )

    def _move_line_vals(self, price):
        return {
            "product_id": self.rule_id.product_id.id,
            "name": self._words(self.partner_id.lang),
            "quantity": 1,
            "price_unit": price,
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..canonical.freight_trueup import decide

#: Why a charge is neither charged on nor part of the delivery price.
NOT_IN_THE_PRICE = ("credited", "never", "rule_never", "person")


class LogisticsFreightTrueup(models.Model):
    """What the freight of an order really cost, and what the customer pays for it."""

    _name = "logistics.freight.trueup"
    _description = "Freight of an Order"
    _order = "id desc"
    _rec_name = "sale_id"

    sale_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(related="sale_id.partner_id", string="Customer")
    carrier_id = fields.Many2one(related="sale_id.carrier_id")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    estimated = fields.Monetary(readonly=True, help="Expected, else quoted.")
    booked = fields.Monetary(readonly=True)
    billed = fields.Monetary(
        readonly=True,
        help="Approved charges, without tax and what is charged on alone.",
    )
    target = fields.Monetary(
        string="By the Bill", readonly=True, help="Billed, with the method's margin."
    )
    charged = fields.Monetary(
        string="On the Order", readonly=True, help="The delivery lines of the order."
    )
    difference = fields.Monetary(
        compute="_compute_difference", store=True, help="By the bill less on the order."
    )
    margin = fields.Monetary(
        string="Margin on Freight",
        compute="_compute_difference",
        store=True,
        help="Delivery lines less what carriers billed.",
    )
    state = fields.Selection(
        [
            ("waiting", "Not All Billed"),
            ("agreed", "As Agreed"),
            ("told", "Differs"),
            ("adjusted", "Price Adjusted"),
            ("line", "Difference Charged"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )

    _once = models.Constraint(
        "unique(sale_id)", "The freight of this order is on the list already."
    )

    @api.depends("target", "charged", "billed")
    def _compute_difference(self):
        for trueup in self:
            trueup.difference = trueup.target - trueup.charged
            trueup.margin = trueup.charged - trueup.billed

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("This follows from what carriers bill."))
        return super().write(vals)

    @api.model
    def _contains(self, rebill):
        """Tell whether a charge is part of a delivery line at real cost."""
        return bool(
            self.search_count(
                [
                    ("sale_id", "=", rebill.sale_id.id),
                    ("sale_id", "!=", False),
                    ("state", "in", ("adjusted", "line")),
                ],
                limit=1,
            )
        )

    # Settling

    @api.model
    def _settle(self, orders):
        """Hold the delivery lines of orders against what was billed, and follow policy.

        Again changes nothing; whoever comes second waits for the first.
        """
        if not orders:
            return self
        self._lock_orders(orders)
        told = self.env["logistics.freight.cost"]._told_costs(orders)
        doubted = self.env["logistics.freight.cost"]._doubted(orders)
        settled = self.browse()
        for order in orders:
            trueup = self._of(order)
            trueup._refresh(told[order.id])
            trueup._follow(order in doubted)
            settled |= trueup
        return settled

    @api.model
    def _lock_orders(self, orders):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM sale_order WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (orders.ids,),
        )
        orders.invalidate_recordset()

    @api.model
    def _of(self, order):
        found = self.search([("sale_id", "=", order.id)])
        return found or self.create(
            {
                "sale_id": order.id,
                "company_id": order.company_id.id,
                "currency_id": order.currency_id.id,
            }
        )

    def _refresh(self, told):
        """Set the figures, whatever comes of them."""
        order = self.sale_id
        by_shipment = self._billed_by_shipment()
        carries = order.carrier_id
        target = sum(
            (shipment.carrier_id or carries)._apply_margins(cost, order)
            if shipment.carrier_id or carries
            else cost
            for shipment, cost in by_shipment.items()
        )
        self.write(
            {
                "estimated": told["expected"] or told["quoted"],
                "booked": told["booked"],
                "billed": sum(by_shipment.values()),
                "target": order.currency_id.round(target),
                "charged": order._logistics_delivery_price(),
            }
        )

    def _costs(self):
        """Return what was billed for the deliveries of the order, not its returns."""
        costs = self.env["logistics.freight.cost"].search(
            [("sale_id", "=", self.sale_id.id)]
        )
        return costs.filtered(lambda cost: cost.shipment_id.direction != "return")

    def _billed_by_shipment(self):
        """Return {shipment: what carriers took, without what is charged on alone}."""
        costs = self._costs()
        billed = {
            shipment: own._converted()
            for shipment, own in costs.grouped("shipment_id").items()
        }
        alone = self.env["logistics.rebill"].search(
            [
                ("shipment_id", "in", costs.shipment_id.ids),
                "|",
                ("state", "in", ("waiting", "review", "charged")),
                ("reason", "in", NOT_IN_THE_PRICE),
            ]
        )
        for rebill in alone:
            billed[rebill.shipment_id] -= costs._in_order_currency(
                self.sale_id,
                rebill.cost - rebill.credited,
                rebill.cost_currency_id,
                rebill.billed_on,
            )
        return billed

    def _is_known(self):
        """Whether everything that was carried is billed, in a currency we know."""
        costs = self._costs()
        shipments = self.sale_id.logistics_shipment_ids.filtered(
            lambda s: s.direction != "return" and s.state != "cancelled"
        )
        return bool(costs) and shipments <= costs.shipment_id and costs._has_rates()

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

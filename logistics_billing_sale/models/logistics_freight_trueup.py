# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

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
        index=True,
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

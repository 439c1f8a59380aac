# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleOrder(models.Model):
    """What the freight of the order was to cost, what it cost, and who pays it."""

    _inherit = "sale.order"

    logistics_freight_ids = fields.One2many(
        "logistics.freight.trueup",
        "sale_id",
        string="Freight Settled",
        readonly=True,
        groups="logistics_base.group_user",
    )
    logistics_rebill_ids = fields.One2many(
        "logistics.rebill",
        "sale_id",
        string="Charges On Top",
        readonly=True,
        groups="logistics_base.group_user",
    )
    logistics_freight_estimated = fields.Monetary(
        string="Freight Estimated",
        compute="_compute_logistics_freight",
        groups="logistics_base.group_user",
    )
    logistics_freight_booked = fields.Monetary(
        string="Freight Booked",
        compute="_compute_logistics_freight",
        groups="logistics_base.group_user",
    )
    logistics_freight_billed = fields.Monetary(
        string="Freight Billed",
        compute="_compute_logistics_freight",
        groups="logistics_base.group_user",
        help="What carriers billed and we approved, without tax, returns included.",
    )
    logistics_freight_difference = fields.Monetary(
        string="Billed less Booked",
        compute="_compute_logistics_freight",
        groups="logistics_base.group_user",
    )
    logistics_freight_margin = fields.Monetary(
        string="Margin on Freight",
        compute="_compute_logistics_freight",
        groups="logistics_base.group_user",
        help="Delivery lines and charged-on costs less what carriers billed.",
    )

    def _compute_logistics_freight(self):
        costs = self.env["logistics.freight.cost"].sudo()
        told = costs._told_costs(self.filtered("id"))
        by_order = costs.search([("sale_id", "in", self.ids)]).grouped("sale_id")
        for order in self:
            own = by_order.get(order.sudo()._origin, costs.browse())
            estimates = told[order._origin.id]
            estimated = estimates["expected"] or estimates["quoted"]
            billed = own._converted()
            order.logistics_freight_estimated = estimated
            order.logistics_freight_booked = estimates["booked"]
            order.logistics_freight_billed = billed
            known = estimates["booked"] or estimated
            order.logistics_freight_difference = billed - known if own else 0.0
            order.logistics_freight_margin = (
                order._logistics_freight_price() - billed if own else 0.0
            )

    def _logistics_freight_price(self):
        """Return what the customer pays for freight, charged-on costs included."""
        charged = self.sudo().logistics_rebill_ids.filtered(
            lambda r: r.state == "charged" and r.currency_id == self.currency_id
        )
        on_top = sum(rebill.price - rebill.given_back for rebill in charged)
        return self._logistics_delivery_price() + on_top

    def _logistics_delivery_lines(self):
        return self.sudo().order_line.filtered("is_delivery")

    def _logistics_delivery_price(self):
        """Return what the delivery lines ask for, as prices are entered."""
        return sum(
            line.price_unit * line.product_uom_qty * (1 - line.discount / 100)
            for line in self._logistics_delivery_lines()
        )

    def _logistics_open_delivery_lines(self):
        """Return the delivery lines whose price may still change."""
        return self._logistics_delivery_lines().filtered(
            lambda line: (
                line.product_uom_qty
                and not line.discount
                and all(each.parent_state == "cancel" for each in line.invoice_lines)
            )
        )

    def _logistics_follows_cost(self):
        """Whether the customer pays what the carrier bills, not what was estimated."""
        carrier = self.carrier_id
        if not carrier or self.state == "cancel":
            return False
        if self.picking_ids[:1]._logistics_is_free():
            return False
        agreed = self.partner_id.commercial_partner_id.logistics_trueup
        return agreed == "cost" if agreed else carrier.invoice_policy == "real"

    def action_view_logistics_rebills(self):
        """Open the charges of carriers that the customer pays, or might."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_sale.logistics_rebill_action"
        )
        return {**action, "domain": [("sale_id", "=", self.id)], "context": {}}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleOrder(models.Model):
    """Remembers which carrier's offer the price on the order comes from."""

    _inherit = "sale.order"

    logistics_offer_id = fields.Many2one(
        "logistics.quote.line",
        string="Carrier's Offer",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups="logistics_base.group_user",
    )
    logistics_quote_count = fields.Integer(
        compute="_compute_logistics_quote_count", groups="logistics_base.group_user"
    )

    def _compute_logistics_quote_count(self):
        counts = dict(
            self.env["logistics.quote"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.logistics_quote_count = counts.get(order, 0)

    def set_delivery_line(self, carrier, amount):
        """Keep the offer that the method was priced by, for the booking to come."""
        result = super().set_delivery_line(carrier, amount)
        for order in self.sudo():
            order.logistics_offer_id = order._logistics_offer_of(carrier)
        return result

    def _remove_delivery_line(self):
        self.sudo().logistics_offer_id = False
        return super()._remove_delivery_line()

    def _logistics_offer_of(self, carrier):
        """Return the offer just picked, or the one the method was last rated by."""
        picked = self.env.context.get("logistics_offer_id")
        lines = self.env["logistics.quote.line"].sudo()
        if picked:
            line = lines.browse(picked).exists()
            return line if line.quote_id.order_id == self else lines
        if carrier.delivery_type != "logistics":
            return lines
        quote = self.env["logistics.quote"].search(
            [("order_id", "=", self.id), ("carrier_id", "=", carrier.id)], limit=1
        )
        return quote.line_id

    def action_view_logistics_quotes(self):
        """Open what carriers offered for the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_carrier_connector.logistics_quote_action"
        )
        action["domain"] = [("order_id", "=", self.id)]
        return action

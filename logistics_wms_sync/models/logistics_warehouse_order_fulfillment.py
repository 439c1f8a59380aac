# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

FOLLOWED = ("picked", "shipped", "substituted", "short", "backordered")


class LogisticsWarehouseOrder(models.Model):
    """An order and all that its warehouse told of it."""

    _inherit = "logistics.warehouse.order"

    fulfillment_ids = fields.One2many(
        "logistics.fulfillment", "order_id", string="Fulfilments", readonly=True
    )
    fulfillment_count = fields.Integer(compute="_compute_fulfillment_count")

    @api.depends("fulfillment_ids")
    def _compute_fulfillment_count(self):
        counts = dict(
            self.env["logistics.fulfillment"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.fulfillment_count = counts.get(order._origin, 0)

    def action_view_fulfillments(self):
        """Open what the warehouse told."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_fulfillment_action"
        )
        action["domain"] = [("order_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _open_case_once(self, kind, summary, severity):
        """Have a person look at it, unless somebody was asked the same already."""
        self.ensure_one()
        cases = self.env["logistics.exception"].sudo()
        known = cases.search_count(
            [
                ("shipment_id", "=", self.shipment_id.id),
                ("summary", "=", summary),
                ("state", "!=", "resolved"),
            ],
            limit=1,
        )
        if not known:
            self._open_case(kind, summary, severity)


class LogisticsWarehouseOrderLine(models.Model):
    _inherit = "logistics.warehouse.order.line"

    def _follow(self, course):
        """Take over how far the line is, where that is news."""
        self.ensure_one()
        vals = {
            name: value
            for name in FOLLOWED
            if self[name] != (value := getattr(course, name))
        }
        if course.allocated and course.allocated != self.allocated:
            vals["allocated"] = course.allocated
        if vals:
            self.write(vals)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    logistics_fulfillment_ids = fields.Many2many(
        "logistics.fulfillment",
        "logistics_fulfillment_picking_rel",
        "picking_id",
        "fulfillment_id",
        string="Warehouse Fulfilments",
        readonly=True,
        copy=False,
    )
    logistics_fulfillment_count = fields.Integer(
        compute="_compute_logistics_fulfillment_count", compute_sudo=True
    )

    @api.depends("logistics_fulfillment_ids")
    def _compute_logistics_fulfillment_count(self):
        for picking in self:
            picking.logistics_fulfillment_count = len(picking.logistics_fulfillment_ids)

    def action_view_logistics_fulfillments(self):
        """Open what the warehouse told of these goods."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_fulfillment_action"
        )
        action["domain"] = [("picking_ids", "in", self.ids)]
        action["context"] = {}
        return action

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: What became of a message that the partner does not have, and will not get by itself.
NOT_SENT = ("dead", "discarded", "parked", "in_doubt", "quarantined")


class LogisticsWarehouseOrder(models.Model):
    """What leads from an order to what belongs to it."""

    _inherit = "logistics.warehouse.order"

    message_count = fields.Integer(compute="_compute_message_count")
    picking_count = fields.Integer(compute="_compute_picking_count")
    is_undelivered = fields.Boolean(
        string="Not Delivered",
        compute="_compute_is_undelivered",
        help="What was last sent did not reach the warehouse.",
    )
    is_asked = fields.Boolean(
        string="To Decide",
        compute="_compute_is_asked",
        compute_sudo=True,
        help="The warehouse ships something else; somebody has to decide about that.",
    )
    is_unconfirmed = fields.Boolean(
        string="Change Unconfirmed",
        compute="_compute_is_unconfirmed",
        help="The warehouse answered to earlier revisions alone.",
    )

    @api.depends("revision", "confirmed_revision", "state")
    def _compute_is_unconfirmed(self):
        for order in self:
            order.is_unconfirmed = (
                order.state in ("accepted", "allocated", "picking", "packed")
                and 0 < order.confirmed_revision < order.revision
            )

    def _compute_is_asked(self):
        questions = self.env["logistics.substitution.request"].search(
            [("order_id", "in", self.ids), ("state", "=", "waiting")]
        )
        for order in self:
            order.is_asked = order in questions.order_id

    def _messages(self):
        """Return the domain of the messages about orders."""
        return [("correlation_id", "in", self.mapped("correlation_id"))]

    @api.depends("correlation_id")
    def _compute_message_count(self):
        messages = self.env["logistics.message"]
        counts = {}
        if messages.has_access("read"):
            counts = dict(
                messages._read_group(self._messages(), ["correlation_id"], ["__count"])
            )
        for order in self:
            order.message_count = counts.get(order.correlation_id, 0)

    @api.depends("correlation_id", "revision")
    def _compute_is_undelivered(self):
        found = (
            self.env["logistics.message"]
            .sudo()
            .search(
                [
                    *self._messages(),
                    ("direction", "=", "outbound"),
                    ("document_type", "=", "warehouse.release"),
                ],
                order="id",
            )
        )
        last = {message.correlation_id: message.state for message in found}
        for order in self:
            order.is_undelivered = (
                order.state == "sent" and last.get(order.correlation_id) in NOT_SENT
            )

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for order in self:
            order.picking_count = len(order.picking_ids | order.picking_id)

    def action_view_questions(self):
        """Open what is to be decided before what was shipped can be entered."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_wms_sync.logistics_substitution_request_action"
        )
        action["domain"] = [("order_id", "in", self.ids)]
        return action

    def action_view_pickings(self):
        """Open the transfers by which the goods go out."""
        self.ensure_one()
        pickings = self.picking_ids | self.picking_id
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
        }
        if len(pickings) == 1:
            return {**action, "res_id": pickings.id, "view_mode": "form"}
        return {
            **action,
            "domain": [("id", "in", pickings.ids)],
            "view_mode": "list,form",
        }

    def action_view_shipment(self):
        """Open the shipment that the goods travel as."""
        self.ensure_one()
        return self.shipment_id._form_action()

    def action_view_sale(self):
        """Open the sales order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.sale_id.id,
            "view_mode": "form",
        }

    def action_view_messages(self):
        """Open every message about the order."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_message_action"
        )
        return {**action, "domain": self._messages(), "context": {}}

    def action_view_trace(self):
        """Open the trace: everything that bears the order's correlation id."""
        self.ensure_one()
        return self.env["logistics.trace"]._open(self.correlation_id)

    def _form_action(self):
        """Return the action that opens the order, or the list of several."""
        action = {"type": "ir.actions.act_window", "res_model": self._name}
        if len(self) == 1:
            return {**action, "res_id": self.id, "view_mode": "form"}
        return {
            **action,
            "name": self.env._("Warehouse Orders"),
            "domain": [("id", "in", self.ids)],
            "view_mode": "list,form",
        }


class StockPicking(models.Model):
    _inherit = "stock.picking"

    logistics_can_release = fields.Boolean(compute="_compute_logistics_can_release")
    logistics_executor = fields.Char(
        compute="_compute_logistics_executor",
        help="Who has the goods, and tells what became of them.",
    )

    @api.depends("state", "logistics_order_id", "picking_type_id")
    def _compute_logistics_can_release(self):
        for picking in self:
            picking.logistics_can_release = (
                not picking.logistics_order_id and picking._logistics_can_release()
            )

    @api.depends("state", "logistics_order_id.state")
    def _compute_logistics_executor(self):
        for picking in self:
            is_open = picking.state not in ("done", "cancel")
            picking.logistics_executor = (
                is_open
                and picking._logistics_is_executed()
                and picking.sudo().logistics_order_id.integration_id.name
            )

    def action_view_logistics_order(self):
        """Open what the warehouse was told."""
        return self.logistics_order_id._form_action()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    logistics_order_ids = fields.One2many(
        "logistics.warehouse.order", "sale_id", string="Warehouse Orders", readonly=True
    )
    logistics_order_count = fields.Integer(compute="_compute_logistics_order_count")

    @api.depends("logistics_order_ids")
    def _compute_logistics_order_count(self):
        for order in self:
            order.logistics_order_count = len(order.sudo().logistics_order_ids)

    def action_view_logistics_orders(self):
        """Open what warehouses were told of the order."""
        return self.logistics_order_ids._form_action()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: What a shipment may still be called off in.
OPEN_STATES = ("draft", "released", "booked")
#: In what Odoo's documents still decide what a shipment is.
PLANNED_STATES = ("draft", "released")


class LogisticsShipment(models.Model):
    """A shipment and the order and transfers it comes from."""

    _inherit = "logistics.shipment"

    sale_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        copy=False,
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    picking_ids = fields.One2many(
        "stock.picking",
        "logistics_shipment_id",
        string="Transfers",
        readonly=True,
        groups="stock.group_stock_user",
    )
    order_promise_date = fields.Datetime(
        copy=False,
        readonly=True,
        help="What the order promised last; carriers may have told otherwise since.",
    )
    carrier_id = fields.Many2one(
        "delivery.carrier",
        string="Delivery Method",
        index="btree_not_null",
        check_company=True,
    )
    has_dangerous_goods = fields.Boolean(
        string="Dangerous Goods", help="Something in it is regulated for transport."
    )

    @api.model
    def _logistics_quietly(self):
        """Return the model for what Odoo's own documents do to shipments."""
        return self.sudo().with_context(
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            mail_auto_subscribe_no_notify=True,
        )

    def _logistics_write(self, vals):
        """Write what differs."""
        self.ensure_one()
        changed = {
            name: value
            for name, value in vals.items()
            if self._fields[name].convert_to_write(self[name], self) != value
        }
        if changed:
            self._logistics_quietly().browse(self.ids).write(changed)

    def _logistics_promise(self, promised):
        """Take in what the consignee is promised; once released it is a revision."""
        for shipment in self:
            if not promised or promised == shipment.order_promise_date:
                continue
            shipment.order_promise_date = promised
            if not shipment.released_date:
                shipment.promised_date = promised
            else:
                shipment.write(
                    {
                        "revised_promise_date": promised,
                        "revised_promise_reason": self.env._(
                            "Changed on %s", shipment.sale_id.name or shipment.name
                        ),
                    }
                )

    def _logistics_release(self):
        """Release what was not yet; the promise given so far is frozen by it."""
        drafts = self.filtered(
            lambda s: s.office_state == "draft" and s.state == "draft"
        )
        if drafts:
            drafts._logistics_quietly().browse(drafts.ids).action_release()

    def _logistics_without_last_step(self):
        """Return those that no transfer has handed over, or will, yet."""
        return self.filtered(
            lambda s: (
                s.state in OPEN_STATES
                and not any(
                    p._logistics_is_last_step() and p.state != "cancel"
                    for p in s.picking_ids
                )
            )
        )

    def _logistics_call_off(self):
        """Cancel what has not moved; tell people about what has."""
        idle = self.filtered(lambda s: s.state in OPEN_STATES)
        if idle:
            idle.action_cancel()
        for shipment in self - idle:
            shipment.message_post(
                body=self.env._(
                    "Its delivery was cancelled in Odoo, but the goods are on the way."
                )
            )

    def action_view_pickings(self):
        """Open the transfers of the shipment."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
        }
        if len(self.picking_ids) == 1:
            return {**action, "res_id": self.picking_ids.id, "view_mode": "form"}
        return {
            **action,
            "domain": [("logistics_shipment_id", "=", self.id)],
            "view_mode": "list,form",
        }

    def action_view_sale_order(self):
        """Open the order the goods were sold by."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.sale_id.id,
            "view_mode": "form",
        }

    def _logistics_is_planned(self):
        """Whether Odoo's documents still decide what it is."""
        self.ensure_one()
        return self.state in PLANNED_STATES and self.office_state != "booked"

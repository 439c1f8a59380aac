# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..models.logistics_warehouse_order import OPEN_STATES


class LogisticsWarehouseOrderForce(models.TransientModel):
    """A manager overrules what a warehouse order is kept to, and says why."""

    _name = "logistics.warehouse.order.force"
    _description = "Overrule a Warehouse Order"

    order_id = fields.Many2one("logistics.warehouse.order", required=True)
    block_note = fields.Text(related="order_id.block_note")
    what = fields.Selection(
        [
            ("release", "Release it all the same"),
            ("cancel", "Cancel it here, whatever the warehouse does"),
            ("ship", "Enter here what was shipped"),
        ],
        required=True,
        default=lambda self: self._default_what(),
    )
    reason = fields.Char(
        required=True, help="Such as: The customer paid in advance, by telephone."
    )

    def _default_what(self):
        order = self.env["logistics.warehouse.order"].browse(
            self.env.context.get("default_order_id")
        )
        return "cancel" if order.state in OPEN_STATES else "release"

    def action_do(self):
        """Do it, and keep the reason on the order and its delivery."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why."))
        words = dict(self._fields["what"]._description_selection(self.env))
        note = f"{words[self.what]}: {self.reason.strip()}"
        for record in (order, order.picking_id):
            record.sudo().message_post(body=note, author_id=self.env.user.partner_id.id)
        return getattr(self, f"_{self.what}")(order)

    def _release(self, order):
        if not order._can_release():
            raise UserError(self.env._("There is nothing to be released any more."))
        waived = self.env["logistics.release.block"].search(
            [("can_be_waived", "=", True)]
        )
        order.sudo().is_on_hold = False
        order.sudo()._release(waived=set(waived.mapped("code")), by_hand=True)
        return order._tell_released()

    def _cancel(self, order):
        """The warehouse is told, but not waited for."""
        own = order.sudo()
        if own.state in OPEN_STATES:
            own._ask_cancel()
        own._set_state("cancelled")
        own._cancel_deliveries()
        return {"type": "ir.actions.act_window_close"}

    def _ship(self, order):
        """Validate what is ready, as Odoo does where no other system does the work."""
        pickings = (order.picking_id | order.picking_ids).filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        if not pickings:
            raise UserError(self.env._("Its transfers are done already."))
        return pickings[:1].with_context(logistics_forced=True).button_validate()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from .logistics_warehouse_order import OPEN_STATES

FULFILLMENT = "warehouse.fulfillment"


class StockPicking(models.Model):
    """What a warehouse executes is not done, or called off, over its head."""

    _inherit = "stock.picking"

    def _logistics_is_executed(self):
        """Whether the warehouse's word decides when these goods leave.

        Who owns what is data: the flow of fulfilments says whether the partner does. A
        flow in shadow only compares, so people work on as before.
        """
        self.ensure_one()
        order = self.sudo().logistics_order_id
        if not order or order.state not in OPEN_STATES:
            return False
        flow = order.integration_id.flow_ids.filtered(
            lambda one: one.document_type == FULFILLMENT and one.direction == "inbound"
        )
        return not flow or (flow.mode == "live" and flow.system_of_record == "partner")

    def button_validate(self):
        self._logistics_check_hands_off()
        return super().button_validate()

    def _logistics_note_forced(self):
        """Keep on record that a manager enters what is the warehouse's to tell.

        Here, as a button is not the only way to it.
        """
        if self.env.su or not self._logistics_may_overrule():
            return
        author = self.env.user.partner_id
        for picking in self.filtered(lambda one: one._logistics_is_executed()):
            words = self.env._("%s was entered here by force.", picking.name)
            own = picking.sudo()
            for record in (own, own.logistics_order_id):
                record._message_log(body=words, author_id=author.id)

    def _logistics_check_hands_off(self):
        """Raise where somebody would enter what the warehouse is to tell."""
        if self._logistics_may_overrule():
            return
        executed = self.filtered(
            lambda p: p.state not in ("done", "cancel") and p._logistics_is_executed()
        )
        if executed:
            raise UserError(
                self.env._(
                    "%(pickings)s: the goods are with %(warehouse)s, which tells what "
                    "it ships. A manager may enter it by force from the warehouse "
                    "order.",
                    pickings=", ".join(executed.mapped("name")),
                    warehouse=", ".join(
                        executed.sudo().logistics_order_id.integration_id.mapped("name")
                    ),
                )
            )

    def _logistics_may_overrule(self):
        """Whether it is the warehouse's own word, or a manager who answers for it.

        Anybody may put what they like into a context, so that alone says nothing.
        """
        context = self.env.context
        if self.env.su:
            return bool(context.get("logistics_told"))
        return bool(context.get("logistics_forced")) and self.env.user.has_group(
            "logistics_base.group_manager"
        )

    def _action_done(self):
        self._logistics_note_forced()
        result = super()._action_done()
        if not self.env.context.get("logistics_told"):
            self.sudo().logistics_order_id._close_by_hand()
        return result

    def action_cancel(self):
        """Ask the warehouse first where it works on it; cancel the rest at once."""
        if self.env.su and self._logistics_may_overrule():
            return super().action_cancel()
        executed = self.filtered(
            lambda p: p.state not in ("done", "cancel") and p._logistics_is_executed()
        )
        if not executed:
            result = super().action_cancel()
            self.sudo().logistics_order_id._close_unsent()
            return result
        executed.check_access("write")
        executed.sudo().logistics_order_id._ask_cancel()
        if others := self - executed:
            others.action_cancel()
        return executed._logistics_tell_asked()

    def _logistics_tell_asked(self):
        """Return a notification: nothing is cancelled yet."""
        text = self.env._(
            "%s: the warehouse is asked first. It is cancelled once the warehouse agrees.",
            ", ".join(self.mapped("name")),
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "warning", "message": text},
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from .logistics_warehouse_order import CLOSED_STATES, OPEN_STATES


class LogisticsWarehouseOrder(models.Model):
    """Calling an order back: the warehouse is asked first, and it may be too late."""

    _inherit = "logistics.warehouse.order"

    def action_cancel(self):
        """Call orders back; deliveries are cancelled once the warehouse agrees."""
        self._check_works()
        if over := self.filtered(lambda order: order.state in CLOSED_STATES):
            raise UserError(
                self.env._(
                    "Too late, or done already: %s", ", ".join(over.mapped("name"))
                )
            )
        own = self.sudo()
        own.filtered(lambda order: order.state in OPEN_STATES)._ask_cancel()
        unsent = own.filtered(lambda order: order.state not in OPEN_STATES)
        unsent._cancel_deliveries()
        unsent._set_state("cancelled")

    def _ask_cancel(self):
        """Ask the warehouse to let orders go, once; nothing is cancelled by that."""
        asked = self.filtered(
            lambda o: o.state in OPEN_STATES and o.cancel_state != "asked"
        )
        for order in asked:
            order.sent_digest = False
            order._send_revision("cancel")
            order.write({"cancel_state": "asked", "needs_review": False})
            order._message_log(
                body=self.env._("The warehouse was asked to cancel the order.")
            )
        asked._publish_state()
        return asked

    def _told_cancelled(self, reason):
        """The warehouse let go: asked, the delivery is cancelled, too; else a person
        says what becomes of it."""
        going = self.filtered(
            lambda order: order.state in (*OPEN_STATES, "rejected", "waiting", "draft")
        )
        asked = going.filtered(lambda order: order.cancel_state == "asked")
        going.write({"cancel_state": "done", "reason": reason})
        going._set_state("cancelled")
        asked._cancel_deliveries()
        for order in going - asked:
            order._open_case(
                "hold",
                self.env._(
                    "%(warehouse)s cancelled %(order)s, which nobody here asked for: "
                    "%(reason)s",
                    warehouse=order.warehouse_id.name,
                    order=order.name,
                    reason=reason or self.env._("no reason given"),
                ),
            )
        return going

    def _told_too_late(self, reason):
        """It was too late to cancel, or to change: the delivery stays as it was told."""
        asked = self.filtered(
            lambda o: o.cancel_state == "asked" and o.state not in ("cancelled",)
        )
        changed = (self - asked).filtered(
            lambda o: o.state in OPEN_STATES and o.cancel_state != "refused"
        )
        asked.write({"cancel_state": "refused", "reason": reason})
        for order in asked:
            # What it does is what it was told before it was asked to stop.
            order.sent_digest = order._digest("change")
            order._open_case("other", order._words_of_refusal(reason))
        for order in changed:
            order._open_case(
                "other",
                self.env._(
                    "%(warehouse)s is too far with %(order)s to change it: %(reason)s",
                    warehouse=order.warehouse_id.name,
                    order=order.name,
                    reason=reason or self.env._("no reason given"),
                ),
            )
        asked._publish_state()
        return asked

    def _words_of_refusal(self, reason):
        return self.env._(
            "Too late to cancel %(order)s, says %(warehouse)s: %(reason)s. The delivery "
            "stays open.",
            order=self.name,
            warehouse=self.warehouse_id.name,
            reason=reason or self.env._("no reason given"),
        )

    def _cancel_deliveries(self):
        """Cancel the transfers of orders that the warehouse does not work on."""
        pickings = (self.picking_id | self.picking_ids).filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        if pickings:
            pickings.with_context(logistics_told=True).action_cancel()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .logistics_warehouse_order import OPEN_STATES

#: What must hold of a change before it is sent.
CHECKED = ("address", "service", "product")


class LogisticsWarehouseOrder(models.Model):
    """What changes in Odoo after the release: told as a new revision, until too late."""

    _inherit = "logistics.warehouse.order"

    def _note_changes(self):
        """Something about deliveries changed: have it looked at after the commit.

        Not where the change is what the warehouse itself told.
        """
        if not self or self.env.context.get("logistics_told"):
            return
        live = self.sudo().filtered(
            lambda order: order.state in (*OPEN_STATES, "draft", "waiting")
        )
        if not live:
            return
        fresh = live.filtered(lambda order: not order.needs_review)
        fresh.needs_review = True
        (live - fresh)._note_once_more()
        self.env["stock.picking"]._logistics_wake_release()

    def _note_once_more(self):
        """Write that a change is to be looked at, though it is written already.

        A job that looks at the one before it right now, and does not see this one, must
        not take the note away: the database ends whichever of both comes second.
        """
        self.env.cr.execute(
            "UPDATE logistics_warehouse_order SET needs_review = TRUE "
            "WHERE id = ANY(%s)",
            (self.ids,),
        )

    @api.model
    def _note_change_of(self, partners):
        """An address changed: have the orders that go there looked at."""
        live = (*OPEN_STATES, "draft", "waiting")
        orders = self.sudo().search(
            [
                ("state", "in", live),
                "|",
                ("partner_id", "in", partners.ids),
                ("partner_id.commercial_partner_id", "in", partners.ids),
            ]
        )
        orders._note_changes()

    def _review(self):
        """Send what changed since it was told; ask to cancel where nothing is left."""
        for order in self:
            if order.cancel_state == "asked":
                order.needs_review = False
                continue
            order._sync()
            if all(line.is_removed for line in order.line_ids):
                order._ask_cancel()
            elif order._digest("change") == order.sent_digest:
                order.write({"needs_review": False} | order._no_blocks())
            elif order.state == "packed":
                order._note_too_late()
            else:
                order._send_change()

    def _send_change(self):
        """Send a new revision, unless what it would say cannot be carried out."""
        found = self.picking_id._logistics_release_blocks().get(self.picking_id.id, ())
        blocks = [(code, text) for code, text in found if code in CHECKED]
        if blocks:
            self._note_blocks(blocks)
            return
        self._send_revision("change")
        self.write({"needs_review": False} | self._no_blocks())
        self._message_log(
            body=self.env._("Revision %s was sent to the warehouse.", self.revision)
        )

    def _note_too_late(self):
        """It changed when it stood packed: a person settles it with the warehouse."""
        self.needs_review = False
        # Said once.
        self.sent_digest = self._digest("change")
        self._open_case(
            "other",
            self.env._(
                "%(order)s was changed in Odoo, but %(warehouse)s has packed it already.",
                order=self.name,
                warehouse=self.warehouse_id.name,
            ),
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def write(self, vals):
        result = super().write(vals)
        if not {"commitment_date", "client_order_ref"}.isdisjoint(vals):
            orders = self.env["logistics.warehouse.order"].sudo()
            orders.search([("sale_id", "in", self.ids)])._note_changes()
        return result

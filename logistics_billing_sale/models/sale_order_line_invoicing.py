# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class SaleOrderLine(models.Model):
    """What of a line may be invoiced: no more than what has reached its milestone."""

    _inherit = "sale.order.line"

    logistics_qty_held = fields.Float(
        string="Held from Invoicing",
        digits="Product Unit",
        compute="_compute_qty_to_invoice",
        store=True,
        help="What Odoo would invoice, and is not invoiced yet for what its shipments "
        "wait for.",
    )

    def _auto_init(self):
        """Spare a large database the reckoning of what nobody held."""
        if not column_exists(self.env.cr, self._table, "logistics_qty_held"):
            create_column(self.env.cr, self._table, "logistics_qty_held", "numeric")
        return super()._auto_init()

    @api.depends(
        "order_id.logistics_invoice_policy",
        "order_id.logistics_is_held",
        "order_id.logistics_billed_by_id",
    )
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        self.logistics_qty_held = 0.0
        self._logistics_hold_back_gated()
        return result

    def _logistics_hold_back_gated(self):
        """Ask nothing of lines of orders that are invoiced as Odoo does."""
        orders = self.order_id.filtered(lambda o: o._logistics_gates_invoicing())
        if orders:
            self.filtered(lambda line: line.order_id in orders)._logistics_hold_back()

    @api.depends("logistics_qty_held")
    def _compute_invoice_status(self):
        """What is held is not invoiced, even where all of it has left."""
        result = super()._compute_invoice_status()
        for line in self:
            if line.invoice_status == "invoiced" and line.logistics_qty_held > 0:
                line.invoice_status = "no"
        return result

    def _logistics_hold_back(self):
        """Take from what may be invoiced what is held; negative quantities stay."""
        for line in self.filtered(lambda one: one.product_type != "combo"):
            due = line.qty_to_invoice
            if due <= 0 or line.is_downpayment:
                continue
            free = line._logistics_free_to_invoice(due)
            line.logistics_qty_held = line.product_uom_id.round(due - free)
            line.qty_to_invoice = line.product_uom_id.round(free)
        for line in self.linked_line_id | self:
            if line.product_type == "combo" and not any(
                line.linked_line_ids.mapped("qty_to_invoice")
            ):
                line.qty_to_invoice = 0.0

    def _logistics_free_to_invoice(self, due):
        """Return how much of what Odoo would invoice may be invoiced now."""
        limit = self._logistics_limit()
        if limit is None:
            return due
        return min(due, max(limit - self.qty_invoiced, 0.0))

    def _logistics_exceeds_limit(self):
        """Whether more of the line is invoiced, drafts included, than may be."""
        if self.is_downpayment or self.display_type:
            return False
        limit = self._logistics_limit()
        return (
            limit is not None
            and self.product_uom_id.compare(self.qty_invoiced, limit) > 0
        )

    def _logistics_limit(self):
        """Return how much of the line may be invoiced in all, None for any quantity."""
        order = self.order_id
        if order.logistics_billed_by_id:
            return 0.0
        if self._is_delivery():
            return None if order._logistics_has_free_goods() else 0.0
        if not self._logistics_is_gated():
            return None
        if self._logistics_is_kit():
            return None if self._logistics_all_free() else 0.0
        return max(self._logistics_released_qty(), 0.0)

    def _logistics_is_gated(self):
        """Whether goods of the line are handed over by transfers of ours."""
        return self.qty_delivered_method == "stock_move" and bool(self.move_ids)

    def _logistics_is_kit(self):
        return any(move.product_id != self.product_id for move in self.move_ids)

    def _logistics_outgoing(self):
        outgoing, incoming = self._get_outgoing_incoming_moves()
        return outgoing.filtered(lambda move: move.state != "cancel"), incoming

    def _logistics_all_free(self):
        is_strict = self._logistics_is_strict()
        return all(
            _is_free(move) and (move.state == "done" or not is_strict)
            for move in self.move_ids
            if move.state != "cancel" and move.location_dest_usage == "customer"
        )

    def _logistics_is_strict(self):
        """Whether only what has left may be invoiced, however it is sold."""
        order = self.order_id
        return order.logistics_invoice_policy != "order"

    def _logistics_released_qty(self):
        """Return how much of the line may be, or is, invoiced, in the line's unit.

        What left in shipments that are free, less what came back of it. Where the order
        is invoiced as Odoo does and something is held all the same, it is what Odoo
        goes by less what is held.
        """
        outgoing, incoming = self._logistics_outgoing()
        done = outgoing.filtered(lambda move: move.state == "done")
        if self._logistics_is_strict():
            free = self._logistics_sum(done.filtered(_is_free))
            back = incoming.filtered(
                lambda move: (
                    move.state == "done" and _is_free(move.origin_returned_move_id)
                )
            )
            return free - self._logistics_sum(back)
        by_order = self.product_id.invoice_policy == "order"
        basis = self.product_uom_qty if by_order else self.qty_delivered
        held = (outgoing if by_order else done).filtered(lambda m: not _is_free(m))
        if by_order and not outgoing and self.order_id.logistics_is_held:
            return 0.0
        return basis - self._logistics_sum(held)

    def _logistics_sum(self, moves):
        return sum(
            move.product_uom._compute_quantity(
                move.quantity if move.state == "done" else move.product_uom_qty,
                self.product_uom_id,
                rounding_method="HALF-UP",
            )
            for move in moves
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _logistics_has_free_goods(self):
        """Whether some goods may be invoiced, or there are none to wait for."""
        goods = self.order_line.filtered(
            lambda line: line._logistics_is_gated() and not line._is_delivery()
        )
        return not goods or any(line._logistics_limit() != 0 for line in goods)


def _is_free(move):
    """Whether no shipment holds the goods of a move; without one nothing does."""
    return not move.picking_id.sudo().logistics_shipment_id.invoicing_hold

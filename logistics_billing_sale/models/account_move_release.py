# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.database_errors import gave_up

_logger = logging.getLogger(__name__)


class AccountMove(models.Model):
    """A customer's invoice is not posted for goods that are held."""

    _inherit = "account.move"

    logistics_post_on_release = fields.Boolean(
        string="Post When Released",
        copy=False,
        help="The draft waits, and is posted as soon as nothing of it is held.",
    )
    logistics_hold_note = fields.Char(compute="_compute_logistics_hold_note")

    def _compute_logistics_hold_note(self):
        for move in self:
            lines = move._logistics_held_lines() if move.state == "draft" else ()
            move.logistics_hold_note = bool(lines) and "; ".join(
                dict.fromkeys(
                    order.logistics_hold_summary or order.name
                    for order in lines.order_id
                )
            )

    def _logistics_held_lines(self):
        """Return the lines of orders that the invoice charges more of than is free."""
        held = self.env["sale.order.line"].sudo()
        for move in self:
            if move.move_type != "out_invoice":
                continue
            for line in move.sudo().invoice_line_ids.sale_line_ids:
                order = line.order_id
                if (
                    order._logistics_gates_invoicing()
                    and line._logistics_exceeds_limit()
                ):
                    held |= line
        return held

    def _post(self, soft=True):
        held = self.filtered(lambda m: m.state == "draft")._logistics_held_lines()
        if held:
            order = held.order_id[:1]
            raise UserError(
                self.env._(
                    "%(order)s: %(product)s is held from invoicing.\n%(why)s\nFinance "
                    "may release it by hand, or have the invoice posted when it is "
                    "released.",
                    order=order.name,
                    product=held[:1].product_id.display_name,
                    why=order.logistics_hold_summary or "",
                )
            )
        return super()._post(soft=soft)

    def _logistics_charging(self):
        """Return invoices and credit notes of orders of which something is shipped."""
        sold = self.filtered(
            lambda move: (
                move.move_type in ("out_invoice", "out_refund")
                and move.sudo().invoice_line_ids.sale_line_ids
            )
        )
        orders = sold.sudo().invoice_line_ids.sale_line_ids.order_id
        shipped = orders.filtered("logistics_shipment_ids")
        return super()._logistics_charging() | sold.filtered(
            lambda move: move.sudo().invoice_line_ids.sale_line_ids.order_id & shipped
        )

    def _logistics_references(self):
        orders = self.sudo().invoice_line_ids.sale_line_ids.order_id
        numbers = [("order", order.name) for order in orders]
        numbers += [
            ("customer", order.client_order_ref)
            for order in orders
            if order.client_order_ref
        ]
        numbers += [
            (reference.type, reference.value)
            for reference in orders.logistics_shipment_ids.reference_ids
            if reference.type in ("tracking", "delivery")
        ]
        return (
            *super()._logistics_references(),
            *(self._logistics_reference(*number) for number in dict.fromkeys(numbers)),
        )

    def action_logistics_post_on_release(self):
        """Have drafts posted as soon as nothing of them is held."""
        self.check_access("write")
        drafts = self.filtered(lambda move: move.state == "draft")
        drafts.logistics_post_on_release = True
        drafts.sudo().invoice_line_ids.sale_line_ids.order_id._logistics_invoice_soon()

    def _logistics_send_released(self):
        """Send invoices to their customers, once; what cannot be sent is told there."""
        for move in self.filtered(lambda m: m.state == "posted" and not m.is_move_sent):
            try:
                with self.env.cr.savepoint():
                    self.env["account.move.send"]._generate_and_send_invoices(
                        move, from_cron=True, allow_fallback_pdf=True
                    )
                    self.env.flush_all()
            except Exception as error:
                if gave_up(error):
                    raise
                self.env.invalidate_all(flush=False)
                _logger.warning("Invoice %s is not sent: %s", move.name, error)
                move.message_post(body=self.env._("It was not sent: %s", error))

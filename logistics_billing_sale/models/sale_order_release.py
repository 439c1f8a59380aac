# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.logistics_base.models.database_errors import gave_up

_logger = logging.getLogger(__name__)

CRON = "logistics_billing_sale.ir_cron_invoice_released"
#: So many orders are looked for at a time; each is invoiced, and committed, by itself.
BATCH = 50


class SaleOrder(models.Model):
    """Orders of which something was released are invoiced in the background.

    One at a time, each in a transaction of its own: what fails is told on the order, and
    keeps no other waiting.
    """

    _inherit = "sale.order"

    logistics_invoice_due = fields.Boolean(
        readonly=True,
        copy=False,
        help="Something of it was released: it is invoiced in the background.",
    )
    logistics_invoice_error = fields.Char(
        string="Not Invoiced by Itself", readonly=True, copy=False
    )

    _logistics_due = models.Index("(id) WHERE logistics_invoice_due")

    def _logistics_invoice_soon(self):
        """Have orders invoiced after this transaction, where the company wants that."""
        due = self.sudo().filtered(
            lambda order: (
                order.state == "sale"
                and not order.logistics_billed_by_id
                and order.company_id.logistics_release_makes != "nothing"
            )
        )
        if due:
            due.write({"logistics_invoice_due": True, "logistics_invoice_error": False})
            self.env.ref(CRON).sudo()._trigger()

    def action_logistics_invoice_again(self):
        """Try again what could not be invoiced by itself."""
        self.check_access("write")
        self._logistics_invoice_soon()

    @api.model
    def _logistics_invoice_released(self):
        """Invoice what is due, order by order; whatever is cut off is done again."""
        cron = self.env["ir.cron"]
        found = self.search([("logistics_invoice_due", "=", True)], limit=BATCH + 1)
        remaining = len(found)
        cron._commit_progress(remaining=remaining)
        for order_id in found[:BATCH].ids:
            self.browse(order_id)._logistics_invoice_alone()
            remaining -= 1
            if not cron._commit_progress(1, remaining=remaining):
                break

    def _logistics_invoice_alone(self):
        """Invoice one order that is due, unless another process is at it."""
        due = Domain("id", "=", self.id) & Domain("logistics_invoice_due", "=", True)
        order = self.search(due).try_lock_for_update()
        if not order:
            return
        order = order.with_company(order.company_id)
        try:
            with self.env.cr.savepoint():
                moves = order._logistics_make_invoices()
                self.env.flush_all()
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            _logger.warning("Order %s is not invoiced: %s", order.name, error)
            order._logistics_note_error(error)
            return
        order.write({"logistics_invoice_due": False, "logistics_invoice_error": False})
        moves._logistics_send_released()

    def _logistics_make_invoices(self):
        """Make, and post, the invoices that may be made now; return them.

        What may be invoiced is read from the order here: a second run finds nothing.
        """
        self._logistics_lock_for_invoice()
        makes = self.company_id.logistics_release_makes
        moves = self.env["account.move"]
        if any(
            line.qty_to_invoice > 0 and line._can_be_invoiced_alone()
            for line in self.order_line
            if not line.display_type and not line.is_downpayment
        ):
            moves = self.with_context(
                raise_if_nothing_to_invoice=False
            )._create_invoices(final=self._logistics_deducts_payments())
        waiting = self.invoice_ids.filtered(
            lambda move: move.state == "draft" and move.logistics_post_on_release
        )
        waiting = waiting.filtered(lambda move: not move._logistics_held_lines())
        if makes in ("posted", "sent"):
            (moves | waiting).action_post()
        else:
            waiting.action_post()
        if makes == "sent":
            return (moves | waiting).filtered(lambda m: m.move_type == "out_invoice")
        return self.env["account.move"]

    def _logistics_deducts_payments(self):
        """Whether this invoice takes the down payments off.

        It does once it is large enough, or the last: no invoice of a part becomes a
        credit note for what was paid in advance.
        """
        lines = self.order_line.filtered(lambda line: not line.display_type)
        paid = sum(
            line.untaxed_amount_invoiced for line in lines.filtered("is_downpayment")
        )
        if self.currency_id.is_zero(paid):
            return True
        now = sum(
            line.qty_to_invoice * line.price_reduce_taxexcl
            for line in lines
            if not line.is_downpayment
        )
        return self.currency_id.compare_amounts(now, paid) >= 0

    def _logistics_note_error(self, error):
        """Tell on the order, and once to its salesperson, what kept it back."""
        text = str(error)[:500] or type(error).__name__
        is_new = text != self.logistics_invoice_error
        self.write({"logistics_invoice_due": False, "logistics_invoice_error": text})
        if not is_new:
            return
        self.message_post(body=self.env._("It was not invoiced: %s", text))
        if not self.activity_search(["mail.mail_activity_data_warning"]):
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=self.env._("Invoice the order by hand"),
                note=text,
                user_id=(self.user_id or self.env.user).id,
            )

    def _logistics_tell_taken_back(self, shipment, reason):
        """Tell that what a shipment was invoiced for has been taken back."""
        self.ensure_one()
        moves = self.invoice_ids.filtered(lambda move: move.state != "cancel")
        if not moves:
            return
        text = self.env._(
            "%(shipment)s: %(reason)s, and it is invoiced: %(invoices)s",
            shipment=shipment.name,
            reason=reason,
            invoices=", ".join(move.name or self.env._("draft") for move in moves),
        )
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("Invoiced, and no longer proven"),
            note=text,
            user_id=(self.user_id or self.env.user).id,
        )
        for record in (self, *moves):
            record.message_post(body=text)


class LogisticsInvoicing(models.AbstractModel):
    _inherit = "logistics.invoicing"

    @api.model
    def _on_events(self, rows):
        """Besides, have orders invoiced of which something is released now."""
        result = super()._on_events(rows)
        released = {
            row.shipment_id
            for row in rows
            if row.type == "shipment.invoicing" and row.summary == "released"
        }
        shipments = self.env["logistics.shipment"].sudo().browse(sorted(released))
        shipments.exists().sale_id._logistics_invoice_soon()
        return result

    @api.model
    def _progress(self, shipment_ids):
        """What Odoo's own transfer handed over is dispatched, whatever is heard."""
        progress = super()._progress(shipment_ids)
        transfers = self.env["stock.picking"].sudo()
        gone = {
            picking.logistics_shipment_id.id
            for picking in transfers.search(
                [
                    ("logistics_shipment_id", "in", list(progress)),
                    ("state", "=", "done"),
                ]
            )
            if picking._logistics_is_last_step()
        }
        return {
            shipment_id: one._replace(reached=one.reached | {"dispatch"})
            if shipment_id in gone
            else one
            for shipment_id, one in progress.items()
        }

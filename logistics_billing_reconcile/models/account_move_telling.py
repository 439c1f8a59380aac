# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.documents import Reference

from ..canonical.invoice_news import (
    InvoiceDisputed,
    InvoicePaid,
    InvoicePosted,
    PostedLine,
)

NEWS = ("invoice.posted", "invoice.paid", "invoice.disputed")


class AccountMove(models.Model):
    """Customers' invoices for shipments are told to systems that want to know.

    Addons that know which invoices charge shipments extend
    :meth:`_logistics_charging` and :meth:`_logistics_references`.
    """

    _inherit = "account.move"

    def _logistics_charging(self):
        """Return the customers' invoices that charge something that was shipped."""
        return self.browse()

    def _logistics_references(self):
        """Return what an invoice charges, by the numbers it is known by."""
        return ()

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        charging = posted._logistics_charging()
        self.env["logistics.event"].sudo()._publish("invoice.posted", charging.sudo())
        return posted

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        charging = self._logistics_charging()
        self.env["logistics.event"].sudo()._publish("invoice.paid", charging.sudo())
        return result

    def action_logistics_dispute(self, reason):
        """Note that the customer disputes the invoice, and tell of it.

        :param str reason: what is disputed.
        """
        if not self.env.user.has_group("account.group_account_invoice"):
            raise UserError(self.env._("Billing notes what customers dispute."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say what is disputed."))
        self.check_access("write")
        posted = self.filtered(lambda move: move.state == "posted").sudo()
        posted.write(
            {"logistics_is_disputed": True, "logistics_dispute_reason": reason}
        )
        self.env["logistics.event"].sudo()._publish("invoice.disputed", posted)
        for move in posted:
            move.message_post(body=self.env._("The customer disputes it: %s", reason))

    def action_logistics_settle_dispute(self):
        """Note that the customer disputes the invoice no longer, and tell of it."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise UserError(self.env._("Billing notes what customers dispute."))
        self.check_access("write")
        disputed = self.filtered("logistics_is_disputed").sudo()
        disputed.write(
            {"logistics_is_disputed": False, "logistics_dispute_reason": False}
        )
        self.env["logistics.event"].sudo()._publish("invoice.disputed", disputed)
        for move in disputed:
            move.message_post(body=self.env._("The customer disputes it no longer."))

    # What others are told

    def _logistics_news(self, document_type, integration):
        """Return the document that tells a system what became of the invoice."""
        self.ensure_one()
        write = {
            "invoice.posted": self._logistics_posted,
            "invoice.paid": self._logistics_paid,
            "invoice.disputed": self._logistics_disputed,
        }[document_type]
        return write(
            number=self.name,
            partner=self._logistics_customer_for(integration),
            currency=self.currency_id.name,
            references=tuple(self._logistics_references()),
        )

    def _logistics_posted(self, **common):
        return InvoicePosted(
            kind="credit" if self.move_type == "out_refund" else "invoice",
            amount=self._exact(self.amount_total),
            tax=self._exact(self.amount_tax),
            invoice_date=self.invoice_date,
            due_date=self.invoice_date_due,
            credits=self.reversed_entry_id.name or None,
            lines=tuple(
                PostedLine(
                    amount=self._exact(line.price_subtotal),
                    description=(line.name or "")[:500] or None,
                    product=line.product_id.default_code or None,
                    quantity=Decimal(f"{line.quantity:.6f}").normalize() + 0,
                )
                for line in self.invoice_line_ids
                if line.display_type == "product"
            ),
            **common,
        )

    def _logistics_paid(self, **common):
        return InvoicePaid(
            amount=self._exact(self.amount_total - self.amount_residual),
            open=self._exact(self.amount_residual),
            paid_date=fields.Date.context_today(self),
            **common,
        )

    def _logistics_disputed(self, **common):
        return InvoiceDisputed(
            amount=self._exact(self.amount_total),
            state="submitted" if self.logistics_is_disputed else "closed",
            reason=self.logistics_dispute_reason or None,
            **common,
        )

    def _exact(self, amount):
        return Decimal(f"{amount:.{self.currency_id.decimal_places}f}")

    def _logistics_customer_for(self, integration):
        """Return the customer as a system knows it, else by its number or name here."""
        customer = self.commercial_partner_id
        bound = (
            self.env["logistics.binding"]
            .sudo()
            .search(
                [
                    ("integration_id", "=", integration.id),
                    ("res_model", "=", "res.partner"),
                    ("res_id", "=", customer.id),
                ],
                limit=1,
            )
        )
        return (bound.external_id or customer.ref or customer.name or "")[:200] or None

    @api.model
    def _logistics_reference(self, kind, value):
        return Reference(kind, value[:120])


class LogisticsInvoicing(models.AbstractModel):
    _inherit = "logistics.invoicing"

    @api.model
    def _on_events(self, rows):
        """Besides, tell of invoices whoever shall know of them."""
        result = super()._on_events(rows)
        for row in rows:
            if row.type in NEWS and row.res_model == "account.move":
                move = self.env["account.move"].sudo().browse(row.res_id).exists()
                self._tell_of(row, move)
        return result

    @api.model
    def _tell_of(self, row, move):
        for integration in self._listeners(row.type, move.company_id):
            document = move._logistics_news(row.type, integration)
            key = self._once_for(row, move, document)
            try:
                self.env["logistics.message"]._send(integration, document, key=key)
            except UserError as error:
                move.message_post(body=str(error))

    @api.model
    def _once_for(self, row, move, document):
        """Return what makes the same news the same, however often it is published."""
        if row.type == "invoice.posted":
            return f"{move.id}:{move.name}:{document.amount}"
        if row.type == "invoice.paid":
            return f"{move.id}:{move.name}:{document.open}"
        return f"event:{row.id}"

    @api.model
    def _listeners(self, document_type, company):
        """Return the live systems that are told of such news, Odoo being their owner."""
        if not company:
            return self.env["logistics.integration"]
        flows = (
            self.env["logistics.flow"]
            .sudo()
            .search(
                [
                    ("document_type", "=", document_type),
                    ("direction", "=", "outbound"),
                    ("system_of_record", "=", "odoo"),
                    ("integration_id.company_id", "=", company.id),
                    ("integration_id.kind", "=", "billing"),
                    ("integration_id.state", "in", ("live", "paused")),
                ]
            )
        )
        return flows.integration_id

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize


class LogisticsHandlerInvoiceNews(models.AbstractModel):
    """What the handlers of invoices' news have in common.

    An addon that takes part of the news of one side extends ``_apply_customer`` or
    ``_apply_carrier``.
    """

    _name = "logistics.handler.invoice.news"
    _inherit = "logistics.handler"
    _description = "Invoice News Handler"

    @api.model
    def _apply(self, batch):
        for item in batch.live():
            if item.document.party == "carrier":
                self._apply_carrier(batch.integration, item)
            else:
                self._apply_customer(batch.integration, item)

    @api.model
    def _apply_carrier(self, integration, item):
        """Take in news of a carrier's invoice."""
        item.refuse(
            "content",
            self.env._("What carriers bill comes as carrier.invoice, not as this."),
        )

    @api.model
    def _apply_customer(self, integration, item):
        """Take in news of a customer's invoice."""
        raise NotImplementedError

    @api.model
    def _own_invoice(self, integration, document):
        """Return the customer invoice of ours that a document names, if any."""
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", integration.company_id.id),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("state", "=", "posted"),
                    ("name", "=", document.number),
                ],
                limit=1,
            )
        )

    @api.model
    def _external_invoice(self, integration, item):
        """Return the other system's invoice; park the item until it is told of."""
        number = item.document.number
        invoices = self.env["logistics.customer.invoice"]
        invoice = invoices._known(integration, [number]).get(number)
        if not invoice:
            item.park(
                "reference",
                self.env._("Invoice %s is not known yet.", number),
                [("reference", self._wait_key(number))],
            )
        return invoice

    @api.model
    def _wait_key(self, number):
        return f"invoice:{normalize(number)}"


class LogisticsHandlerInvoicePosted(models.AbstractModel):
    """Invoices that another system posted: what they charge is invoiced."""

    _name = "logistics.handler.invoice.posted"
    _inherit = "logistics.handler.invoice.news"
    _description = "Posted Invoice Handler"

    @api.model
    def _apply_customer(self, integration, item):
        document = item.document
        invoices = self.env["logistics.customer.invoice"]
        known = invoices._known(integration, [document.number])
        if invoice := known.get(document.number):
            item.shipment_ids.extend(invoice.shipment_ids.ids)
            return
        references = self._references(document)
        shipments = invoices._shipments_named(integration, references)
        try:
            invoices._currency_of(integration.company_id, document)
        except LookupError as error:
            item.refuse("content", str(error))
            return
        invoices._take_in(integration, document, shipments)
        item.shipment_ids.extend(shipments.ids)
        waits = self.env["logistics.message.wait"].sudo()
        key = self._wait_key(document.number)
        waits._release(integration.company_id, "reference", [key])

    @api.model
    def _references(self, document):
        lines = [r for line in document.lines for r in line.references]
        return (*document.references, *lines)


class LogisticsHandlerInvoicePaid(models.AbstractModel):
    """Payments that another system knows of; nothing is posted for them."""

    _name = "logistics.handler.invoice.paid"
    _inherit = "logistics.handler.invoice.news"
    _description = "Paid Invoice Handler"

    @api.model
    def _apply_customer(self, integration, item):
        if move := self._own_invoice(integration, item.document):
            move._logistics_note_paid(integration, item.document)
        elif invoice := self._external_invoice(integration, item):
            invoice._set_paid(item.document)
            item.shipment_ids.extend(invoice.shipment_ids.ids)


class LogisticsHandlerInvoiceDisputed(models.AbstractModel):
    """Disputes of customers about what they are to pay."""

    _name = "logistics.handler.invoice.disputed"
    _inherit = "logistics.handler.invoice.news"
    _description = "Disputed Invoice Handler"

    @api.model
    def _apply_customer(self, integration, item):
        if move := self._own_invoice(integration, item.document):
            move._logistics_note_dispute(integration, item.document)
        elif invoice := self._external_invoice(integration, item):
            invoice._set_disputed(item.document)
            item.shipment_ids.extend(invoice.shipment_ids.ids)

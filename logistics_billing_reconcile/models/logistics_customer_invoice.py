# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.references import normalize

from ..canonical.carrier_invoice import KINDS


class LogisticsCustomerInvoice(models.Model):
    """A customer's invoice that another system owns: what it told of it.

    It stands for no journal entry. The same number of the same system exists once.
    """

    _name = "logistics.customer.invoice"
    _description = "Customer Invoice of Another System"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "invoice_date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, index="trigram")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Billed by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null"
    )
    kind = fields.Selection(
        [(KINDS[0], "Invoice"), (KINDS[1], "Credit Note")],
        required=True,
        default=KINDS[0],
        readonly=True,
    )
    credits = fields.Char(readonly=True, help="The invoice that it takes back.")
    invoice_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    amount_tax = fields.Monetary(string="Tax", readonly=True)
    amount_open = fields.Monetary(string="Open", readonly=True)
    paid_date = fields.Date(readonly=True)
    state = fields.Selection(
        [("posted", "Posted"), ("disputed", "Disputed"), ("paid", "Paid")],
        required=True,
        default="posted",
        readonly=True,
        tracking=True,
    )
    dispute_reason = fields.Char(readonly=True)
    shipment_ids = fields.Many2many(
        "logistics.shipment",
        "logistics_customer_invoice_shipment",
        string="Shipments",
        readonly=True,
    )
    move_id = fields.Many2one(
        "account.move",
        string="Imported as",
        readonly=True,
        index="btree_not_null",
        help="The draft that was made of it, where its integration imports drafts.",
    )

    _once = models.UniqueIndex(
        "(integration_id, name)", "This invoice of this system is there already."
    )

    def write(self, vals):
        """Let people talk about it; what it tells only its owner changes."""
        told = {name for name in vals if name in self._fields}
        if not self.env.su and not all(
            name.startswith(("message_", "activity_")) for name in told
        ):
            raise UserError(self.env._("The system that owns this invoice changes it."))
        return super().write(vals)

    # What its owner tells

    @api.model
    def _known(self, integration, numbers):
        """Return {number: invoice} of a system."""
        found = self.sudo().search(
            [("integration_id", "=", integration.id), ("name", "in", list(numbers))]
        )
        return {invoice.name: invoice for invoice in found}

    @api.model
    def _take_in(self, integration, document, shipments):
        """Return the invoice of a posted document; what is there stays as it is."""
        company = integration.company_id
        invoice = self.sudo().create(
            {
                "name": document.number,
                "integration_id": integration.id,
                "company_id": company.id,
                "partner_id": self._partner_of(integration, document, shipments).id,
                "kind": document.kind,
                "credits": document.credits,
                "invoice_date": document.invoice_date,
                "due_date": document.due_date,
                "currency_id": self._currency_of(company, document).id,
                "amount_total": document.amount or self._sum_of(document),
                "amount_tax": document.tax or 0,
                "amount_open": document.amount or self._sum_of(document),
                "shipment_ids": [fields.Command.set(shipments.ids)],
            }
        )
        invoice._link(document)
        if integration.billing_import == "draft":
            invoice._import_draft(document)
        return invoice

    @api.model
    def _sum_of(self, document):
        return sum(line.amount for line in document.lines) + (document.tax or 0)

    @api.model
    def _currency_of(self, company, document):
        """Return the currency that is told, the company's where none is.

        :raise LookupError: of one that nobody knows.
        """
        if not document.currency:
            return company.currency_id
        found = (
            self.env["res.currency"]
            .sudo()
            .with_context(active_test=False)
            .search([("name", "=", document.currency.upper())], limit=1)
        )
        if not found:
            raise LookupError(
                self.env._("No currency is called %s.", document.currency)
            )
        return found

    @api.model
    def _partner_of(self, integration, document, shipments):
        known = {}
        if document.partner:
            known = self.env["logistics.binding"]._resolve(
                integration, "res.partner", {document.partner}
            )
        partner = known.get(document.partner) or shipments.partner_id[:1]
        return partner.commercial_partner_id

    def _link(self, _document):
        """Tell what it charges that it is invoiced; glue knows of orders."""

    def _import_draft(self, document):
        """Make a draft of it for accountants; it is never posted from here."""
        self.ensure_one()
        if not self.partner_id:
            self.message_post(
                body=self.env._("No draft was made: the customer is not known.")
            )
            return
        moves = self.env["account.move"].sudo().with_company(self.company_id)
        self.move_id = moves.create(
            {
                "move_type": "out_refund" if self.kind == "credit" else "out_invoice",
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "currency_id": self.currency_id.id,
                "invoice_date": self.invoice_date,
                "invoice_date_due": self.due_date,
                "ref": self.name,
                "invoice_origin": self.integration_id.name,
                "invoice_line_ids": self._draft_lines(document),
            }
        )

    def _draft_lines(self, document):
        """Return the lines of the draft; which taxes they bear an accountant says."""
        told = [
            (line.description or self.name, line.amount, line.quantity)
            for line in document.lines or ()
        ] or [(self.name, self.amount_total - self.amount_tax, None)]
        # Credits are told as less than nothing, or not; what is taken off stays less.
        sign = -1 if sum(amount for _name, amount, _quantity in told) < 0 else 1
        return [
            fields.Command.create(
                {
                    "name": name,
                    "quantity": float(quantity or 1),
                    "price_unit": sign * float(amount) / float(quantity or 1),
                    "tax_ids": [fields.Command.clear()],
                }
            )
            for name, amount, quantity in told
        ]

    def _set_paid(self, document):
        """Note what was paid; a payment that came before stays."""
        self.ensure_one()
        left = document.open
        if left is None:
            left = (
                0
                if document.amount is None
                else self.amount_open - float(document.amount)
            )
        left = max(self.currency_id.round(float(left)), 0.0)
        vals = {"amount_open": left, "paid_date": document.paid_date}
        if self.currency_id.is_zero(left):
            vals["state"] = "paid"
        self.sudo().write(vals)

    def _set_disputed(self, document):
        """Note that the customer disputes it, or that the dispute is over."""
        self.ensure_one()
        if document.state in ("rejected", "closed", "credited", "accepted"):
            is_paid = self.currency_id.is_zero(self.amount_open)
            self.sudo().write(
                {"state": "paid" if is_paid else "posted", "dispute_reason": False}
            )
            return
        self.sudo().write({"state": "disputed", "dispute_reason": document.reason})

    @api.model
    def _shipments_named(self, integration, references):
        """Return the shipments of the integration's company that references name."""
        wanted = {normalize(reference.value) for reference in references} - {""}
        found = self.env["logistics.resolver"]._look_up(integration, wanted)
        ids = {row.shipment_id for rows in found.values() for row in rows}
        return self.env["logistics.shipment"].sudo().browse(sorted(ids))

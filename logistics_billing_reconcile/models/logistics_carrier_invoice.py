# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

from ..canonical.carrier_invoice import KINDS


class LogisticsCarrierInvoice(models.Model):
    """An invoice of a carrier, as it came; what becomes of it is decided here.

    The same number of the same carrier exists once: what comes again changes nothing.
    """

    _name = "logistics.carrier.invoice"
    _description = "Carrier Invoice"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "invoice_date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, index="trigram")
    kind = fields.Selection(
        [(KINDS[0], "Invoice"), (KINDS[1], "Credit Note")],
        required=True,
        default=KINDS[0],
        readonly=True,
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(
        related="integration_id.partner_id", string="Vendor", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    account_number = fields.Char(string="Customer Account", readonly=True)
    invoice_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    is_currency_assumed = fields.Boolean(
        readonly=True, help="The carrier did not tell the currency."
    )
    amount_total = fields.Monetary(
        string="Total", readonly=True, help="As the carrier adds it up, taxes included."
    )
    amount_tax = fields.Monetary(string="Tax", readonly=True)
    amount_lines = fields.Monetary(
        string="Charges", readonly=True, help="What its charges add up to, without tax."
    )
    amount_tax_lines = fields.Monetary(string="Tax of Charges", readonly=True)
    line_count = fields.Integer(string="Charge Lines", readonly=True)
    state = fields.Selection(
        [
            ("imported", "Imported"),
            ("audited", "Audited"),
            ("review", "In Review"),
            ("approved", "Approved"),
            ("billed", "Billed"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="imported",
        readonly=True,
        tracking=True,
        index=True,
        group_expand=True,
    )
    message_id = LooseMany2one(
        "logistics.message", string="Came With", readonly=True, index="btree_not_null"
    )
    line_ids = fields.One2many(
        "logistics.carrier.invoice.line", "invoice_id", readonly=True
    )

    _once = models.Constraint(
        "unique(company_id, integration_id, name)",
        "This invoice of the carrier is here already.",
    )

    def action_view_lines(self):
        """Open the charges of the invoices."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charges"),
            "res_model": "logistics.carrier.invoice.line",
            "view_mode": "list,form,pivot,graph",
            "domain": [("invoice_id", "in", self.ids)],
        }

    def action_view_source(self):
        """Open the message that the invoice came with."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Message"),
            "res_model": "logistics.message",
            "view_mode": "form",
            "res_id": self.message_id.id,
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsSettlementLine(models.Model):
    """One invoice of a settlement run, and what became of it."""

    _name = "logistics.settlement.line"
    _description = "Invoice of a Settlement Run"
    _order = "bill_key, id"
    _rec_name = "invoice_id"
    _log_access = False

    settlement_id = fields.Many2one(
        "logistics.settlement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one("res.currency")
    invoice_id = fields.Many2one(
        "logistics.carrier.invoice", required=True, index=True, ondelete="cascade"
    )
    integration_id = fields.Many2one(related="invoice_id.integration_id")
    invoice_date = fields.Date(related="invoice_id.invoice_date")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("billed", "Billed"),
            ("skipped", "Skipped"),
            ("rolled_back", "Rolled Back"),
        ],
        required=True,
    )
    bill_key = fields.Char(required=True, help="Those with the same are on one bill.")
    amount = fields.Monetary()
    reason = fields.Char()
    move_id = fields.Many2one(
        "account.move",
        string="Vendor Bill",
        index="btree_not_null",
        ondelete="set null",
    )
    was_there = fields.Boolean(help="The bill was entered before the run.")
    approved_here = fields.Boolean(help="The run approved the invoice.")

    _once = models.UniqueIndex(
        "(invoice_id) WHERE state = 'waiting'",
        "The invoice is in another run already.",
    )
    _next = models.Index("(settlement_id, bill_key, id) WHERE state = 'waiting'")
    _to_take_back = models.Index("(settlement_id, id) WHERE state = 'billed'")

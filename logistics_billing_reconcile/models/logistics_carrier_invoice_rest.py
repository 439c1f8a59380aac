# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .logistics_carrier_invoice_amounts import Amounts


class LogisticsCarrierInvoice(models.Model):
    """What was in dispute and is owed after all is billed by a bill of its own."""

    _inherit = "logistics.carrier.invoice"

    rest_move_ids = fields.One2many(
        "account.move", "logistics_rest_of_id", string="Bills of the Rest", copy=False
    )
    billed_parts = fields.Json(
        readonly=True,
        copy=False,
        help="What each bill was of: [[bill, [[type, taxed, rate, net, tax]], residue]].",
    )

    rest_owed = fields.Monetary(
        compute="_compute_rest_owed",
        help="What is owed since disputes ended, and is on no bill yet.",
    )

    def _compute_rest_owed(self):
        self.rest_owed = 0.0
        waiting = self.sudo().filtered(
            lambda invoice: (
                (invoice.state, invoice.paid_as) == ("billed", "undisputed")
                and invoice.move_id
                and invoice.approved_amount != invoice.amount_total
            )
        )
        for invoice in waiting:
            _owed, rest = invoice._rest(invoice._amounts("undisputed"))
            is_refund = invoice.approved_amount < 0
            invoice.rest_owed = rest if (rest < 0) == is_refund else 0.0

    def action_bill_rest(self):
        """Bill what is owed since disputes about the invoices ended.

        :raise UserError: if nothing more is owed, or the user may not decide about it.
        """
        invoices = self._as_finance("write")._locked()
        for invoice in invoices:
            invoice._bill_rest()
        return invoices.action_view_bills()

    def _bill_rest(self):
        told = self._amounts("undisputed")
        amounts, (owed, rest) = told[self.id], self._rest(told)
        if problem := self._rest_problem(rest):
            raise UserError(problem)
        left = self._less_what_was_billed(amounts)
        bill = self.env["logistics.vendor.bill"]._make_rest(self, left, rest)
        self._remember_parts(bill, left)
        self.approved_amount = owed
        self._rewrite_invoiced_charges()
        self._on_record("invoice.billed", bill=bill.display_name, rest=rest)

    def _rest(self, amounts):
        """Return what is owed in all, and what of it is on no bill yet."""
        mine = amounts[self.id]
        owed = self.currency_id.round(mine.gross - mine.disputed)
        return owed, self.currency_id.round(owed - self.approved_amount)

    def _rest_problem(self, rest):
        """Return why the rest is not billed, or nothing."""
        if self.state != "billed" or self.paid_as != "undisputed" or not self.move_id:
            return self._wrong_state()
        sign = -1 if self.approved_amount < 0 else 1
        if self.currency_id.compare_amounts(sign * rest, 0) <= 0:
            return self.env._("Nothing more is owed of %s.", self.name)
        findings = self._findings_by_invoice().get(
            self, self.env["logistics.invoice.finding"].sudo()
        )
        if "open" in findings.mapped("state"):
            return self.env._("%s has open findings.", self.name)
        amount = self._in_company_currency(abs(rest))
        if not self.env["logistics.billing.limit"]._allows(
            self.company_id, "approve", amount
        ):
            return self.env._("%s is above what you may approve.", self.name)
        return self._four_eyes_problem(amount, findings, findings.browse())

    def _less_what_was_billed(self, amounts):
        """Return the amounts less those that bills are of already."""
        billed, residue = {}, 0.0
        for _bill, parts, rest in self.billed_parts or []:
            residue += rest
            for kind, is_taxed, rate, net, tax in parts:
                before = billed.get((kind, is_taxed, rate), (0.0, 0.0))
                billed[kind, is_taxed, rate] = (before[0] + net, before[1] + tax)
        left = []
        for part in amounts.parts:
            key = (part.type, part.is_taxed, part.rate)
            net, tax = billed.get(key, (0.0, 0.0))
            left.append(
                part._replace(kept=part.kept - net, kept_tax=part.kept_tax - tax)
            )
        rest = self.currency_id.round(amounts.residue - residue)
        return Amounts(tuple(left), amounts.gross, amounts.disputed, rest)

    def _remember_parts(self, bill, amounts):
        """Remember what a bill is of."""
        parts = [
            [p.type, p.is_taxed, p.rate, p.kept, p.kept_tax] for p in amounts.parts
        ]
        stages = [*(self.billed_parts or []), [bill.id, parts, amounts.residue]]
        self.billed_parts = stages

    def _rest_gone(self, bill):
        """Owe again what the bill was of: it is cancelled or deleted."""
        sign = -1 if bill.move_type == "in_refund" else 1
        self.write(
            {
                "approved_amount": self.approved_amount - sign * bill.amount_total,
                "billed_parts": [
                    stage for stage in self.billed_parts or [] if stage[0] != bill.id
                ],
            }
        )
        self._on_record("invoice.unbilled", bill=bill.display_name)

    def _rewrite_invoiced_charges(self):
        self.env["logistics.charge"].sudo().search(
            [("carrier_invoice_id", "in", self.ids)]
        ).unlink()
        self._write_invoiced_charges()

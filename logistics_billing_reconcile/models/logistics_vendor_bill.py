# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class LogisticsVendorBill(models.AbstractModel):
    """Makes the bills of approved invoices, each invoice on one bill and once."""

    _inherit = "logistics.vendor.bill"

    @api.model
    def _bill(self, invoices):
        """Bill what can be billed of the invoices, which this transaction has locked.

        :return: {invoice id: why it is not billed}.
        """
        amounts = invoices._amounts_as_approved()
        problems = {
            invoice.id: problem
            for invoice in invoices
            if (problem := self._problem(invoice, amounts[invoice.id]))
        }
        able = invoices.filtered(lambda invoice: invoice.id not in problems)
        there = self._bills_there(able)
        for invoice in able.filtered(lambda one: one.id in there):
            bill = there[invoice.id]
            if problem := self._link(invoice, bill, amounts):
                problems[invoice.id] = problem
        new = able.filtered(lambda invoice: invoice.id not in there)
        for group in self._groups(new):
            self._make(group, amounts)
        return problems

    @api.model
    def _problem(self, invoice, amounts):
        """Return why an invoice cannot be billed, or nothing."""
        currency = invoice.currency_id
        if invoice.state != "approved":
            return invoice._wrong_state()
        if not invoice.partner_id:
            return self.env._(
                "%s has no vendor: name the carrier's contact.",
                invoice.integration_id.name,
            )
        if not currency.active:
            return self.env._("The currency %s is not active.", currency.name)
        if not self._journal(invoice.company_id):
            return self.env._(
                "%s has no purchase journal.", invoice.company_id.display_name
            )
        owed = amounts.owed(invoice.paid_as)
        if currency.compare_amounts(owed, invoice.approved_amount):
            return self.env._(
                "What is in dispute on %s has changed since it was approved: take the "
                "approval back and approve it again.",
                invoice.name,
            )
        return None

    @api.model
    def _journal(self, company):
        """Return the journal of carriers' bills, or none."""
        journals = self.env["account.journal"].sudo()
        return company.sudo().logistics_bill_journal_id or journals.search(
            [*journals._check_company_domain(company), ("type", "=", "purchase")],
            limit=1,
        )

    # New bills

    @api.model
    def _groups(self, invoices):
        """Return the invoices of each bill: by carrier, currency, kind and period."""
        groups = invoices.grouped(
            lambda one: (
                one.integration_id.id,
                one.partner_id.id,
                one.company_id.id,
                one.currency_id.id,
                one.approved_amount < 0,
                one._billing_period(),
            )
        )
        return groups.values()

    @api.model
    def _make(self, invoices, amounts):
        """Make the draft bill of invoices, equal to what is approved to the cent."""
        owed = invoices.currency_id.round(sum(invoices.mapped("approved_amount")))
        if invoices.currency_id.is_zero(owed):
            invoices._set_billed(self.env["account.move"])
            return
        bill = self._draft(invoices, amounts, -1 if owed < 0 else 1)
        self._fit_total(bill, abs(owed), invoices)
        self._tell(bill, invoices)
        self._take_note(bill, invoices, amounts)

    @api.model
    def _make_rest(self, invoice, amounts, rest):
        """Make the draft bill of what is owed of an invoice after all."""
        sign = -1 if rest < 0 else 1
        bill = self._draft(invoice, {invoice.id: amounts}, sign)
        bill.write(
            {
                "ref": self.env._("%s (rest)", invoice.name),
                "logistics_rest_of_id": invoice.id,
            }
        )
        self._fit_total(bill, abs(rest), invoice)
        self._tell(bill, invoice)
        return bill

    @api.model
    def _take_note(self, bill, invoices, amounts):
        for invoice in invoices:
            invoice._remember_parts(bill, amounts[invoice.id])
        invoices._set_billed(bill)

    @api.model
    def _draft(self, invoices, amounts, sign):
        company = invoices.company_id
        lines = self._lines(invoices, amounts, sign)
        moves = self.env["account.move"].sudo().with_company(company)
        return moves.create(
            {
                "move_type": "in_refund" if sign < 0 else "in_invoice",
                "partner_id": invoices.partner_id.id,
                "currency_id": invoices.currency_id.id,
                "company_id": company.id,
                "journal_id": self._journal(company).id,
                **self._dates(invoices, lines),
                "ref": ", ".join(invoices.mapped("name")),
                "payment_reference": ", ".join(invoices.mapped("name")),
                "invoice_line_ids": [(0, 0, line) for line in lines],
            }
        )

    @api.model
    def _dates(self, invoices, lines):
        """Return the dates of a bill; in a closed period it is booked after that."""
        days = [day for day in invoices.mapped("invoice_date") if day]
        day = max(days, default=fields.Date.context_today(invoices))
        dues = [due for due in invoices.mapped("due_date") if due]
        values = {"invoice_date": day}
        if dues:
            values["invoice_payment_term_id"] = False
            values["invoice_date_due"] = max(min(dues), day)
        if opened := self._first_open_day(invoices, day, lines):
            values["date"] = opened
        return values

    @api.model
    def _first_open_day(self, invoices, day, lines):
        """Return the first day after the closed period, where the day is in one."""
        company = invoices.company_id
        has_tax = any(line["tax_ids"][0][2] for line in lines)
        locks = company._get_violated_lock_dates(day, has_tax, self._journal(company))
        return locks and locks[-1][0] + timedelta(days=1)

    @api.model
    def _fit_total(self, bill, owed, invoices):
        """Add a line for what the carrier rounds otherwise, so that totals are equal."""
        currency = bill.currency_id
        difference = currency.round(owed - bill.amount_total)
        if currency.is_zero(difference):
            return
        choose = self.env["logistics.charge.account"]._chooser(bill.company_id)
        row = choose(invoices.integration_id[:1], None)
        account = row.account_id or bill.invoice_line_ids[:1].account_id
        line = {
            "name": self.env._("Rounding of the carrier"),
            "quantity": 1.0,
            "price_unit": difference,
            "account_id": account.id,
            "tax_ids": [(6, 0, [])],
        }
        bill.write({"invoice_line_ids": [(0, 0, line)]})
        bill._freight_note(
            self.env._(
                "The carrier rounds its taxes otherwise: %s on a line of its own.",
                currency.format(difference),
            )
        )

    @api.model
    def _tell(self, bill, invoices):
        """Note on the bill what whoever posts it has to know."""
        if bill.date and bill.invoice_date and bill.date > bill.invoice_date:
            lines = [{"tax_ids": [(6, 0, bill.invoice_line_ids.tax_ids.ids)]}]
            if self._first_open_day(invoices, bill.invoice_date, lines):
                bill._freight_note(
                    self.env._(
                        "The period of %(day)s is closed: it is booked on %(booked)s.",
                        day=fields.Date.to_string(bill.invoice_date),
                        booked=fields.Date.to_string(bill.date),
                    )
                )
        twice = bill.duplicated_ref_ids
        if twice:
            bill._freight_note(
                self.env._(
                    "It may be here twice: %s. Look before it is posted.",
                    ", ".join(twice.mapped("display_name")),
                )
            )

    # Bills that are there

    @api.model
    def _bills_there(self, invoices):
        """Return {invoice id: bill} of those whose bill somebody entered already."""
        if not invoices:
            return {}
        self.env["account.move"].flush_model()
        invoices.flush_recordset()
        invoices.partner_id.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (i.id) i.id, m.id
                  FROM logistics_carrier_invoice i
                  JOIN res_partner p ON p.id = i.partner_id
                  JOIN account_move m
                    ON m.company_id = i.company_id
                   AND m.commercial_partner_id = p.commercial_partner_id
                   AND m.move_type IN ('in_invoice', 'in_refund')
                   AND m.state != 'cancel'
                   AND m.payment_state IS DISTINCT FROM 'reversed'
                   AND %(ref)s = %(number)s
                 WHERE i.id = ANY(%(ids)s)
                 ORDER BY i.id, m.amount_total = abs(i.approved_amount) DESC,
                          m.state DESC, m.id
                """,
                ids=invoices.ids,
                ref=SQL("regexp_replace(upper(m.ref), '[^A-Z0-9]', '', 'g')"),
                number=SQL("regexp_replace(upper(i.name), '[^A-Z0-9]', '', 'g')"),
            )
        )
        moves = self.env["account.move"].sudo()
        return {invoice_id: moves.browse(move_id) for invoice_id, move_id in rows}

    @api.model
    def _link(self, invoice, bill, amounts):
        """Link the bill that is there, or return why it cannot be this invoice's."""
        owed = invoice.approved_amount
        kind = "in_refund" if owed < 0 else "in_invoice"
        if bill.logistics_carrier_invoice_ids - invoice:
            return self.env._(
                "%(bill)s with this number bills another invoice already.",
                bill=bill.display_name,
            )
        if bill.state == "draft" and not bill.invoice_line_ids:
            return self._fill(invoice, bill, amounts)
        if (
            bill.move_type != kind
            or bill.currency_id != invoice.currency_id
            or invoice.currency_id.compare_amounts(bill.amount_total, abs(owed))
        ):
            return self.env._(
                "%(bill)s has this number and comes to %(there)s, but %(owed)s is "
                "approved: correct or cancel one of them.",
                bill=bill.display_name,
                there=bill.currency_id.format(bill.amount_total),
                owed=invoice.currency_id.format(abs(owed)),
            )
        self._take_note(bill, invoice, amounts)
        invoice.bill_was_there = True
        invoice.bill_note = invoice._words_on_linked(bill)
        return None

    @api.model
    def _fill(self, invoice, bill, amounts):
        """Fill in an empty draft, such as an attachment that was dropped left."""
        sign = -1 if invoice.approved_amount < 0 else 1
        lines = self._lines(invoice, amounts, sign)
        bill.write(
            {
                "move_type": "in_refund" if sign < 0 else "in_invoice",
                "currency_id": invoice.currency_id.id,
                **self._dates(invoice, lines),
                "payment_reference": invoice.name,
                "invoice_line_ids": [(0, 0, line) for line in lines],
            }
        )
        self._fit_total(bill, abs(invoice.approved_amount), invoice)
        self._tell(bill, invoice)
        self._take_note(bill, invoice, amounts)
        invoice.bill_was_there = True

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import models
from odoo.fields import Command
from odoo.tools import format_date

from odoo.addons.logistics_base.transport.export_csv import CsvExport

from .logistics_rate_line import MEASURES

_CHARGED = """
    UPDATE logistics_billable_activity a SET run_id = %(run)s
     WHERE a.company_id = %(company)s AND a.partner_id = %(partner)s
       AND a.day BETWEEN %(first)s AND %(last)s AND a.run_id IS NULL
       AND NOT EXISTS (
           SELECT 1 FROM logistics_billing_run_line l
            WHERE l.run_id = %(run)s AND l.problem IN ('no_card', 'no_rate')
              AND l.warehouse_id = a.warehouse_id AND l.activity = a.activity
              AND COALESCE(l.code, '') = COALESCE(a.code, ''))
 RETURNING a.id
"""
_BREAKDOWN = f"""
    SELECT a.day, w.name, a.activity, a.code, a.reference, pp.default_code,
           {", ".join(f"a.{name}" for name in MEASURES)}, a.is_assumed
      FROM logistics_billable_activity a
      JOIN stock_warehouse w ON w.id = a.warehouse_id
 LEFT JOIN product_product pp ON pp.id = a.product_id
     WHERE a.company_id = %(company)s AND a.partner_id = %(partner)s
       AND a.day BETWEEN %(first)s AND %(last)s
  ORDER BY a.day, a.activity, a.id
"""
_COLUMNS = (
    *("day", "warehouse", "activity", "kind_of_work", "reference", "product"),
    *MEASURES,
    "carried_forward",
)


class LogisticsBillingRun(models.Model):
    """Makes draft invoices of what is not invoiced yet, with what they rest on."""

    _inherit = "logistics.billing.run"

    def _invoice(self):
        """Invoice what differs from what was invoiced before; nothing else."""
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: not line.currency_id.is_zero(line.difference)
        )
        for currency, own in lines.grouped("currency_id").items():
            self._make_move(currency, own)
        self._query(_CHARGED, run=self.id)
        self.env["logistics.billable.activity"].invalidate_model(["run_id"])
        self._tell_missing()
        if lines:
            self.times_invoiced += 1
        self.state = "invoiced"

    def _make_move(self, currency, lines):
        total = sum(lines.mapped("difference"))
        sign = -1 if currency.compare_amounts(total, 0.0) < 0 else 1
        partner = self.partner_id
        move = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create(
                {
                    "move_type": "out_invoice" if sign > 0 else "out_refund",
                    "partner_id": partner.address_get(["invoice"])["invoice"],
                    "currency_id": currency.id,
                    "invoice_origin": self._period(),
                    "logistics_run_id": self.id,
                    "invoice_line_ids": [
                        Command.create(line._move_line_vals(sign)) for line in lines
                    ],
                }
            )
        )
        self._attach_breakdown(move)

    def _period(self):
        own = self.with_context(lang=self.partner_id.lang or self.env.lang)
        first = format_date(own.env, own.date_from)
        return f"{first} – {format_date(own.env, own.date_to)}"

    def _attach_breakdown(self, move):
        """Attach every activity of the period; no text in it is taken for a formula."""
        export = CsvExport([(name, "text") for name in _COLUMNS])
        content = export.write(self._query(_BREAKDOWN)) + export.close()
        self.env["ir.attachment"].sudo().create(
            {
                "name": f"warehousing_{self.date_from}_{self.date_to}.csv",
                "datas": base64.b64encode(content),
                "mimetype": "text/csv",
                "res_model": move._name,
                "res_id": move.id,
            }
        )

    def _tell_missing(self):
        """Have somebody see to what could not be charged."""
        todo = ["mail.mail_activity_data_todo"]
        if not self.missing_count:
            self.activity_unlink(todo)
        elif not self.activity_ids:
            self.activity_schedule(
                *todo,
                summary=self.env._("Work without a rate, or not measured"),
                note=self.env._(
                    "Some work is not charged yet. Complete the rate card or the "
                    "products, and run it again: the difference is invoiced then."
                ),
                user_id=self.env.uid,
            )


class LogisticsBillingRunLine(models.Model):
    _inherit = "logistics.billing.run.line"

    def _move_line_vals(self, sign):
        """Return a line of the invoice, of all that is not invoiced yet."""
        own = self.with_context(lang=self.run_id.partner_id.lang or self.env.lang)
        amount = sign * self.difference
        return {
            "product_id": self.product_id.id,
            "name": own._words(),
            "quantity": 1,
            "price_unit": amount,
            "logistics_run_line_id": self.id,
            "logistics_amount": amount,
        }

    def _words(self):
        name = self.rate_id.name or self.env._("Minimum per period")
        if self.invoiced:
            name = self.env._("%s: correction", name)
        if not self.measure:
            return f"{name}, {self.run_id._period()}"
        measures = dict(self._fields["measure"]._description_selection(self.env))
        unit = measures[self.measure]
        if self.activity == "storage":
            rate = self.rate_id
            spans = dict(rate._fields["span"]._description_selection(self.env))
            unit = f"{unit} × {spans[rate.span]}"
        quantity = f"{self.quantity:g} {unit}"
        return f"{name}, {self.run_id._period()}: {quantity}"

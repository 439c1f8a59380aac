# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_date

from ..expecting.accruing import used_up


class LogisticsAccrual(models.Model):
    """Accruals end when the bill comes; in parts where it comes in parts."""

    _inherit = "logistics.accrual"

    @api.model
    def _on_billed(self, invoices, bill):
        """Reverse what a posted bill of carriers' invoices uses up; return the entry.

        The same bill again reverses nothing.
        """
        self = self.sudo().with_company(invoices.company_id)
        company = invoices.company_id
        shipments = self._shipments_of(invoices)
        if company.logistics_accrues:
            self._note_accrued(shipments.ids, False)
        open_ = self.search(
            [("shipment_id", "in", shipments.ids), ("state", "=", "posted")]
        )
        self._lock_rows(open_.ids)
        open_.invalidate_recordset()
        open_ = open_.filtered(
            lambda a: a.state == "posted" and bill not in a.reversal_ids.bill_id
        )
        if not open_:
            return self.env["account.move"]
        rows = self._rows_used_up(company, invoices, open_.sorted("id"), bill.date)
        reference = self.env._(
            "Freight billed: %s", bill.name or ", ".join(invoices.mapped("name"))
        )
        return self._reverse(rows, "billed", reference, bill)

    @api.model
    def _shipments_of(self, invoices):
        charges = self.env["logistics.charge"].search(
            [("carrier_invoice_id", "in", invoices.ids)]
        )
        return charges.shipment_id

    @api.model
    def _rows_used_up(self, company, invoices, open_, day):
        billed = self._sums(
            company, open_.shipment_id.ids, "invoiced", invoice_ids=invoices.ids
        )
        rest = Decimal(str(company.logistics_accrual_rest)) / 100
        rows = []
        places = open_.grouped(lambda a: (a.shipment_id.id, a.account_id.id))
        for place, some in places.items():
            currency = some[0].currency_id
            same = some.filtered(lambda a, currency=currency: a.currency_id == currency)
            amount = self._in_currency(
                billed.get(place, {}), currency, company, day or fields.Date.today()
            )
            left = [(_exact(a.open_currency), _exact(a.amount_currency)) for a in same]
            for accrual, part in zip(same, used_up(left, amount, rest), strict=True):
                if part:
                    rows.append((accrual, *accrual._part(part)))
        return rows

    @api.model
    def _reverse(self, rows, reason, reference, bill=None):
        """Enter what is no longer open, an entry for each carrier; return the entries.

        :param rows: [(accrual, amount in currency, amount)].
        """
        moves, groups = self.env["account.move"], {}
        for row in rows:
            groups.setdefault((row[0].company_id, row[0].integration_id), []).append(
                row
            )
        for (company, carrier), some in groups.items():
            wanted = (bill and bill.date) or fields.Date.context_today(self)
            move = self._enter(company, carrier, wanted, reference, some, -1)
            self.env["logistics.accrual.reversal"].create(
                [
                    {
                        "accrual_id": accrual.id,
                        "reason": reason,
                        "amount_currency": amount_currency,
                        "amount": amount,
                        "bill_id": bill.id if bill else False,
                        "move_id": move.id,
                    }
                    for accrual, amount_currency, amount in some
                ]
            )
            moves |= move
        accruals = self.browse(row[0].id for row in rows)
        accruals._set_state()
        return moves

    def _set_state(self):
        for accrual in self:
            is_open = not accrual.currency_id.is_zero(accrual.open_currency)
            accrual.state = "posted" if is_open else "reversed"

    @api.model
    def _on_unbilled(self, bill):
        """Open again what a bill reversed: it is no longer posted."""
        reversals = (
            self.env["logistics.accrual.reversal"]
            .sudo()
            .search([("bill_id", "=", bill.id)])
        )
        if not reversals:
            return
        accruals = reversals.accrual_id
        self._lock_rows(accruals.ids)
        self._note_accrued(accruals.shipment_id.ids, False)
        for move in reversals.move_id:
            day = self._open_day(move.company_id, bill.date or move.date)
            move._reverse_moves([{"date": day}], cancel=True)
        reversals.unlink()
        accruals._set_state()

    # By hand, and by age

    def action_release(self):
        """Release what is open of these: nobody will bill it any more."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(self.env._("Accruals are released by finance."))
        self.check_access("read")
        own = self.sudo()
        self._lock_rows(own.ids)
        own.invalidate_recordset()
        reference = self.env._("Accrued freight released by %s", self.env.user.name)
        for company, some in own.grouped("company_id").items():
            some.with_company(company)._release(reference)

    def _release(self, reference):
        rows = [
            (each, each.open_currency, each.amount_open)
            for each in self.filtered(lambda a: a.state == "posted")
        ]
        return self._reverse(rows, "released", reference)

    @api.model
    def _release_aged(self, company):
        """Release what nobody billed for as long as the company waits."""
        days = company.logistics_accrual_days
        if not days:
            return self.env["account.move"]
        day = fields.Date.subtract(fields.Date.context_today(self), days=days)
        aged = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "posted"),
                ("date", "<", day),
            ]
        )
        reference = self.env._(
            "Accrued freight that nobody billed since %s", format_date(self.env, day)
        )
        return aged._release(reference)


class LogisticsCarrierInvoice(models.Model):
    _inherit = "logistics.carrier.invoice"

    def _billed(self, bill):
        result = super()._billed(bill)
        if bill:
            self.env["logistics.accrual"]._on_billed(self, bill)
        return result

    def _unbilled(self, bill):
        result = super()._unbilled(bill)
        self.env["logistics.accrual"]._on_unbilled(bill)
        return result


def _exact(value):
    return Decimal(str(value or 0))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.misc import format_date

#: Closed periods follow one another no longer than this.
_MOST_LOCKS = 10


class LogisticsAccrual(models.Model):
    """The journal entries of accruals: one for a carrier and a period."""

    _inherit = "logistics.accrual"

    @api.model
    def _open_day(self, company, day):
        """Return the first day from ``day`` on that is not in a closed period."""
        journal = company.logistics_accrual_journal_id
        for _lock in range(_MOST_LOCKS):
            locks = company._get_violated_lock_dates(day, False, journal)
            if not locks:
                break
            day = locks[-1][0] + timedelta(days=1)
        return day

    @api.model
    def _entry_day(self, company, last_day):
        """Return the day that freight of a period is entered: its last, at most today."""
        end = fields.Date.end_of(last_day, "month")
        today = fields.Date.context_today(self)
        return min(end, max(today, last_day))

    def _post(self):
        """Post these drafts; return the journal entries.

        Their debits are the sum of what is written here, to the cent.
        """
        moves = self.env["account.move"]
        for (company, carrier, _month), some in self.grouped(
            lambda a: (
                a.company_id,
                a.integration_id,
                fields.Date.start_of(a.date, "month"),
            )
        ).items():
            rows = [(each, each.amount_currency, each.amount) for each in some]
            wanted = self._entry_day(company, max(some.mapped("date")))
            reference = self.env._(
                "Freight of %(carrier)s, %(period)s",
                carrier=carrier.name or self.env._("unknown carriers"),
                period=format_date(self.env, wanted, date_format="MMMM y"),
            )
            move = self._enter(company, carrier, wanted, reference, rows, 1)
            some.write({"state": "posted", "move_id": move.id, "problem": False})
            moves |= move
        return moves

    @api.model
    def _enter(self, company, carrier, wanted, reference, rows, sign):
        """Post one entry of rows (accrual, amount in currency, amount); return it.

        :param sign: 1 accrues, -1 reverses.
        """
        day = self._open_day(company, wanted)
        moves = self.env["account.move"].sudo().with_company(company)
        move = moves.create(
            {
                "move_type": "entry",
                "journal_id": company.logistics_accrual_journal_id.id,
                "company_id": company.id,
                "date": day,
                "ref": reference,
                "line_ids": self._entry_lines(company, carrier, reference, rows, sign),
            }
        )
        move._post(soft=False)
        if day != wanted:
            move.message_post(
                body=self.env._(
                    "The period of %(wanted)s is closed: it is entered on %(day)s, the "
                    "next open day.",
                    wanted=format_date(self.env, wanted),
                    day=format_date(self.env, day),
                )
            )
        return move

    @api.model
    def _entry_lines(self, company, carrier, reference, rows, sign):
        """Return the commands of the lines: expenses, and the liability against them."""
        expenses, liabilities = defaultdict(lambda: [0.0, 0.0]), {}
        for accrual, amount_currency, amount in rows:
            distribution = accrual.analytic_distribution or {}
            key = accrual.account_id, accrual.currency_id, tuple(distribution.items())
            owed = liabilities.setdefault(accrual.currency_id, [0.0, 0.0])
            for sums, side in ((expenses[key], 1), (owed, -1)):
                sums[0] += side * sign * amount_currency
                sums[1] += side * sign * amount
        lines = [
            (account, currency, dict(distribution), *sums)
            for (account, currency, distribution), sums in expenses.items()
        ]
        accrued = company.logistics_accrued_account_id
        lines += [(accrued, cur, {}, *sums) for cur, sums in liabilities.items()]
        partner = carrier.partner_id.commercial_partner_id
        return [
            Command.create(
                {
                    "name": reference,
                    "account_id": account.id,
                    "partner_id": partner.id,
                    "currency_id": currency.id,
                    "amount_currency": currency.round(amount_currency),
                    "balance": company.currency_id.round(balance),
                    "analytic_distribution": distribution or False,
                }
            )
            for account, currency, distribution, amount_currency, balance in lines
            if not company.currency_id.is_zero(balance)
            or not currency.is_zero(amount_currency)
        ]

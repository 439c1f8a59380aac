# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import format_date, formatLang

_GUARDED = (
    "logistics_credit_hold",
    "logistics_credit_hold_reason",
    "logistics_credit_hold_until",
)


class ResPartner(models.Model):
    """Whether goods may leave for a customer, as far as its money goes."""

    _inherit = "res.partner"

    logistics_credit_hold = fields.Boolean(
        string="Credit Hold",
        company_dependent=True,
        help="Nothing is released to warehouses for this customer.",
    )
    logistics_credit_hold_reason = fields.Char(
        string="Why on Hold", company_dependent=True
    )
    logistics_credit_hold_until = fields.Date(
        string="On Hold Until",
        company_dependent=True,
        help="The last day of the hold; empty: until somebody lifts it.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), *_GUARDED]

    @api.constrains(*_GUARDED)
    def _check_logistics_credit_hold(self):
        for partner in self:
            if (
                partner.logistics_credit_hold
                and not (partner.logistics_credit_hold_reason or "").strip()
            ):
                raise ValidationError(
                    self.env._("Say why %s is on credit hold.", partner.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in _GUARDED):
            self._check_may_hold_credit()
        return super().create(vals_list)

    def write(self, vals):
        """Write a credit hold where it is allowed, and put it on record."""
        changed = self.filtered(lambda partner: partner._changes_credit_hold(vals))
        if not changed:
            return super().write(vals)
        self._check_may_hold_credit()
        before = {partner: partner.logistics_credit_hold for partner in changed}
        result = super().write(vals)
        for partner in changed:
            partner._log_credit_hold(before[partner])
        return result

    def _changes_credit_hold(self, vals):
        return any(
            self._fields[name].convert_to_write(self[name], self)
            != (vals[name] or False)
            for name in _GUARDED
            if name in vals
        )

    def _log_credit_hold(self, was_held):
        if self.logistics_credit_hold:
            body = self.env._(
                "On credit hold: %s", self.logistics_credit_hold_reason or ""
            )
        elif was_held:
            body = self.env._("No longer on credit hold.")
        else:
            return
        self._message_log(body=body)

    @api.model
    def _check_may_hold_credit(self):
        if not self._may_decide_on_credit():
            raise AccessError(
                self.env._(
                    "Billing and logistics managers decide on credit, and on when "
                    "customers are invoiced."
                )
            )

    @api.model
    def _may_decide_on_credit(self):
        user = self.env.user
        return self.env.su or any(
            user.has_group(group)
            for group in (
                "account.group_account_invoice",
                "logistics_base.group_manager",
            )
        )

    def _logistics_credit_holds(self, company):
        """Return {customer: why nothing is to be released for it}, of a company.

        :param company: whose money it is.
        :return: commercial partners that are on hold, by hand or for overdue invoices.
        """
        customers = self.sudo().commercial_partner_id.with_company(company)
        today = fields.Date.context_today(self)
        found = {
            customer: customer._credit_hold_text()
            for customer in customers
            if customer.logistics_credit_hold
            and (customer.logistics_credit_hold_until or today) >= today
        }
        overdue = customers._logistics_overdue(company, today)
        for customer, amount in overdue.items():
            found.setdefault(customer, self._overdue_text(customer, amount, company))
        return {self.browse(one.id): text for one, text in found.items()}

    def _credit_hold_text(self):
        reason = self.logistics_credit_hold_reason or ""
        if self.logistics_credit_hold_until:
            return self.env._(
                "%(partner)s is on credit hold until %(date)s: %(reason)s",
                partner=self.display_name,
                date=format_date(self.env, self.logistics_credit_hold_until),
                reason=reason,
            )
        return self.env._(
            "%(partner)s is on credit hold: %(reason)s",
            partner=self.display_name,
            reason=reason,
        )

    def _overdue_text(self, customer, amount, company):
        return self.env._(
            "%(partner)s owes %(amount)s for more than %(days)s days.",
            partner=customer.display_name,
            amount=formatLang(self.env, amount, currency_obj=company.currency_id),
            days=company.logistics_overdue_days,
        )

    def _logistics_overdue(self, company, today):
        """Return {customer: what is overdue for too long}, where it is too much."""
        if not company.logistics_overdue_days or not self:
            return {}
        rows = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("partner_id.commercial_partner_id", "in", self.ids),
                    ("parent_state", "=", "posted"),
                    ("account_id.account_type", "=", "asset_receivable"),
                    ("reconciled", "=", False),
                    (
                        "date_maturity",
                        "<",
                        today - timedelta(days=company.logistics_overdue_days),
                    ),
                ],
                ["partner_id"],
                ["amount_residual:sum"],
            )
        )
        owed = {}
        for partner, amount in rows:
            customer = self.browse(partner.commercial_partner_id.id)
            owed[customer] = owed.get(customer, 0.0) + amount
        limit = company.logistics_overdue_amount
        compare = company.currency_id.compare_amounts
        return {
            one: amount for one, amount in owed.items() if compare(amount, limit) > 0
        }

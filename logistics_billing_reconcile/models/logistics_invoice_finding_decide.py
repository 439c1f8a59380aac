# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

_FINANCE = "account.group_account_invoice"
_LOGISTICS = "logistics_base.group_dispatcher"
#: All that a person may write by itself.
_OPEN_TO_ALL = {"note"}


class LogisticsInvoiceFinding(models.Model):
    """Finance decides about findings, logistics explains them; an audit never undoes it."""

    _inherit = "logistics.invoice.finding"

    explained_by_id = fields.Many2one("res.users", readonly=True)
    explainer_ids = fields.Many2many(
        "res.users",
        "logistics_invoice_finding_explainer",
        readonly=True,
        help="All who explained it, also those whose words others wrote over.",
    )
    reason = fields.Char(readonly=True, help="Why it is paid all the same.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Findings come from the audit alone."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if set(vals) - _OPEN_TO_ALL:
            raise UserError(
                self.env._("A finding is accepted, waived or disputed, never edited.")
            )
        self.check_access("write")
        return super(LogisticsInvoiceFinding, self.sudo()).write(
            {
                **vals,
                "explained_by_id": self.env.uid,
                "explainer_ids": [Command.link(self.env.uid)],
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_with_the_invoice_only(self):
        if not self.env.su:
            raise AccessError(self.env._("Findings are kept with their invoice."))

    # Deciding

    def action_accept(self):
        """Pay what was billed: the carrier was right."""
        self._decide("accepted")

    def action_waive(self, reason=None):
        """Pay what was billed although it is wrong. :param reason: why."""
        reason = reason or self.env.context.get("waive_reason")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is not worth disputing."))
        self._decide("waived", reason=reason.strip())

    def action_reopen(self):
        """Take back that findings were accepted or waived."""
        self._check_finance()
        self._lock()
        done = self.filtered(lambda finding: finding.state in ("accepted", "waived"))
        if done != self:
            raise UserError(self.env._("Only what was accepted or waived is reopened."))
        self._check_undecided_invoices()
        self.sudo().write(
            {
                "state": "open",
                "decided_by_id": False,
                "decided_at": False,
                "reason": False,
            }
        )
        self.invoice_id.sudo()._follow_findings()

    def _decide(self, state, **vals):
        self._check_finance()
        self._lock()
        if self.filtered(lambda finding: finding.state != "open"):
            raise UserError(self.env._("Only open findings can be decided on."))
        self._check_undecided_invoices(after_dispute=True)
        self._check_limit()
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                **vals,
            }
        )
        self.invoice_id.sudo()._follow_findings()

    def _check_finance(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(_FINANCE):
            raise AccessError(
                self.env._("Finance decides about findings; explain them in a note.")
            )

    def _check_limit(self):
        """Raise UserError where more is let go of than the user may, by invoice."""
        for invoice, own in self.grouped("invoice_id").items():
            if not self.env.su and invoice.sudo()._accepts_too_much(own):
                raise UserError(
                    self.env._(
                        "What is found on %s is above what you may accept.",
                        invoice.name,
                    )
                )

    def _check_undecided_invoices(self, *, after_dispute=False):
        """Raise UserError where the invoice of one is decided on already.

        :param after_dispute: what was billed without its disputed charges is no matter.
        """
        decided = self.invoice_id.sudo().filtered(
            lambda invoice: invoice.state not in ("audited", "review")
        )
        if after_dispute:
            decided = decided.filtered(
                lambda invoice: (
                    (invoice.state, invoice.paid_as) != ("billed", "undisputed")
                )
            )
        if decided:
            raise UserError(
                self.env._(
                    "These invoices are decided on already: %s",
                    ", ".join(decided.mapped("name")),
                )
            )

    def _lock(self):
        self.lock_for_update()
        self.invalidate_recordset(["state"], flush=False)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: In these states of a dispute nothing is disputed any more.
_OVER = ("accepted", "rejected", "credited", "closed")


class AccountMove(models.Model):
    """What another system tells of a customer's invoice of ours."""

    _inherit = "account.move"

    logistics_is_disputed = fields.Boolean(
        string="Disputed by the Customer", readonly=True, copy=False
    )
    logistics_dispute_reason = fields.Char(
        string="What Is Disputed", readonly=True, copy=False
    )

    def _logistics_note_paid(self, integration, document):
        """Write down what a partner says was paid; the payment itself comes by the
        bank."""
        self.ensure_one()
        self.message_post(
            body=self.env._(
                "%(partner)s says that %(amount)s %(currency)s was paid on %(date)s.",
                partner=integration.name,
                amount=document.amount if document.amount is not None else "",
                currency=document.currency or self.currency_id.name,
                date=document.paid_date or fields.Date.context_today(self),
            )
        )

    def _logistics_note_dispute(self, integration, document):
        """Flag an invoice as disputed, or no longer, and have finance look at it."""
        self.ensure_one()
        disputed = document.state not in _OVER
        if disputed == self.logistics_is_disputed:
            return
        self.sudo().write(
            {
                "logistics_is_disputed": disputed,
                "logistics_dispute_reason": disputed and document.reason,
            }
        )
        reason = document.reason or ""
        self.message_post(
            body=self.env._(
                "Disputed, says %(partner)s: %(reason)s",
                partner=integration.name,
                reason=reason,
            )
            if disputed
            else self.env._(
                "No longer disputed, says %(partner)s: %(reason)s",
                partner=integration.name,
                reason=reason,
            )
        )
        if disputed:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The customer disputes this invoice"),
                note=reason,
                user_id=(self.invoice_user_id or self.env.user).id,
            )

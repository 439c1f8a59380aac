# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .logistics_dispute import AWAITED

#: Before the carrier has answered for good.
UNANSWERED = ("submitted", "acknowledged")
ANSWERED = ("accepted", "partial", "rejected")


class LogisticsDispute(models.Model):
    """The steps of a dispute. Each names the states that it may be taken from."""

    _inherit = "logistics.dispute"

    def action_submit(self):
        """Send the disputes to the carriers, within the time they give."""
        self._begin_step("draft")
        for dispute in self:
            dispute._check_complete()
            dispute._set_submitted()
            dispute._tell_carrier("submitted")
            self.env["logistics.dispute.credit"]._look_again(dispute.sudo().line_ids)

    def action_acknowledge(self):
        """The carrier has it."""
        self._begin_step("submitted")
        self._set_state("acknowledged")

    def action_accept(self):
        """The carrier gives back all that is claimed."""
        self._begin_step(*UNANSWERED)
        for line in self.sudo().line_ids:
            line.write({"recognised": line.claimed, "answer": "accepted"})
        self._set_answered()

    def action_accept_partly(self):
        """The carrier gives back what was written down for each charge."""
        self._begin_step(*UNANSWERED)
        for dispute in self:
            dispute._check_is_part()
        for line in self.sudo().line_ids:
            line.answer = line._answer_of(line.recognised)
        self._set_answered()

    def action_reject(self):
        """The carrier gives nothing back."""
        self._begin_step(*UNANSWERED)
        self.sudo().line_ids.write({"recognised": 0, "answer": "rejected"})
        self._set_answered()

    def action_withdraw(self):
        """Give the disputes up; their findings are open again."""
        self._check_may_prepare()
        if any(dispute.state != "draft" for dispute in self):
            self._check_may_decide()
        self._begin_step("draft", *UNANSWERED, may=self._check_may_prepare)
        for dispute in self:
            if dispute.amount_credited:
                raise UserError(
                    self.env._(
                        "%s is credited in part: close it instead.", dispute.name
                    )
                )
            if dispute.state != "draft":
                dispute._tell_carrier("closed")
        self._set_state("withdrawn", **self._end_vals())
        self.sudo().line_ids.finding_id._end_dispute("open")

    def action_close(self):
        """End the disputes; what does not come back is written off, within limits."""
        self._begin_step("credited", *ANSWERED, *UNANSWERED)
        for dispute in self:
            dispute._close_one()

    def _close_one(self):
        lost = max(self.amount_claimed - self.amount_credited, 0)
        if not self.currency_id.is_zero(lost):
            self._check_may_write_off(lost)
        self.sudo().amount_written_off = lost
        for line in self.sudo().line_ids:
            line.finding_id._end_dispute(line._outcome())
        self._set_state("closed", **self._end_vals())

    def _check_may_write_off(self, amount):
        """Raise unless the user may let go of so much, in the dispute's currency."""
        company = self.company_id
        amount = self.currency_id._convert(
            amount, company.currency_id, company, fields.Date.context_today(self)
        )
        limits = self.env["logistics.billing.limit"]
        if not limits._allows(company, "writeoff", amount):
            raise UserError(
                self.env._(
                    "%(amount)s of %(dispute)s would be lost: that is above what you may "
                    "write off.",
                    amount=company.currency_id.format(amount),
                    dispute=self.name,
                )
            )

    # What each step rests on

    def _begin_step(self, *states, may=None):
        """Make sure that the user may, that nobody else is at it, and of the state."""
        (may or self._check_may_decide)()
        self.check_access("read")
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        if wrong := self.filtered(lambda dispute: dispute.state not in states):
            raise UserError(
                self.env._(
                    "%s is not at a stage where this can be done.",
                    ", ".join(wrong.mapped("name")),
                )
            )

    def _check_complete(self):
        if self.submit_by and fields.Date.context_today(self) > self.submit_by:
            raise UserError(
                self.env._(
                    "%(carrier)s took disputes until %(day)s. Where it agreed to a later "
                    "day, write that down; else withdraw %(dispute)s.",
                    carrier=self.integration_id.name,
                    day=fields.Date.to_string(self.submit_by),
                    dispute=self.name,
                )
            )
        if self.currency_id.compare_amounts(self.amount_claimed, 0) <= 0:
            raise UserError(self.env._("%s claims nothing.", self.name))
        self._check_not_above_billed()

    def _check_not_above_billed(self):
        """Several things may be wrong with one charge; it comes back once."""
        for line, claims in self.line_ids.grouped("invoice_line_id").items():
            claimed = sum(claims.mapped("claimed"))
            # A finding may be of all charges of a parcel: it stands with the first.
            billed = max(line.amount, *claims.mapped("billed"))
            if line and self.currency_id.compare_amounts(claimed, billed) > 0:
                raise UserError(
                    self.env._(
                        "Of the %(amount)s for %(number)s more is claimed "
                        "than was billed.",
                        amount=self.currency_id.format(billed),
                        number=line.tracking_number or line.invoice_id.name,
                    )
                )

    def _check_is_part(self):
        is_nothing = self.currency_id.is_zero(self.amount_recognised)
        if is_nothing or not self.currency_id.compare_amounts(
            self.amount_recognised, self.amount_claimed
        ):
            raise UserError(
                self.env._(
                    "Write down for each charge of %s what the carrier recognises.",
                    self.name,
                )
            )

    # States

    def _set_submitted(self):
        today = fields.Date.context_today(self)
        self._set_state(
            "submitted",
            submitted_on=today,
            submitted_by_id=self.env.uid,
            answer_by=self.answer_by
            or self._days_after(today, self.integration_id.sudo().dispute_answer_days),
        )

    def _set_answered(self):
        """Go on to what the answers to all charges come to."""
        today = fields.Date.context_today(self)
        for dispute in self:
            state = dispute._answered_state()
            days = dispute.integration_id.sudo().dispute_credit_days
            awaits = state in AWAITED and dispute._days_after(today, days)
            dispute._set_state(
                state, answered_on=today, credit_by=dispute.credit_by or awaits
            )
            dispute._follow_credits()

    def _answered_state(self):
        answers = set(self.line_ids.mapped("answer"))
        if False in answers:
            return "acknowledged"
        return answers.pop() if len(answers) == 1 else "partial"

    def _follow_credits(self):
        """A dispute of which all has come back is credited."""
        for dispute in self.sudo():
            is_due = dispute.state in (*AWAITED, "rejected")
            owed = sum(line._owed() for line in dispute.line_ids) or (
                dispute.amount_claimed
            )
            credited = dispute.amount_credited
            places = dispute.currency_id.rounding
            if is_due and float_compare(credited, owed, precision_rounding=places) >= 0:
                dispute._set_state("credited")

    def _reopen_credited(self):
        """A credit was taken back: wait for the money again."""
        for dispute in self.sudo():
            if dispute.state == "credited":
                answered = dispute._answered_state()
                is_told = answered != "acknowledged"
                dispute._set_state(answered if is_told else "submitted")

    def _set_state(self, state, **values):
        self.sudo().write({"state": state, **values})

    @api.model
    def _end_vals(self):
        return {
            "closed_on": fields.Date.context_today(self),
            "closed_by_id": self.env.uid,
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .logistics_dispute_steps import UNANSWERED

#: So many days after a deadline whoever answers for the carrier is called in.
ESCALATES_AFTER = 7
#: What is to come by the deadline, by state.
_ACTIVITY = "logistics_billing_reconcile.mail_activity_type_dispute"


class LogisticsDispute(models.Model):
    """By when what must happen; who is reminded, and of what becomes a case."""

    _inherit = "logistics.dispute"

    submit_by = fields.Date(
        string="Submit until",
        tracking=True,
        copy=False,
        help="Later, the carrier does not take it. Set another day only where it agreed.",
    )
    answer_by = fields.Date(string="Answer until", tracking=True, copy=False)
    credit_by = fields.Date(string="Credit until", tracking=True, copy=False)
    deadline = fields.Date(
        compute="_compute_deadline",
        store=True,
        index="btree_not_null",
        help="Of the step that comes next.",
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )
    escalated_on = fields.Date(readonly=True, copy=False)
    exception_id = fields.Many2one(
        "logistics.exception",
        string="Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.depends("state", "submit_by", "answer_by", "credit_by")
    def _compute_deadline(self):
        due = {
            "draft": "submit_by",
            **dict.fromkeys(UNANSWERED, "answer_by"),
            **dict.fromkeys(("accepted", "partial"), "credit_by"),
        }
        for dispute in self:
            name = due.get(dispute.state)
            dispute.deadline = dispute[name] if name else False

    @api.depends("deadline")
    def _compute_is_overdue(self):
        for dispute in self:
            dispute.is_overdue = dispute._is_late()

    def _is_late(self):
        """Tell whether the deadline has passed, today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return bool(self.deadline and self.deadline < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("deadline", "<", fields.Date.context_today(self))]

    # Reminders

    def _remind(self):
        """Put the next step on the list of whoever is responsible."""
        for dispute in self.sudo():
            dispute.activity_unlink([_ACTIVITY])
            if dispute.deadline and dispute.user_id:
                dispute.activity_schedule(
                    _ACTIVITY,
                    date_deadline=dispute.deadline,
                    summary=dispute._next_step(),
                    user_id=dispute.user_id.id,
                )

    def _next_step(self):
        self.ensure_one()
        return {
            "draft": self.env._("Submit the dispute"),
            "submitted": self.env._("The carrier's answer is due"),
            "acknowledged": self.env._("The carrier's answer is due"),
            "accepted": self.env._("The carrier's credit is due"),
            "partial": self.env._("The carrier's credit is due"),
        }.get(self.state, "")

    # What is late

    @api.model
    def _watch_deadlines(self):
        """Open a case for each dispute past its deadline. Runs as a cron."""
        today = fields.Date.context_today(self)
        late = self.sudo().search([("deadline", "<", today)], order="deadline, id")
        for dispute in late:
            dispute._open_overdue()
            if dispute.deadline < today - timedelta(days=ESCALATES_AFTER):
                dispute._escalate(today)
            if not self.env["ir.cron"]._commit_progress(1):
                return
        self.search([("exception_id", "!=", False)])._close_cases()

    def _open_overdue(self):
        """Open the case of a late dispute, once; disputes of no shipment have none."""
        self.ensure_one()
        if self.exception_id and self.exception_id.state != "resolved":
            return
        lines = self.line_ids.filtered("shipment_id").sorted("claimed", reverse=True)
        if not lines:
            return
        self.exception_id = self.env["logistics.exception"]._open_case(
            lines[0].shipment_id,
            "mismatch",
            "1",
            self._overdue_words(),
            user=self.user_id,
        )

    def _overdue_words(self):
        return self.env._(
            "%(dispute)s over %(amount)s: %(step)s since %(day)s",
            dispute=self.name,
            amount=self.currency_id.format(self.amount_open or self.amount_claimed),
            step=self._next_step(),
            day=fields.Date.to_string(self.deadline),
        )

    def _escalate(self, today):
        """Make the case graver and call in whoever answers for the carrier; once."""
        if self.escalated_on and self.escalated_on >= self.deadline:
            return
        self.escalated_on = today
        self.exception_id._escalate("2", self._overdue_words())
        owner = self.integration_id.owner_id
        self.message_post(
            body=self.env._("Late for more than %s days.", ESCALATES_AFTER),
            partner_ids=owner.partner_id.ids,
        )
        if owner and owner != self.user_id:
            self.activity_schedule(
                _ACTIVITY,
                date_deadline=today,
                summary=self._overdue_words(),
                user_id=owner.id,
            )

    def _close_cases(self):
        """Close the cases of disputes that are not late any more."""
        for dispute in self.sudo().filtered(lambda one: not one._is_late()):
            if dispute.exception_id:
                dispute.exception_id._set_resolved(
                    self.env._("%s went on.", dispute.name), proven=True
                )
                dispute.exception_id = False

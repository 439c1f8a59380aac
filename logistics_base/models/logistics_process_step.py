# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..processes.kinds import STEP_KINDS
from ..processes.steps import (
    CALLED_OFF,
    ENDED,
    NOT_NEEDED,
    NOT_PROVEN_HERE,
    PASSED_OVER,
    STATES,
)
from .logistics_process_template_line import CODES, DUE_BY, OWNERS
from .loose_fields import LooseMany2one

WISHES = [("do", "Do"), ("undo", "Undo")]


class LogisticsProcessStep(models.Model):
    """A step of a process: where it stands, and what proves it.

    Rows are written by the thousand, so there are neither log columns nor foreign keys
    that nothing needs.
    """

    _name = "logistics.process.step"
    _description = "Step of a Process"
    _order = "process_id desc, sequence, id"
    _log_access = False

    process_id = fields.Many2one(
        "logistics.process", required=True, index=True, ondelete="cascade"
    )
    shipment_id = LooseMany2one("logistics.shipment", readonly=True)
    company_id = LooseMany2one("res.company", readonly=True)
    # As the template wanted it when the process began.
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(CODES, required=True, readonly=True)
    name = fields.Char(required=True, translate=True, readonly=True)
    required = fields.Boolean(readonly=True)
    automatic = fields.Boolean(readonly=True)
    reverts = fields.Boolean(string="Undo on Failure", readonly=True)
    due_by = fields.Selection(DUE_BY, readonly=True)
    expected_hours = fields.Float(readonly=True)
    calendar_id = LooseMany2one("resource.calendar", readonly=True)
    owner = fields.Selection(OWNERS, string="When Late", readonly=True)
    user_id = LooseMany2one("res.users", string="Named Person", readonly=True)
    # Where it stands
    state = fields.Selection(
        list(STATES.items()), required=True, default="waiting", readonly=True
    )
    by_hand = fields.Selection(
        [("done", "Done"), ("skipped", "Skipped"), ("compensated", "Undone")],
        string="Said by Hand",
        readonly=True,
    )
    started_at = fields.Datetime(readonly=True)
    due_at = fields.Datetime(string="Due", readonly=True)
    done_at = fields.Datetime(string="Ended", readonly=True)
    undone_at = fields.Datetime(
        readonly=True, help="What happened before counts no more for this step."
    )
    is_late = fields.Boolean(readonly=True)
    late_told = fields.Datetime(
        readonly=True, help="The due date whose passing was told already."
    )
    owner_id = LooseMany2one("res.users", string="Owner", readonly=True)
    reason = fields.Char(readonly=True)
    evidence_model = fields.Char(readonly=True)
    evidence_id = fields.Many2oneReference(
        model_field="evidence_model", string="Evidence Record", readonly=True
    )
    evidence = fields.Char(compute="_compute_evidence")
    # What the system does about it
    wish = fields.Selection(WISHES, readonly=True)
    asked_at = fields.Datetime(readonly=True)
    attempts = fields.Integer(readonly=True)
    next_attempt_at = fields.Datetime(readonly=True)
    gave_up = fields.Char(readonly=True)
    error_message = fields.Char(string="Error", readonly=True)
    reason_text = fields.Char(string="Why", compute="_compute_reason_text")

    _timed = models.Index("(due_at) WHERE state = 'running' AND due_at IS NOT NULL")
    _late = models.Index("(process_id) WHERE is_late")
    _wished = models.Index("(id) WHERE wish IS NOT NULL AND asked_at IS NULL")

    @api.depends("evidence_model", "evidence_id", "by_hand")
    def _compute_evidence(self):
        for step in self:
            step.evidence = step._evidence_text()

    def _evidence_text(self):
        """Return the name of what proves the step, if the user may see it."""
        if self.by_hand:
            return self.env._("Said by hand")
        if not self.evidence_id or self.evidence_model not in self.env:
            return False
        record = self.env[self.evidence_model].browse(self.evidence_id).exists()
        if not record or not record.has_access("read"):
            return False
        return f"{record._description}: {record.display_name}"

    @api.depends("reason", "gave_up", "error_message", "state")
    def _compute_reason_text(self):
        texts = {
            NOT_PROVEN_HERE: self.env._("Nothing installed here tells of it"),
            NOT_NEEDED: self.env._("Does not apply to this shipment"),
            PASSED_OVER: self.env._("It went on without"),
            CALLED_OFF: self.env._("The shipment was called off"),
        }
        for step in self:
            reason = step.reason and texts.get(step.reason, step.reason)
            trouble = step.error_message if step.state not in ENDED else False
            step.reason_text = reason or trouble

    @api.depends("name", "shipment_id")
    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.shipment_id.name}: {step.name}"

    def _shown(self):
        """Return the step as the ribbon shows it."""
        texts = fields.Datetime.to_string
        kind = STEP_KINDS.get(self.code)
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "icon": kind.icon if kind else "fa-circle-o",
            "state": self.state,
            "is_late": self.is_late,
            "by_hand": self.by_hand,
            "due": texts(self.due_at) if self.state == "running" else False,
            "ended": texts(self.done_at) or False,
            "why": self.reason_text or "",
            "evidence": self.evidence or "",
        }

    def action_view_evidence(self):
        """Open what proves the step."""
        self.ensure_one()
        if not self.evidence:
            return None
        return {
            "type": "ir.actions.act_window",
            "res_model": self.evidence_model,
            "res_id": self.evidence_id,
            "view_mode": "form",
        }

    # What people decide

    def action_mark_done(self):
        """Ask why, then take the step for done."""
        return self.process_id._ask("done", process=self.process_id, step=self)

    def action_skip(self):
        """Ask why, then go on without the step."""
        return self.process_id._ask("skip", process=self.process_id, step=self)

    def action_retry(self):
        """Try again what failed, or what could not be taken back."""
        self._check_may_decide("failed", "manual", "running", "compensating")
        for step in self.sudo():
            step.write(
                {
                    "gave_up": False,
                    "error_message": False,
                    "attempts": 0,
                    "asked_at": False,
                    "next_attempt_at": False,
                }
            )
            step.process_id._log(self.env._("%s: tried again.", step.name))
            if step.state == "failed":
                step.process_id._action(step.code)._retry(step)
        self.sudo().process_id._follow_again()
        self.env["logistics.process.step"]._wake_work()

    def action_forget(self):
        """Take back what was said by hand: only what happened counts again."""
        self._check_may_decide(*STATES)
        for step in self.sudo().filtered("by_hand"):
            step.write({"by_hand": False, "done_at": False, "reason": False})
            step.process_id._log(
                self.env._("%s: what was said by hand is taken back.", step.name)
            )
        self.sudo().process_id._follow_again()

    def _decide(self, by_hand, reason):
        """Take a person's word for it, which is logged with the reason.

        :param str by_hand: ``done`` or ``skipped``; what was to be undone is ``done``
            by being taken back.
        """
        self._check_may_decide("waiting", "running", "failed", "manual", "compensating")
        for step in self.sudo():
            word = by_hand
            if step.state in ("manual", "compensating"):
                word = "compensated"
            step.write(
                {"by_hand": word, "done_at": fields.Datetime.now(), "reason": reason}
            )
            labels = dict(self._fields["by_hand"]._description_selection(self.env))
            step.process_id._log(
                self.env._(
                    "%(step)s: %(word)s, said by hand: %(reason)s",
                    step=step.name,
                    word=labels[word],
                    reason=reason,
                )
            )
        self.sudo().process_id._follow_again()

    def _check_may_decide(self, *states):
        self.process_id.check_access("write")
        if wrong := self.filtered(lambda step: step.state not in states):
            raise UserError(
                self.env._(
                    "%s is not at a stage where this can be done.",
                    ", ".join(wrong.mapped("name")),
                )
            )

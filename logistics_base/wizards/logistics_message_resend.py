# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsMessageResend(models.TransientModel):
    """Asks before the partner gets something a second time."""

    _name = "logistics.message.resend"
    _description = "Send Messages Again"

    message_ids = fields.Many2many("logistics.message", readonly=True, required=True)
    seen = fields.Char(
        compute="_compute_seen",
        store=True,
        readonly=False,
        precompute=True,
        help="What the messages were like when the question was put.",
    )
    known = fields.Text(string="What Is Known", compute="_compute_known")
    decision = fields.Selection(
        [
            ("arrived", "The partner has it: nothing is sent"),
            ("again", "The partner does not have it, or needs it again: send it"),
        ],
        required=True,
    )
    reason = fields.Char(
        required=True, help="How you know, e.g. whom you asked at the partner's."
    )

    @api.depends("message_ids")
    def _compute_seen(self):
        for wizard in self:
            wizard.seen = wizard._likeness()

    def _likeness(self):
        return ", ".join(
            f"{message.id} {message.state} {message.attempts} {message.sent_at}"
            for message in self.message_ids._origin.sorted("id")
        )

    @api.depends("message_ids")
    def _compute_known(self):
        for wizard in self:
            wizard.known = "\n".join(map(self._known_of, wizard.message_ids))

    @api.model
    def _known_of(self, message):
        labels = dict(message._fields["ack_state"]._description_selection(self.env))
        if not message.sent_at:
            said = self.env._("it is not known whether it arrived")
        elif message.ack_state:
            said = self.env._(
                "sent %(time)s UTC, acknowledgement: %(ack)s",
                time=message.sent_at.replace(microsecond=0),
                ack=labels[message.ack_state],
            )
        else:
            said = self.env._("sent %s UTC", message.sent_at.replace(microsecond=0))
        where = f" ({message.sent_to})" if message.sent_to else ""
        return f"{message.display_name}{where}: {said}"

    def action_decide(self):
        """Do as the person has decided, and keep the reason."""
        self.ensure_one()
        messages = self.message_ids
        messages.check_access("write")
        messages._lock_fresh()
        messages._check_may_repeat()
        if self.seen != self._likeness():
            raise UserError(
                self.env._(
                    "Something has become of these messages since you were asked. "
                    "Look at them again before you decide."
                )
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say how you know."))
        note = f"{self.env.user.name}: {self.reason.strip()}"
        if self.decision == "arrived":
            messages._set_arrived(note)
            return {"type": "ir.actions.act_window_close"}
        messages.sudo().warning = note
        return messages._send_again()

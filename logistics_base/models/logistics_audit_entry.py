# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .loose_fields import LooseMany2one


class LogisticsAuditEntry(models.Model):
    """Who did what, and who read what is sensitive: a chain that is only appended to.

    Entries are recorded by :meth:`_record` in the transaction of the change, and put into
    the chain by a single appender afterwards. Nobody changes or deletes them through
    Odoo; what is changed by SQL is found by ``logistics.audit.verification``.
    """

    _name = "logistics.audit.entry"
    _description = "Audit Trail"
    _order = "id desc"
    _rec_name = "action"
    _log_access = False

    company_id = LooseMany2one("res.company", required=True, readonly=True)
    sequence = fields.Integer(string="Number", required=True, readonly=True)
    uid = fields.Char(required=True, readonly=True)
    recorded_at = fields.Datetime(string="When", required=True, readonly=True)
    actor = fields.Selection(
        [
            ("user", "User"),
            ("credential", "Machine"),
            ("cron", "Scheduled"),
            ("system", "System"),
        ],
        string="Kind of Actor",
        required=True,
        readonly=True,
    )
    user_id = LooseMany2one("res.users", readonly=True)
    credential_id = LooseMany2one(
        "logistics.service.credential", string="Machine Access", readonly=True
    )
    who = fields.Char(compute="_compute_who")
    action = fields.Char(required=True, readonly=True)
    action_label = fields.Char(string="What", compute="_compute_action_label")
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    record_name = fields.Char(string="On", compute="_compute_record_name")
    details = fields.Text(string="Details as Kept", readonly=True)
    sealed = fields.Text(readonly=True, groups=fields.NO_ACCESS)
    subjects = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    details_text = fields.Text(string="Details", compute="_compute_details_text")
    is_forgotten = fields.Boolean(compute="_compute_details_text")
    digest = fields.Char(required=True, readonly=True)
    prev_hash = fields.Char(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    verification = fields.Selection(
        [("sound", "Verified"), ("open", "Not Verified Yet"), ("broken", "Broken")],
        compute="_compute_verification",
    )

    _place = models.UniqueIndex("(company_id, sequence)")
    _of_record = models.Index("(res_model, res_id)")
    _of_user = models.Index("(user_id, id)")
    _of_action = models.Index("(action, id)")

    # Reading

    def _compute_who(self):
        for entry in self.sudo():
            user = entry.user_id.with_context(active_test=False).exists()
            names = {
                "cron": self.env._("Scheduled action"),
                "system": self.env._("Odoo"),
                "credential": entry.credential_id.exists().display_name,
            }
            entry.who = names.get(entry.actor) or (
                user.display_name
                if user
                else self.env._("User %s (deleted)", entry.user_id.id or "?")
            )

    def _compute_action_label(self):
        labels = self._action_labels()
        for entry in self:
            entry.action_label = labels.get(entry.action, entry.action)

    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.action_label

    @api.model
    def _action_labels(self):
        """Return {action: words for people}; addons add those of their own."""
        return {
            "created": self.env._("Created"),
            "changed": self.env._("Changed"),
            "deleted": self.env._("Deleted"),
            "message.replayed": self.env._("Message replayed"),
            "message.corrected": self.env._("Message corrected"),
            "message.discarded": self.env._("Message discarded"),
            "payload.read": self.env._("Payload read"),
            "proof.opened": self.env._("Proof of delivery opened"),
            "export": self.env._("Records exported"),
            "subscription.replayed": self.env._("Events sent again"),
            "promise.revised": self.env._("Promise revised"),
            "milestone.retracted": self.env._("Milestone retracted"),
            "access.changed": self.env._("Rights changed"),
            "api_key.created": self.env._("API key made"),
            "api_key.removed": self.env._("API key removed"),
            "credential.issued": self.env._("Machine access issued"),
            "credential.rotated": self.env._("Machine access renewed"),
            "credential.revoked": self.env._("Machine access revoked"),
            "access.reviewed": self.env._("Access reviewed"),
            "retention.applied": self.env._("Retention applied"),
            "person.forgotten": self.env._("Person forgotten"),
            "process.taken_over": self.env._("Process taken over"),
            "process.resumed": self.env._("Process resumed"),
        }

    def _compute_record_name(self):
        for entry in self:
            entry.record_name = entry._name_of_record()

    def _name_of_record(self):
        model = self.env.get(self.res_model)
        label = model._description if model is not None else self.res_model
        record = self.res_id and model is not None and model.browse(self.res_id)
        if not record:
            return label
        record = record.sudo().exists()
        name = record.display_name if record else self.env._("deleted")
        return f"{label}: {name} (#{self.res_id})"

    def _compute_details_text(self):
        salts = self.env["logistics.audit.subject"]._salts_of(self)
        for entry in self.sudo():
            details = entry.details
            if entry.sealed:
                details = self.env["logistics.audit.subject"]._unseal(entry, salts)
            entry.is_forgotten = bool(entry.subjects) and not details
            entry.details_text = (
                self.env._("Forgotten: nobody can read it any more.")
                if entry.is_forgotten
                else _in_lines(details, entry._labels())
            )

    def _labels(self):
        """Return {field: how it is called} of what the entry is about."""
        model = self.env.get(self.res_model)
        if model is None or self.action != "changed":
            return {}
        return {
            name: field._description_string(self.env)
            for name, field in model._fields.items()
        }

    def _compute_verification(self):
        last = self.env["logistics.audit.verification"]._last_by_company(self)
        for entry in self:
            verification = last.get(entry.company_id.id)
            if not verification or entry.sequence > verification.last_sequence:
                entry.verification = "open"
            else:
                broken = entry.sequence in (verification.broken_sequences or ())
                entry.verification = "broken" if broken else "sound"

    # Only appended to

    @api.model_create_multi
    def create(self, vals_list):
        raise UserError(self.env._("The audit trail is written by Odoo alone."))

    def write(self, vals):
        raise UserError(self.env._("Nobody changes the audit trail."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Nobody deletes from the audit trail."))

    # What people do

    def action_verify(self):
        """Verify the chain of the current company now, and show what was found."""
        self.check_access("read")
        verification = self.env["logistics.audit.verification"]._verify(
            self.env.company
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verification"),
            "res_model": "logistics.audit.verification",
            "res_id": verification.id,
            "views": [(False, "form")],
        }

    def action_open_record(self):
        """Open what the entry is about, where it is still there."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or not model.browse(self.res_id or 0).exists():
            raise UserError(self.env._("It is not there any more."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }


def _in_lines(details, labels):
    if not details:
        return False
    told = json.loads(details)
    return "\n".join(
        f"{labels.get(name, name)}: {_words(value)}" for name, value in told.items()
    )


def _words(value):
    """Return a value, or [before, after], in words."""
    if isinstance(value, dict) and set(value) == {"before", "after"}:
        return f"{_words(value['before'])} → {_words(value['after'])}"
    if value in (None, "", []):
        return "–"
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

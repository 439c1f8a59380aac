# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from ..policies.changes import differences
from .logistics_rule import VERSIONED


class LogisticsRuleRevision(models.Model):
    """A version of a policy: what it said, who made it so, and when."""

    _name = "logistics.rule.revision"
    _description = "Version of a Policy"
    _order = "rule_id, number desc"
    _rec_name = "number"

    rule_id = fields.Many2one(
        "logistics.rule",
        "Policy",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="rule_id.company_id")
    number = fields.Integer(string="Version", required=True, readonly=True)
    sentence = fields.Text(readonly=True)
    snapshot = fields.Json(readonly=True)
    changes = fields.Html(compute="_compute_changes", help="Against the one before.")
    is_current = fields.Boolean(compute="_compute_is_current")

    _once = models.UniqueIndex("(rule_id, number)")

    @api.depends("number", "rule_id")
    def _compute_display_name(self):
        for revision in self:
            revision.display_name = self.env._(
                "%(rule)s, version %(number)s",
                rule=revision.rule_id.name,
                number=revision.number,
            )

    @api.depends("rule_id.revision")
    def _compute_is_current(self):
        for revision in self:
            revision.is_current = revision.number == revision.rule_id.revision

    @api.depends("snapshot")
    def _compute_changes(self):
        by_place = {
            (revision.rule_id.id, revision.number): revision.snapshot
            for revision in self.rule_id.revision_ids
        }
        for revision in self:
            before = by_place.get((revision.rule_id.id, revision.number - 1))
            lines = differences(before, revision.snapshot) if before else []
            revision.changes = Markup("").join(
                Markup('<div class="%s font-monospace small">%s %s</div>')
                % ("text-danger" if sign == "-" else "text-success", sign, line)
                for sign, line in lines
            )

    def action_restore(self):
        """Let the policy say again what it said then; that is a new version."""
        self.ensure_one()
        self.rule_id.check_access("write")
        self.rule_id._restore(self.snapshot)
        return {
            "type": "ir.actions.act_window",
            "res_model": "logistics.rule",
            "view_mode": "form",
            "res_id": self.rule_id.id,
        }


class LogisticsRule(models.Model):
    """Every change of what a policy says is kept."""

    _inherit = "logistics.rule"

    def _revising(self):
        """Return the policies in a mode in which a change of many parts is one."""
        return self.with_context(logistics_revising=True)

    def _keep_revision(self):
        """Make a version of each policy that says something new."""
        if self.env.context.get("logistics_revising"):
            return
        revisions = self.env["logistics.rule.revision"].sudo()
        for rule in self:
            snapshot = rule._snapshot()
            latest = rule.sudo().revision_ids.sorted("number")[-1:]
            if latest and latest.snapshot == snapshot:
                continue
            rule.sudo().revision = (latest.number or 0) + 1
            revisions.create(
                {
                    "rule_id": rule.id,
                    "number": rule.revision,
                    "snapshot": snapshot,
                    "sentence": rule.sentence,
                }
            )

    def _snapshot(self):
        """Return what the policy says, as plain values."""
        self.ensure_one()
        snapshot = {name: _plain(self[name]) for name in VERSIONED}
        snapshot["actions"] = [
            {name: _plain(action[name]) for name in action._versioned()}
            for action in self.action_ids.sorted()
        ]
        return snapshot

    def _restore(self, snapshot):
        actions = self.env["logistics.rule.action"]
        values = {
            name: self._writable(self, name, value)
            for name, value in snapshot.items()
            if name != "actions" and name in self._fields
        }
        values["action_ids"] = [Command.clear()] + [
            Command.create(
                {
                    name: self._writable(actions, name, value)
                    for name, value in told.items()
                    if name in actions._fields
                }
            )
            for told in snapshot["actions"]
        ]
        self.write(values)

    @api.model
    def _writable(self, model, name, value):
        """Return a plain value as it is written; records that are gone are left out."""
        field = model._fields[name]
        if not field.relational:
            return value
        found = self.env[field.comodel_name].browse(value or ()).exists()
        if field.type == "many2one":
            return found.id
        return [Command.set(found.ids)]


def _plain(value):
    """Return a field's value as JSON keeps it."""
    if isinstance(value, models.BaseModel):
        return value.ids
    return value

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError


class LogisticsAccessReviewLine(models.Model):
    """One user or machine that has access, and what is to become of it."""

    _name = "logistics.access.review.line"
    _description = "Reviewed Access"
    _order = "decision, kind desc, last_used_at nulls first, id"
    _rec_name = "who"

    review_id = fields.Many2one(
        "logistics.access.review",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id")
    review_state = fields.Selection(
        related="review_id.state", string="State of the Review"
    )
    kind = fields.Selection(
        [("user", "User"), ("credential", "Machine"), ("key", "User's API Key")],
        required=True,
        readonly=True,
    )
    who = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", index="btree_not_null", readonly=True, ondelete="set null"
    )
    credential_id = fields.Many2one(
        "logistics.service.credential",
        string="Machine Access",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
    )
    api_key_id = fields.Integer(readonly=True)
    rights = fields.Char(readonly=True)
    last_used_at = fields.Datetime(string="Last Used", readonly=True)
    decision = fields.Selection(
        [("open", "Undecided"), ("keep", "Keep"), ("revoke", "Revoked")],
        required=True,
        default="open",
        readonly=True,
    )
    reason = fields.Char()
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    # Who has access

    @api.model
    def _of_company(self, company, review):
        """Return the values of a line for each access to a company's logistics."""
        rows = [
            *self._user_rows(company),
            *self._machine_rows(company),
            *self._key_rows(company),
        ]
        return [{**row, "review_id": review.id} for row in rows]

    @api.model
    def _user_rows(self, company):
        rights = self.env["res.groups"]._logistics_rights()
        for user, groups in rights.items():
            if user.active and company in user.company_ids and user.id != 1:
                yield {
                    "kind": "user",
                    "who": user.display_name,
                    "user_id": user.id,
                    "rights": ", ".join(groups.sorted("id").mapped("name")),
                    "last_used_at": user.login_date,
                }

    @api.model
    def _machine_rows(self, company):
        machines = self.env["logistics.service.credential"].sudo()
        for machine in machines.search(
            [("company_id", "=", company.id), ("state", "in", ("draft", "active"))]
        ):
            yield {
                "kind": "credential",
                "who": machine.display_name,
                "credential_id": machine.id,
                "rights": ", ".join(machine.scope_ids.mapped("code")),
                "last_used_at": machine.last_used_at,
            }

    @api.model
    def _key_rows(self, company):
        keys = self.env["res.users.apikeys"].sudo()
        for key in keys.search([("scope", "=like", "logistics.%")]):
            if company in key.user_id.company_ids:
                yield {
                    "kind": "key",
                    "who": f"{key.name} ({key.user_id.display_name})",
                    "user_id": key.user_id.id,
                    "api_key_id": key.id,
                    "rights": key.scope,
                }

    # Deciding

    def action_keep(self):
        """Say that the access is still needed."""
        self._decide("keep")

    def action_revoke(self):
        """Take the access away at once."""
        if missing := self.filtered(lambda line: not (line.reason or "").strip()):
            raise UserError(self.env._("Give a reason to revoke %s.", missing[0].who))
        self._decide("revoke")
        for line in self:
            line.sudo()._revoke()

    def action_reopen(self):
        """Decide again; what was revoked is not given back by that."""
        self._check_may_decide()
        self.sudo().write(
            {"decision": "open", "decided_by_id": False, "decided_at": False}
        )

    def _decide(self, decision):
        self._check_may_decide()
        if decided := self.filtered(lambda line: line.decision != "open"):
            raise UserError(self.env._("%s is decided already.", decided[0].who))
        self.sudo().write(
            {
                "decision": decision,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        for line in self:
            self.env["logistics.audit.entry"]._record(
                "access.reviewed",
                line,
                {"of": line.who, "decision": decision, "reason": line.reason},
            )

    def _check_may_decide(self):
        self.check_access("write")
        if closed := self.filtered(lambda line: line.review_state != "open"):
            raise UserError(
                self.env._("%s is not under review.", closed[0].review_id.name)
            )
        if any(line.user_id == self.env.user for line in self):
            raise AccessError(self.env._("Somebody else decides of your own access."))

    def _revoke(self):
        """Take away what the line is about, all of it."""
        self.ensure_one()
        if self.kind == "credential":
            self.credential_id._revoke(self.reason)
        elif self.kind == "key":
            self.env["res.users.apikeys"].browse(self.api_key_id).exists().unlink()
        else:
            self._revoke_user()

    def _revoke_user(self):
        user = self.user_id
        groups = self.env["res.groups"]._logistics_groups()
        # A group of the company's own may give the rights as well.
        giving = user.group_ids.filtered(lambda group: group.all_implied_ids & groups)
        own = giving - groups
        if any(group._logistics_gives_more() for group in own):
            raise UserError(
                self.env._(
                    "%(who)s has the rights through %(groups)s, which give others as "
                    "well: change these groups first.",
                    who=self.who,
                    groups=", ".join(own.mapped("full_name")),
                )
            )
        keep = self.env.ref("base.group_user") if user._is_internal() else None
        commands = [Command.unlink(group.id) for group in giving]
        if keep:
            # Whoever works here goes on working here: that right may have come along.
            commands.append(Command.link(keep.id))
        user.write({"group_ids": commands})
        keys = self.env["res.users.apikeys"].search(
            [("user_id", "=", user.id), ("scope", "=like", "logistics.%")]
        )
        keys.unlink()

    def write(self, vals):
        if not self.env.su and set(vals) - {"reason"}:
            raise UserError(self.env._("Keep or revoke the access; nothing else."))
        return super().write(vals)


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _logistics_gives_more(self):
        """Tell whether a group gives other rights than those in logistics, too."""
        self.ensure_one()
        ours = (self.all_implied_ids & self._logistics_groups()).all_implied_ids
        basic = self.env.ref("base.group_user").all_implied_ids
        return bool(self.all_implied_ids - self - ours - basic)


class ResCompany(models.Model):
    _inherit = "res.company"

    logistics_review_months = fields.Integer(
        string="Review Access Every (months)",
        help="So often a campaign begins by itself. 0: by hand alone.",
    )

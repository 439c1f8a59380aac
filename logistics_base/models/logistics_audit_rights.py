# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.http import request


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _logistics_groups(self):
        """Return the groups that give rights in logistics, by this suite's names."""
        return self.sudo().browse(
            self.env["ir.model.data"]
            .sudo()
            .search([("model", "=", "res.groups"), ("module", "=like", "logistics%")])
            .mapped("res_id")
        )

    @api.model
    def _logistics_rights(self):
        """Return {user: groups} of who has rights in logistics, through whatever group."""
        rights = {}
        for group in self._logistics_groups():
            for user in group.all_user_ids:
                rights[user] = rights.get(user, self.browse()) | group
        return rights

    def write(self, vals):
        if not {"user_ids", "implied_ids", "implied_by_ids"} & set(vals):
            return super().write(vals)
        before = self._logistics_rights()
        result = super().write(vals)
        self.env["res.users"]._note_rights(before, self._logistics_rights())
        return result


class ResUsers(models.Model):
    """Who is given rights in logistics, or loses them, is on record, and by whom."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        rights = self.env["res.groups"]._logistics_rights()
        self._note_rights({}, {user: rights[user] for user in users if user in rights})
        return users

    def write(self, vals):
        if not {"group_ids", "active"} & set(vals):
            return super().write(vals)
        before = self.env["res.groups"]._logistics_rights()
        before_active = {user.id for user in self if user.active}
        result = super().write(vals)
        self._note_rights(before, self.env["res.groups"]._logistics_rights())
        if "active" in vals:
            self._note_activity(before_active, before)
        return result

    @api.model
    def _note_rights(self, before, after):
        """Put on record how rights in logistics changed: {user: groups} twice."""
        entries = self.env["logistics.audit.entry"]
        none = self.env["res.groups"]
        for user in {*before, *after}:
            had, has = before.get(user, none), after.get(user, none)
            if had != has:
                details = {
                    "given": (has - had).mapped("full_name"),
                    "taken": (had - has).mapped("full_name"),
                }
                entries._record("access.changed", user.sudo(False), details)

    def _note_activity(self, before_active, rights):
        for user in self:
            if user.sudo() in rights and user.active != (user.id in before_active):
                self.env["logistics.audit.entry"]._record(
                    "access.changed",
                    user,
                    {"active": {"before": not user.active, "after": user.active}},
                )


class ResUsersApikeys(models.Model):
    """Who makes or takes away a key for the logistics routes is on record."""

    _inherit = "res.users.apikeys"

    def _generate(self, scope, name, expiration_date):
        key = super()._generate(scope, name, expiration_date)
        if (scope or "").startswith("logistics."):
            details = {
                "name": name,
                "scope": scope,
                "until": expiration_date,
                "address": request.httprequest.remote_addr if request else None,
            }
            self.env["logistics.audit.entry"]._record(
                "api_key.created", self.env.user, details
            )
        return key

    def unlink(self):
        for key in self.sudo().filtered(
            lambda key: (key.scope or "").startswith("logistics.")
        ):
            self.env["logistics.audit.entry"]._record(
                "api_key.removed", key.user_id, {"name": key.name, "scope": key.scope}
            )
        return super().unlink()

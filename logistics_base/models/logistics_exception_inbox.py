# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class LogisticsException(models.Model):
    """What waits for the person who looks."""

    _inherit = "logistics.exception"

    is_in_my_inbox = fields.Boolean(
        compute="_compute_is_in_my_inbox",
        search="_search_is_in_my_inbox",
        help="Open, and for the one who looks: managers see all, dispatchers their own "
        "and nobody's, others those of the customers they look after.",
    )

    @api.depends("state", "user_id", "partner_id")
    @api.depends_context("uid")
    def _compute_is_in_my_inbox(self):
        mine = self.filtered_domain(self._inbox_domain())
        for case in self:
            case.is_in_my_inbox = case in mine

    def _search_is_in_my_inbox(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._inbox_domain()
        return mine if True in value else ~mine

    @api.model
    def _inbox_domain(self):
        """Return what waits for the user, by role."""
        user = self.env.user
        unresolved = Domain("state", "!=", "resolved")
        if user.has_group("logistics_base.group_manager"):
            return unresolved
        if user.has_group("logistics_base.group_dispatcher"):
            return unresolved & Domain("user_id", "in", (user.id, False))
        if user.has_group("logistics_base.group_auditor"):
            return unresolved
        return unresolved & (
            Domain("partner_id.user_id", "=", user.id)
            | Domain("partner_id.commercial_partner_id.user_id", "=", user.id)
        )

    def action_take(self):
        """Make them one's own."""
        if taken := self._in_states("resolved"):
            raise UserError(
                self.env._("%s is over already.", ", ".join(taken.mapped("summary")))
            )
        self.write({"user_id": self.env.uid})

    def action_link_root(self):
        """Choose what the cases follow from."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link to Root Cause"),
            "res_model": "logistics.exception.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_exception_ids": self.ids},
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResCompany(models.Model):
    """Who answers for something, even if whoever did has left."""

    _inherit = "res.company"

    def _logistics_answering(self, candidates, group="logistics_base.group_manager"):
        """Return the first candidate who is there, else somebody of a group.

        :param candidates: users, the first choice first.
        :param str group: XML id; of its people, one who works for the company.
        :return: one user, at last the administrator.
        """
        for user in candidates:
            if user._logistics_is_there():
                return user
        return self._logistics_people(group)[:1] or self.env.ref("base.user_admin")

    def _logistics_people(self, group):
        """Return those of a group who are there and work for the company."""
        self.ensure_one()
        return self.env.ref(group).sudo().all_user_ids._logistics_at_work(self)

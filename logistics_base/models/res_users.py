# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        left = "active" in vals and not vals["active"]
        orphans = self.filtered("active")._open_logistics_work() if left else []
        result = super().write(vals)
        for cases in orphans:
            cases._give_to_others()
        return result

    def unlink(self):
        orphans = self._open_logistics_work()
        result = super().unlink()
        for cases in orphans:
            cases._give_to_others()
        return result

    def _open_logistics_work(self):
        """Return what the users own and is not over: records of several models."""
        owned = [("user_id", "in", self.ids), ("state", "!=", "resolved")]
        return [
            self.env[model].sudo().search(owned)
            for model in ("logistics.exception", "logistics.incident")
        ]

    def _who_can_own_cases(self, company):
        """Return those of the users who are there and may work in the company."""
        return self.filtered(
            lambda user: user.active and not user.share and company <= user.company_ids
        )

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

    def _logistics_is_there(self):
        """Tell whether it is somebody of ours who has not left."""
        return bool(self) and self.active and not self.share

    def _logistics_at_work(self, company):
        """Return those of the users who are there and may work in the company."""
        return self.filtered(
            lambda user: user._logistics_is_there() and company <= user.company_ids
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models


class LogisticsRuleFiring(models.Model):
    """Has what policies do counted, by what came of it."""

    _inherit = "logistics.rule.firing"

    @api.model
    def _log(self, decided):
        firings = super()._log(decided)
        firings.filtered(lambda firing: firing.state == "stopped")._count()
        return firings

    def _conclude(self, steps):
        super()._conclude(steps)
        self._count()

    def _count(self):
        counts = Counter((one.company_id.id, None, one.state) for one in self)
        self.env["logistics.tally"]._count(
            "firing", [(*key, amount) for key, amount in counts.items()]
        )

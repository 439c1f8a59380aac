# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsDashboard(models.AbstractModel):
    """What is behind the tile of tenders."""

    _inherit = "logistics.dashboard"

    @api.model
    def _opens(self, since, until):
        answered = self._within("answered_at", since, until)
        tenders = (self.env._("Answered"), "logistics.tender", answered)
        return {**super()._opens(since, until), "tender_acceptance": tenders}

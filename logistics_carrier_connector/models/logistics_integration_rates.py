# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

#: What about an integration decides which prices it gets.
_SETTINGS = ("base_url", "environment", "adapter", "preset", "call_options")


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    def _rate_settings(self):
        """Return what, besides the goods, decides which prices the partner answers."""
        self.ensure_one()
        integration = self.sudo()
        credentials = integration.credential_ids.sorted("id")
        return [
            integration.id,
            *(integration[name] for name in _SETTINGS if name in self._fields),
            *(str(credential.write_date) for credential in credentials),
        ]

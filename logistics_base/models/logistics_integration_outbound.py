# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsIntegration(models.Model):
    """How the partner is called is filled in by its preset, too."""

    _inherit = "logistics.integration"

    @api.model
    def _preset_vals(self, code):
        vals = super()._preset_vals(code)
        outbound = self.env["logistics.preset"]._compiled(code).outbound
        if outbound is None:
            return vals
        auth = outbound.auth
        told = {
            "base_url": outbound.base_url,
            "auth_scheme": auth["scheme"],
            "auth_header": auth.get("header"),
            "token_url": auth.get("token_url"),
            "token_scope": auth.get("scope"),
        }
        return {**vals, **{name: value for name, value in told.items() if value}}

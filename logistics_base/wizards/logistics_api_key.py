# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.base.models.res_users import check_identity

from ..models.ir_http import API_SCOPE, METRICS_SCOPE


class LogisticsApiKey(models.TransientModel):
    """Makes an API key that opens the logistics routes alone, and shows it once.

    How long it may live is capped by the groups of the user, as for Odoo's own keys.
    """

    _name = "logistics.api.key"
    _inherit = "res.users.apikeys.description"
    _description = "New Logistics API Key"

    scope = fields.Selection(
        selection="_selection_scope",
        string="Opens",
        required=True,
        default=API_SCOPE,
    )

    @api.model
    def _selection_scope(self):
        scopes = [(API_SCOPE, self.env._("Shipments and milestones"))]
        if self.env.user.has_group("logistics_base.group_integration_admin"):
            scopes.append((METRICS_SCOPE, self.env._("Metrics for monitoring")))
        return scopes

    @check_identity
    def make_key(self):
        """Make the key and show it; only its digest is kept."""
        self.ensure_one()
        self.check_access_make_key()
        if self.scope not in dict(self._selection_scope()):
            raise AccessError(self.env._("You may not make keys of this scope."))
        key = self.env["res.users.apikeys"]._generate(
            self.scope, self.sudo().name, self.expiration_date
        )
        self.sudo().unlink()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.apikeys.show",
            "name": self.env._("API Key Ready"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

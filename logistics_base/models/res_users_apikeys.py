# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.base.models.res_users import INDEX_SIZE


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    @api.model
    def _logistics_user_id(self, scope, key):
        """Return the id of the active user whose key this is; None where it opens nothing.

        Odoo itself also accepts a key without a scope wherever a scope is asked for. Such
        a key is the user's whole account: it must never travel to this door, so here it
        is refused.
        """
        user_id = self._check_credentials(scope=scope, key=key)
        if not user_id:
            return None
        rows = self.env.execute_query(
            SQL(
                "SELECT scope FROM res_users_apikeys WHERE user_id = %s AND index = %s "
                "AND (scope IS NULL OR scope = %s)",
                user_id,
                key[:INDEX_SIZE],
                scope,
            )
        )
        return user_id if {stored for (stored,) in rows} == {scope} else None

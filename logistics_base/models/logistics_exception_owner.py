# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .logistics_exception_owner_rule import Trouble


class LogisticsException(models.Model):
    """Every case gets an owner as soon as it is there, if there is anybody."""

    _inherit = "logistics.exception"

    @api.model_create_multi
    def create(self, vals_list):
        self._add_owners(vals_list)
        return super().create(vals_list)

    @api.model
    def _add_owners(self, vals_list):
        """Name an owner for each case that has none, or one who has left."""
        shipments = self.env["logistics.shipment"].browse(
            vals.get("shipment_id") for vals in vals_list
        )
        users = self.env["res.users"].sudo()
        orphans, troubles = [], []
        for vals, shipment in zip(vals_list, shipments.sudo(), strict=True):
            named = users.browse(vals.get("user_id") or [])
            if not named._logistics_at_work(shipment.company_id):
                orphans.append(vals)
                troubles.append(
                    self._trouble(
                        vals.get("type", "other"), vals.get("severity", "1"), shipment
                    )
                )
        for vals, owner in zip(orphans, self._owners_of(troubles), strict=True):
            vals["user_id"] = owner.id

    @api.model
    def _trouble(self, kind, severity, shipment):
        fallbacks = shipment.user_id | shipment.integration_id.owner_id
        return Trouble(
            kind,
            severity,
            shipment.company_id,
            shipment.integration_id,
            shipment,
            fallbacks | shipment.company_id.logistics_user_id,
        )

    @api.model
    def _owners_of(self, troubles):
        if not troubles:
            return []
        return self.env["logistics.exception.owner.rule"]._choose("exception", troubles)

    def _give_to_others(self):
        """Find other owners for cases whose owner cannot work on them any more."""
        # One mail for each of hundreds would help nobody.
        cases = self.sudo().with_context(mail_auto_subscribe_no_notify=True)
        owners = self._owners_of(
            [cases._trouble(c.type, c.severity, c.shipment_id) for c in cases]
        )
        for case, owner in zip(cases, owners, strict=True):
            case.user_id = owner

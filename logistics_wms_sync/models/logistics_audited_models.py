# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsInventoryLimit(models.Model):
    """Whoever raises a limit, own ones included, is on record."""

    _name = "logistics.inventory.limit"
    _inherit = ["logistics.inventory.limit", "logistics.audited"]


class LogisticsInventoryTolerance(models.Model):
    _name = "logistics.inventory.tolerance"
    _inherit = ["logistics.inventory.tolerance", "logistics.audited"]


class LogisticsSubstitutionRule(models.Model):
    _name = "logistics.substitution.rule"
    _inherit = ["logistics.substitution.rule", "logistics.audited"]


class StockWarehouse(models.Model):
    """Who runs a warehouse, and what is done without asking, somebody has decided."""

    _name = "stock.warehouse"
    _inherit = ["stock.warehouse", "logistics.audited"]

    def _audit_names(self, vals):
        return [
            name
            for name in super()._audit_names(vals)
            if name.startswith("logistics_") and not self._fields[name].readonly
        ]

    @api.model
    def _audit(self, rows):
        # Warehouses that nobody else runs are no concern of this trail.
        return super()._audit(
            [
                (action, record, details)
                for action, record, details in rows
                if action == "changed" or record.sudo().logistics_integration_id
            ]
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class LogisticsKept(models.AbstractModel):
    """What forms only show nobody writes past them either.

    Rights to write let people decide, by the methods that keep to the rules; states,
    numbers and what was told follow from those.
    """

    _name = "logistics.kept"
    _description = "Keeps What Follows from What Happened"

    def write(self, vals):
        if not self.env.su:
            self._check_kept(
                [name for name in vals if name in self._fields and self._is_kept(name)]
            )
        return super().write(vals)

    def _is_kept(self, name):
        return self._fields[name].readonly

    def _check_kept(self, names):
        """Refuse that a person writes these fields.

        :raise UserError: if there are any.
        """
        if names:
            raise UserError(
                self.env._(
                    "This follows from what happens, and is not written by hand: %s.",
                    ", ".join(sorted(names)),
                )
            )


class LogisticsWarehouseOrder(models.Model):
    _name = "logistics.warehouse.order"
    _inherit = ["logistics.warehouse.order", "logistics.kept"]


class LogisticsWarehouseAdvice(models.Model):
    _name = "logistics.warehouse.advice"
    _inherit = ["logistics.warehouse.advice", "logistics.kept"]


class LogisticsSubstitutionRequest(models.Model):
    _name = "logistics.substitution.request"
    _inherit = ["logistics.substitution.request", "logistics.kept"]


class LogisticsItemSync(models.Model):
    _name = "logistics.item.sync"
    _inherit = ["logistics.item.sync", "logistics.kept"]


class LogisticsReconciliation(models.Model):
    _name = "logistics.reconciliation"
    _inherit = ["logistics.reconciliation", "logistics.kept"]


class LogisticsReconciliationFinding(models.Model):
    _name = "logistics.reconciliation.finding"
    _inherit = ["logistics.reconciliation.finding", "logistics.kept"]


class LogisticsInventorySnapshot(models.Model):
    _name = "logistics.inventory.snapshot"
    _inherit = ["logistics.inventory.snapshot", "logistics.kept"]


class LogisticsInventoryDiscrepancy(models.Model):
    _name = "logistics.inventory.discrepancy"
    _inherit = ["logistics.inventory.discrepancy", "logistics.kept"]


class LogisticsInventoryCount(models.Model):
    _name = "logistics.inventory.count"
    _inherit = ["logistics.inventory.count", "logistics.kept"]


class LogisticsInventoryCountLine(models.Model):
    _name = "logistics.inventory.count.line"
    _inherit = ["logistics.inventory.count.line", "logistics.kept"]


class StockPicking(models.Model):
    """By which order the warehouse works on it decides who may enter what."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "logistics.kept"]

    def _is_kept(self, name):
        return name in ("logistics_order_id", "logistics_advice_id")


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "logistics.kept"]

    def _is_kept(self, name):
        return name in (
            "logistics_line_id",
            "logistics_advice_line_id",
            "logistics_discrepancy_id",
        )

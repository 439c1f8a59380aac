# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone

from odoo import models

from ..canonical.warehouse_api import WarehouseAdviceResource, WarehouseOrderResource


class LogisticsWarehouseRequest(models.AbstractModel):
    """What a warehouse reads of what it was sent."""

    _inherit = "logistics.warehouse.request"

    def _last_purpose(self):
        """Return the purpose of what was sent last."""
        self.ensure_one()
        return "change" if self.revision > 1 else "original"

    def _resource_vals(self):
        return {
            "number": self.name,
            "revision": self.revision,
            "state": self.state,
            "warehouse": self.warehouse_id._logistics_told(),
            "partner_reference": self.partner_reference or None,
        }


class LogisticsWarehouseOrder(models.Model):
    _inherit = "logistics.warehouse.order"

    def _last_purpose(self):
        return "cancel" if self.cancel_state == "asked" else super()._last_purpose()

    def _resource(self):
        """Return the order as its warehouse reads it."""
        self.ensure_one()
        released = self.released_at
        return WarehouseOrderResource(
            **self._resource_vals(),
            cancellation=self.cancel_state or None,
            released_at=released and released.replace(tzinfo=timezone.utc) or None,
            release=self._document(self._last_purpose(), self.revision),
        )


class LogisticsWarehouseAdvice(models.Model):
    _inherit = "logistics.warehouse.advice"

    def _resource(self):
        """Return the advice as its warehouse reads it."""
        self.ensure_one()
        return WarehouseAdviceResource(
            **self._resource_vals(),
            advice=self._document(self._last_purpose(), self.revision),
        )

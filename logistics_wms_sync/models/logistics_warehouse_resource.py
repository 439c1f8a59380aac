# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timezone

from odoo import models
from odoo.exceptions import UserError

from ..canonical.warehouse_api import WarehouseAdviceResource, WarehouseOrderResource

_logger = logging.getLogger(__name__)


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

    def _document_to_read(self):
        """Return what it was told last, None where that cannot be written down now.

        One of which too little is known keeps nobody from reading the others.
        """
        try:
            return self._document(self._last_purpose(), self.revision)
        except (UserError, ValueError) as error:
            _logger.warning("%s %s cannot be read: %s", self._name, self.id, error)
            return None


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
            release=self._document_to_read(),
        )


class LogisticsWarehouseAdvice(models.Model):
    _inherit = "logistics.warehouse.advice"

    def _resource(self):
        """Return the advice as its warehouse reads it."""
        self.ensure_one()
        return WarehouseAdviceResource(
            **self._resource_vals(),
            advice=self._document_to_read(),
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..canonical.order_notices import WarehouseOrderNotice


class LogisticsNotice(models.AbstractModel):
    """What subscribers are told of warehouse orders; why one is blocked stays inside."""

    _inherit = "logistics.notice"

    @api.model
    def _writers(self):
        return {**super()._writers(), "warehouse.order": self._warehouse_order}

    @api.model
    def _warehouse_order(self, row, order):
        if order._name != "logistics.warehouse.order":
            return self._shipment(row, order)
        return WarehouseOrderNotice(
            number=order.name,
            revision=order.revision,
            state=order.state,
            warehouse=order.warehouse_id._logistics_told(),
            order=order.sale_id.name or order.origin or None,
            shipment=self._brief(order.shipment_id) if order.shipment_id else None,
        )

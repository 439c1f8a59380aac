# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.controllers.shipment_resource import utc

from ..canonical.inventory_notices import DiscrepancyNotice


class LogisticsNotice(models.AbstractModel):
    """Writes what subscribers are told of stock."""

    _inherit = "logistics.notice"

    @api.model
    def _writers(self):
        return {
            **super()._writers(),
            "inventory.available": self._available,
            "inventory.discrepancy": self._discrepancy,
        }

    @api.model
    def _available(self, _row, record):
        return record._document()

    @api.model
    def _discrepancy(self, _row, record):
        goods = self.env["logistics.goods"]
        skus = goods._told_skus(self.env["logistics.integration"], record.product_id)
        return DiscrepancyNotice(
            id=record.id,
            warehouse=record.warehouse_id._logistics_told(),
            sku=skus[record.product_id],
            status=record.status or None,
            lot=record.lot_id.name or record.lot_name or None,
            expected=record.expected_quantity,
            told=record.told_quantity,
            difference=record.difference,
            state=record.state,
            cause=record.cause or record.suggested_cause or None,
            as_of=utc(record.as_of),
        )

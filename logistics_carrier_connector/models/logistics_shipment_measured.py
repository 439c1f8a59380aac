# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class LogisticsShipment(models.Model):
    """Which of our warehouses a shipment leaves, or comes to."""

    _inherit = "logistics.shipment"

    @api.depends("picking_ids.picking_type_id.warehouse_id", "sale_id.warehouse_id")
    def _compute_warehouse(self):
        for shipment in self:
            origin = shipment.sudo()
            warehouses = (
                origin.picking_ids.picking_type_id.warehouse_id
                or origin.sale_id.warehouse_id
            )
            shipment.warehouse = warehouses[:1].code or shipment.warehouse or False


class LogisticsSlaMeasure(models.Model):
    """The clock for the release begins with the order."""

    _inherit = "logistics.sla.measure"

    @api.model
    def _ordered_sql(self):
        self.env["sale.order"].flush_model(["date_order"])
        return (
            SQL("extract(epoch FROM COALESCE(o.date_order, s.create_date))::int8"),
            SQL("LEFT JOIN sale_order o ON o.id = s.sale_id"),
        )

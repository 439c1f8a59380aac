# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsTrace(models.Model):
    """The trace begins with the order and tells the transfers."""

    _inherit = "logistics.trace"

    kind = fields.Selection(
        selection_add=[("order", "Order"), ("delivery", "Transfer")]
    )

    @api.model
    def _vocabularies(self):
        return {
            **super()._vocabularies(),
            "order": ("sale.order", None, "state"),
            "delivery": ("stock.picking", None, "state"),
        }

    @api.model
    def _sources(self):
        return {
            **super()._sources(),
            8: """
                SELECT o.id, o.logistics_correlation_id, NULL::int4, o.company_id,
                       'order', COALESCE(o.date_order, o.create_date), NULL::int4,
                       o.name, o.state, 'sale.order'
                  FROM sale_order o
                 WHERE o.logistics_correlation_id IS NOT NULL
            """,
            9: """
                SELECT p.id, s.correlation_id, s.id, p.company_id, 'delivery',
                       COALESCE(p.date_done, p.create_date), s.integration_id,
                       p.name, p.state, 'stock.picking'
                  FROM stock_picking p
                  JOIN logistics_shipment s ON s.id = p.logistics_shipment_id
            """,
            10: """
                SELECT p.id, o.logistics_correlation_id, NULL::int4, p.company_id,
                       'delivery', COALESCE(p.date_done, p.create_date), NULL::int4,
                       p.name, p.state, 'stock.picking'
                  FROM stock_picking p
                  JOIN sale_order o ON o.id = p.sale_id
                 WHERE p.logistics_shipment_id IS NULL
                   AND o.logistics_correlation_id IS NOT NULL
            """,
        }

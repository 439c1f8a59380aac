# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models, tools


class LogisticsFreightActual(models.Model):
    """What was accrued for shipments that left, beside what was billed for them.

    A row for each accrual and each billed charge; both count in the period in which the
    shipment left. In the company's currency; what is billed in another is not in it.
    """

    _name = "logistics.freight.actual"
    _description = "Accrued and Billed Freight"
    _order = "date desc, id desc"
    _rec_name = "shipment_id"
    _auto = False

    shipment_id = fields.Many2one("logistics.shipment", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration", string="Carrier", readonly=True
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    date = fields.Date(string="Left On", readonly=True)
    lane = fields.Char(readonly=True)
    service_code = fields.Char(string="Service", readonly=True)
    accrued = fields.Monetary(readonly=True)
    billed = fields.Monetary(readonly=True)
    variance = fields.Monetary(readonly=True, help="Billed less accrued.")
    still_open = fields.Monetary(
        string="Not Billed Yet", readonly=True, help="Of what was accrued."
    )

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            """
            CREATE VIEW logistics_freight_actual AS
            SELECT a.id * 2 AS id, a.shipment_id, a.company_id, a.integration_id,
                   c.currency_id, a.date, s.lane, s.service_code, a.amount AS accrued,
                   0.0 AS billed, -a.amount AS variance, a.amount_open AS still_open
              FROM logistics_accrual a
              JOIN res_company c ON c.id = a.company_id
              JOIN logistics_shipment s ON s.id = a.shipment_id
             WHERE a.state != 'draft'
             UNION ALL
            SELECT l.id * 2 + 1, l.shipment_id, s.company_id, s.integration_id,
                   l.currency_id,
                   COALESCE(s.picked_up_date, s.released_date, s.create_date)::date,
                   s.lane, s.service_code, 0.0, l.cost, l.cost, 0.0
              FROM logistics_charge l
              JOIN logistics_shipment s ON s.id = l.shipment_id
              JOIN res_company c ON c.id = s.company_id
                   AND c.currency_id = l.currency_id
             WHERE l.basis = 'invoiced'
            """
        )

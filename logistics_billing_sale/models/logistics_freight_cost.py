# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models

_FIND = """
    INSERT INTO logistics_freight_cost (
           company_id, invoice_id, shipment_id, sale_id, currency_id, amount, billed_on,
           create_uid, create_date, write_uid, write_date)
    SELECT l.company_id, l.invoice_id, s.id, s.sale_id, l.currency_id, sum(l.amount),
           COALESCE(i.invoice_date, i.create_date::date),
           %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
      FROM logistics_carrier_invoice_line l
      JOIN logistics_carrier_invoice i ON i.id = l.invoice_id
      JOIN logistics_charge_audit a ON a.id = l.id AND a.match_state = 'matched'
      JOIN logistics_shipment s ON s.id = a.shipment_id
                               AND s.company_id = l.company_id
     WHERE l.invoice_id = ANY(%(invoices)s) AND s.sale_id IS NOT NULL
       AND l.type IS DISTINCT FROM 'vat'
  GROUP BY l.company_id, l.invoice_id, s.id, l.currency_id, i.invoice_date, i.create_date
 RETURNING sale_id
"""
_CHARGES = """
    SELECT s.sale_id, c.basis, c.currency_id, sum(c.cost)
      FROM logistics_charge c JOIN logistics_shipment s ON s.id = c.shipment_id
     WHERE s.sale_id = ANY(%s) AND s.direction != 'return' AND s.state != 'cancelled'
       AND c.basis IN ('quoted', 'expected', 'booked')
       AND c.type IS DISTINCT FROM 'vat'
  GROUP BY s.sale_id, c.basis, c.currency_id
"""
_DOUBTED = """
    SELECT DISTINCT c.sale_id
      FROM logistics_freight_cost c
      JOIN logistics_invoice_finding f ON f.invoice_id = c.invoice_id
      LEFT JOIN logistics_charge_audit a ON a.id = f.line_id
     WHERE c.sale_id = ANY(%s) AND f.state IN ('open', 'disputed')
       AND (COALESCE(f.shipment_id, a.shipment_id) = c.shipment_id
            OR f.line_id IS NULL AND f.type IN ('duplicate_invoice', 'currency'))
"""


class LogisticsFreightCost(models.Model):
    """What an approved invoice of a carrier bills for a shipment of a sales order.

    Without tax; written by SQL alone.
    """

    _name = "logistics.freight.cost"
    _description = "Freight Billed for an Order"
    _order = "id desc"
    _rec_name = "shipment_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        string="Carrier Invoice",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    sale_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(readonly=True)
    billed_on = fields.Date(readonly=True)

    _once = models.Constraint(
        "unique(invoice_id, shipment_id, currency_id)",
        "What this invoice bills for the shipment is known already.",
    )

    @api.model
    def _take(self, invoices):
        """Add up what invoices bill for shipments of orders; return those orders."""
        before = self.search([("invoice_id", "in", invoices.ids)])
        orders = before.sale_id
        before.unlink()
        self.env.flush_all()
        self.env.cr.execute(_FIND, {"invoices": invoices.ids, "user": self.env.uid})
        return orders | orders.browse({row[0] for row in self.env.cr.fetchall()})

    @api.model
    def _told_costs(self, orders):
        """Return {order id: {basis: amount in the order's currency}}."""
        told = defaultdict(lambda: defaultdict(float))
        if not orders:
            return told
        self.env.flush_all()
        self.env.cr.execute(_CHARGES, (orders.ids,))
        by_id = {order.id: order for order in orders}
        for order_id, basis, currency_id, amount in self.env.cr.fetchall():
            order = by_id[order_id]
            currency = self.env["res.currency"].browse(currency_id)
            told[order_id][basis] += self._in_order_currency(
                order, float(amount or 0), currency, order.date_order
            )
        return told

    @api.model
    def _doubted(self, orders):
        """Return the orders of which something that was billed is in doubt."""
        self.env.flush_all()
        self.env.cr.execute(_DOUBTED, (orders.ids,))
        return orders.browse([row[0] for row in self.env.cr.fetchall()])

    @api.model
    def _in_order_currency(self, order, amount, currency, day):
        if currency == order.currency_id:
            return amount
        day = day or fields.Date.context_today(self)
        return currency._convert(
            amount, order.currency_id, order.company_id, day, round=False
        )

    def _converted(self):
        """Return what these are in the currency of their order."""
        return sum(
            self._in_order_currency(
                cost.sale_id, cost.amount, cost.currency_id, cost.billed_on
            )
            for cost in self
        )

    def _has_rates(self):
        """Tell whether all of these can be told in the currency of their order."""
        for cost in self:
            main = cost.company_id.currency_id
            for currency in cost.currency_id | cost.sale_id.currency_id:
                foreign = cost.currency_id != cost.sale_id.currency_id
                if foreign and currency != main and not currency.rate_ids:
                    return False
        return True

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.processes.steps import OPEN, Fact

#: Shipments of orders, whether all that left is invoiced, and by which posted invoice.
_OF_ORDERS = """
    SELECT s.id, o.invoice_status IN ('invoiced', 'upselling'), m.id,
           floor(extract(epoch FROM m.create_date))::float8
      FROM logistics_shipment s
      JOIN sale_order o ON o.id = s.sale_id
      LEFT JOIN LATERAL (
            SELECT m.id, m.create_date
              FROM sale_order_line l
              JOIN sale_order_line_invoice_rel r ON r.order_line_id = l.id
              JOIN account_move_line i ON i.id = r.invoice_line_id
              JOIN account_move m ON m.id = i.move_id
             WHERE l.order_id = o.id AND m.move_type = 'out_invoice'
               AND m.state = 'posted'
               AND m.payment_state IS DISTINCT FROM 'reversed'
             ORDER BY m.id DESC LIMIT 1) m ON TRUE
     WHERE s.id = ANY(%s) AND s.direction = 'outbound'
"""


class LogisticsProcessFacts(models.AbstractModel):
    """What goes out for an order is billed once its customer is invoiced."""

    _inherit = "logistics.process.facts"

    @api.model
    def _bills(self, shipment_ids):
        charged = super()._bills(shipment_ids)
        self.env["sale.order"].flush_model(["invoice_status"])
        self.env["account.move"].flush_model(["state", "payment_state", "move_type"])
        self.env.cr.execute(_OF_ORDERS, (shipment_ids,))
        for shipment_id, is_invoiced, move_id, at in self.env.cr.fetchall():
            known = charged.get(shipment_id)
            if known and known.model == "logistics.customer.invoice":
                continue
            done = is_invoiced and move_id
            charged[shipment_id] = (
                Fact("done", at, None, "account.move", move_id) if done else OPEN
            )
        return charged


class AccountMove(models.Model):
    """Processes of what was sold hear of their customers' invoices."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._tell_shipments_billed()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._tell_shipments_billed()
        return result

    def _tell_shipments_billed(self):
        invoices = self.filtered(lambda m: m.move_type in ("out_invoice", "out_refund"))
        orders = invoices.sudo().invoice_line_ids.sale_line_ids.order_id
        if orders:
            shipments = self.env["logistics.shipment"].sudo()
            sold = shipments.search([("sale_id", "in", orders.ids)])
            self.env["logistics.event"].sudo()._publish("shipment.billed", sold)

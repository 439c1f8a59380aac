# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.processes.steps import OPEN, Fact

#: What customers were charged by the system that invoices them instead of Odoo.
_CHARGED = """
    SELECT DISTINCT ON (r.logistics_shipment_id) r.logistics_shipment_id, c.id,
           floor(extract(epoch FROM c.create_date))::float8
      FROM logistics_customer_invoice_shipment r
      JOIN logistics_customer_invoice c ON c.id = r.logistics_customer_invoice_id
     WHERE r.logistics_shipment_id = ANY(%s) AND c.kind = 'invoice'
     ORDER BY r.logistics_shipment_id, c.id
"""
#: What carriers charged: their bill is posted, or there was nothing to pay.
_BILLED = """
    SELECT DISTINCT ON (c.shipment_id) c.shipment_id, i.id,
           extract(epoch FROM i.billed_at)::float8
      FROM logistics_charge c
      JOIN logistics_carrier_invoice i ON i.id = c.carrier_invoice_id
     WHERE c.shipment_id = ANY(%s) AND i.billed_at IS NOT NULL
     ORDER BY c.shipment_id, i.billed_at, i.id
"""
_DIRECTIONS = "SELECT id, direction FROM logistics_shipment WHERE id = ANY(%s)"


class LogisticsProcess(models.Model):
    _inherit = "logistics.process"

    @api.model
    def _heard(self):
        return super()._heard() | {"shipment.billed"}


class LogisticsProcessFacts(models.AbstractModel):
    """A bill proves that a shipment is billed: the customer's, else the carrier's.

    The process ends with the customer's bill. What comes in has none: the carrier's is
    awaited. What goes out of no order that is known here has either or none; that it is
    awaited nobody can tell.
    """

    _inherit = "logistics.process.facts"

    @api.model
    def _of(self, shipment_ids):
        found = super()._of(shipment_ids)
        for shipment_id, fact in self._bills(list(found)).items():
            found[shipment_id].steps["bill"] = fact
        return found

    @api.model
    def _bills(self, shipment_ids):
        """Return {shipment id: Fact} of the bills, where one is awaited or there."""
        self.env.cr.execute(_DIRECTIONS, (shipment_ids,))
        facts = {
            shipment_id: OPEN
            for shipment_id, direction in self.env.cr.fetchall()
            if direction == "inbound"
        }
        for statement, model in (
            (_BILLED, "logistics.carrier.invoice"),
            (_CHARGED, "logistics.customer.invoice"),
        ):
            self.env.cr.execute(statement, (shipment_ids,))
            for shipment_id, record_id, at in self.env.cr.fetchall():
                facts[shipment_id] = Fact("done", at, None, model, record_id)
        return facts

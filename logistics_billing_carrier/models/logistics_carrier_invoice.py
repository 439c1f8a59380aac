# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: Of what was called off, and whose number is in no other use now: neither by a label of
#: the same shipment that counts, nor by another shipment.
_FILL_VOIDED = """
    INSERT INTO audit_voided (normalized, shipment_id)
    WITH told AS (
        SELECT b.id, b.shipment_id, n.value,
               regexp_replace(upper(n.value), '[^[:alnum:]]', '', 'g') AS normalized
          FROM logistics_booking b
         CROSS JOIN LATERAL unnest(string_to_array(b.tracking_number, ', ')) n(value)
         WHERE b.company_id = %(company)s AND b.state = 'cancelled'
           AND b.tracking_number IS NOT NULL AND b.shipment_id IS NOT NULL
    )
    SELECT DISTINCT ON (t.normalized) t.normalized, t.shipment_id FROM told t
     WHERE t.normalized != ''
       AND NOT EXISTS (
            SELECT 1 FROM logistics_booking k
             WHERE k.shipment_id = t.shipment_id
               AND k.state NOT IN ('cancelling', 'cancelled')
               AND t.value = ANY(string_to_array(k.tracking_number, ', ')))
       AND NOT EXISTS (
            SELECT 1 FROM logistics_reference r
             WHERE r.normalized = t.normalized AND r.company_id = %(company)s
               AND r.type = 'tracking' AND r.shipment_id != t.shipment_id)
     ORDER BY t.normalized, t.id DESC
"""


class LogisticsBooking(models.Model):
    _inherit = "logistics.booking"

    _voided = models.Index(
        "(company_id) WHERE state = 'cancelled' AND tracking_number IS NOT NULL"
    )


class LogisticsCarrierInvoice(models.Model):
    """Labels that were called off are known, though no shipment bears them any more."""

    _inherit = "logistics.carrier.invoice"

    @api.model
    def _fill_voided(self):
        found = super()._fill_voided()
        self.env.cr.execute(_FILL_VOIDED, {"company": self.env.company.id})
        return self.env.cr.rowcount > 0 or found

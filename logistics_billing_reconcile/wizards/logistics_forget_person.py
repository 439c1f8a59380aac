# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.logistics_base.models.logistics_retention_kinds import KINDS

_CHARGES_OF = """
    SELECT l.id FROM logistics_reference r
      JOIN logistics_carrier_invoice_line l
        ON l.normalized = r.normalized AND l.company_id = r.company_id
     WHERE r.shipment_id = ANY(%(ids)s)
     UNION
    SELECT id FROM logistics_charge_audit
     WHERE shipment_id = ANY(%(ids)s) AND method IN ('reference', 'bol', 'hand')
"""


class LogisticsForgetPerson(models.TransientModel):
    _inherit = "logistics.forget.person"

    def _forget(self, shipments, messages):
        """Forget who received what a carrier billed, too."""
        self.env.flush_all()
        self.env.cr.execute(_CHARGES_OF, {"ids": shipments.ids})
        ids = [row[0] for row in self.env.cr.fetchall()]
        if ids:
            lines = self.env["logistics.carrier.invoice.line"].sudo().browse(ids)
            KINDS["carrier_charge"].anonymise(lines)
        return super()._forget(shipments, messages)

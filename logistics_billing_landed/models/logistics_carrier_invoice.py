# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LogisticsCarrierInvoice(models.Model):
    """What a posted bill charges for goods that came in is part of what they cost."""

    _inherit = "logistics.carrier.invoice"

    def _billed(self, bill):
        result = super()._billed(bill)
        self.env["logistics.landing"]._land(self._landed_shipments())
        return result

    def _bill_gone(self, bill, note):
        shipments = self._landed_shipments()
        result = super()._bill_gone(bill, note)
        self.env["logistics.landing"]._land(shipments)
        return result

    def _unbilled(self, bill):
        """Drafts of landed costs go; what was validated waits for the bill to be posted.

        What differs then is a second landed cost.
        """
        charges = self.env["logistics.landed.charge"].sudo()
        charges = charges.search([("invoice_id", "in", self.ids)])
        charges.cost_id.filtered(lambda cost: cost.state == "draft").unlink()
        return super()._unbilled(bill)

    def _landed_shipments(self):
        charges = self.env["logistics.charge"].sudo()
        found = charges.search(
            [
                ("carrier_invoice_id", "in", self.ids),
                ("shipment_id.direction", "=", "inbound"),
            ]
        )
        return found.shipment_id

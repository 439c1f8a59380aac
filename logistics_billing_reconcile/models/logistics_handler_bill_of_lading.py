# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize


class LogisticsHandlerBillOfLading(models.AbstractModel):
    """Shipments learn the numbers that their carrier's invoice will name.

    No shipment is made: a bill of lading for goods that nobody sent waits, and an invoice
    for them stays one for an unknown shipment.
    """

    _name = "logistics.handler.bill.of.lading"
    _inherit = "logistics.handler"
    _description = "Bill of Lading Handler"

    @api.model
    def _apply(self, batch):
        items = batch.live()
        targets = self.env["logistics.resolver"]._resolve(batch, items)
        for position, target in targets.items():
            shipment = self.env["logistics.shipment"].browse(target.shipment_id)
            self._tell(shipment, items[position].document)

    @api.model
    def _tell(self, shipment, document):
        """Add what is not known yet; what the shipment weighs here is not overruled."""
        present = {(r.type, r.normalized) for r in shipment.reference_ids}
        wanted = {(r.type, normalize(r.value)): r for r in document.references}
        self.env["logistics.reference"].create(
            [
                {"shipment_id": shipment.id, "type": one.type, "value": one.value}
                for key, one in wanted.items()
                if key not in present and key[1]
            ]
        )
        if document.weight and not shipment.weight:
            shipment.weight = document.weight

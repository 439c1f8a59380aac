# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.batch import Batch
from odoo.addons.logistics_base.canonical.references import normalize

from ..edi.iftmbc import response_of
from .logistics_tender import OPEN_STATES


class LogisticsHandlerTenderResponse(models.AbstractModel):
    """Carriers accept, decline or bargain over what they were offered."""

    _name = "logistics.handler.tender.response"
    _inherit = "logistics.handler"
    _description = "Answer to a Tender Handler"

    @api.model
    def _apply(self, batch):
        for item in batch.live():
            tender = self._find(batch, item)
            if tender:
                self._answer(item, tender, item.document)

    @api.model
    def _answer(self, item, tender, response):
        tender._answer(response)
        item.shipment_ids += tender.shipment_ids.ids
        item.correlation_id = tender.shipment_ids[:1].correlation_id

    @api.model
    def _find(self, batch, item):
        """Return the tender that is answered; an answer to nothing is refused."""
        document = item.document
        tenders = self.env["logistics.tender"]
        found = tenders._answered(batch.integration, document.number)
        if not found:
            found = self._find_by_reference(batch, document)
        if not found:
            item.refuse(
                "reference",
                self.env._(
                    "%(carrier)s was never asked about %(number)s.",
                    carrier=batch.integration.name,
                    number=document.number or document.references[0].value,
                ),
            )
        return found

    @api.model
    def _find_by_reference(self, batch, document):
        """Return the one tender under way whose shipment bears a reference."""
        numbers = [normalize(reference.value) for reference in document.references]
        found = self.env["logistics.tender"].search(
            [
                ("integration_id", "=", batch.integration.id),
                ("state", "in", OPEN_STATES),
                ("shipment_ids.reference_ids.normalized", "in", numbers),
            ],
            limit=2,
        )
        return found if len(found) == 1 else found.browse()


class LogisticsHandlerShipmentBooking(models.AbstractModel):
    """A confirmation of what was offered, not booked, answers the offer."""

    _inherit = "logistics.handler.shipment.booking"

    @api.model
    def _apply(self, batch):
        others = [item for item in batch.items if not self._answer_tender(batch, item)]
        return super()._apply(Batch(batch.integration, batch.document_type, others))

    @api.model
    def _answer_tender(self, batch, item):
        """Tell whether the document was about a tender, which it then answered."""
        if not item.is_open or item.mode != "live":
            return False
        key = item.document.key
        tender = self.env["logistics.tender"]._answered(batch.integration, key)
        response = tender and response_of(item.document)
        if response:
            handler = self.env["logistics.handler.tender.response"]
            handler._answer(item, tender, response)
        return bool(tender)

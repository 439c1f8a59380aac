# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsHandlerShipmentBooking(models.AbstractModel):
    """What carriers say about bookings by file, webhook or EDI.

    It goes the same way as the answer to a call.
    """

    _name = "logistics.handler.shipment.booking"
    _inherit = "logistics.handler"
    _description = "Booking Handler"

    @api.model
    def _apply(self, batch):
        for item in batch.live():
            booking = self._find(batch, item)
            if not booking:
                continue
            booking._lock()
            booking._confirm(item.document)
            item.shipment_ids += booking.shipment_id.ids
            item.correlation_id = booking.shipment_id.correlation_id or None

    @api.model
    def _find(self, batch, item):
        """Return the booking that is meant; what cannot be told yet is parked."""
        document = item.document
        bookings = self.env["logistics.booking"].search(
            [("integration_id", "=", batch.integration.id)] + self._identity(document),
            order="id desc",
            limit=1,
        )
        if bookings:
            return bookings
        return self._find_by_reference(batch, item)

    @api.model
    def _identity(self, document):
        if document.key:
            return [("key", "=", document.key)]
        return [("external_id", "=", document.id or "")]

    @api.model
    def _find_by_reference(self, batch, item):
        """Return the booking under way for the shipment the references name."""
        bookings = self.env["logistics.booking"]
        target = self.env["logistics.resolver"]._resolve(batch, [item]).get(0)
        if not target:
            return bookings
        found = bookings.search(
            [
                ("shipment_id", "=", target.shipment_id),
                ("integration_id", "=", batch.integration.id),
                ("state", "!=", "cancelled"),
            ],
            order="unwanted, id desc",
            limit=1,
        )
        if not found:
            item.refuse(
                "no_booking",
                self.env._("The shipment was not booked with this carrier."),
            )
        return found

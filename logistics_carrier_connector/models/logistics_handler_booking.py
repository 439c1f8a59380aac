# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.logistics_base.canonical.references import normalize


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
        document, bookings = item.document, self.env["logistics.booking"]
        for name, value in (("key", document.key), ("external_id", document.id)):
            if value and (found := self._of_partner(batch, [(name, "=", value)])):
                return found
        if document.references:
            return self._find_by_reference(batch, item)
        # The answer to our own call may still be on its way here.
        numbers = filter(None, (normalize(document.id), normalize(document.key)))
        item.park(
            "reference",
            self.env._("No booking is known by %s yet.", document.id or document.key),
            [("reference", number) for number in numbers],
        )
        return bookings

    @api.model
    def _of_partner(self, batch, domain):
        return self.env["logistics.booking"].search(
            [("integration_id", "=", batch.integration.id), *domain],
            order="unwanted, id desc",
            limit=1,
        )

    @api.model
    def _find_by_reference(self, batch, item):
        """Return the booking of the shipment that the references name."""
        resolver = self.env["logistics.resolver"]
        self.env.flush_all()
        named = resolver._named(item.document)
        found = resolver._look_up(batch.integration, {text for _type, text in named})
        target = resolver._choose(batch.integration, item, named, found)
        if not target:
            return self.env["logistics.booking"]
        booking = self._of_partner(
            batch,
            [("shipment_id", "=", target.shipment_id), ("state", "!=", "cancelled")],
        )
        if not booking:
            item.refuse(
                "no_booking",
                self.env._("The shipment was not booked with this carrier."),
            )
        return booking

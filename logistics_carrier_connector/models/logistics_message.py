# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..canonical.bookings import BookingRequest
from .logistics_booking_message import FOLLOWING

#: What may become of an outgoing request that its booking has to follow.
_FOLLOWED = {"received", "retry", "done", "dead", "in_doubt", "discarded"}


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    def _move(self, from_states, **values):
        result = super()._move(from_states, **values)
        if values.get("state") in _FOLLOWED and (requests := self._booking_requests()):
            for booking in requests._bookings():
                booking._note_message()
        return result

    def _booking_requests(self):
        return self.filtered(
            lambda message: (
                message.direction == "outbound"
                and message.document_type == BookingRequest.document_type
                and message.transport
            )
        )

    def _bookings(self):
        """Return the bookings that these messages are the last word of ours about."""
        return (
            self.env["logistics.booking"]
            .sudo()
            .search([("message_id", "in", self.ids)])
        )

    def _check_may_repeat(self):
        """Nothing is booked beside what was booked, or called off, since."""
        requests = self._booking_requests()
        wanted = requests._bookings().filtered(
            lambda b: b.state in (*FOLLOWING, "cancelling")
        )
        if outdated := requests - wanted.message_id:
            raise UserError(
                self.env._(
                    "%s: the booking has gone on without it, so the carrier would book "
                    "it twice.",
                    ", ".join(outdated.mapped("display_name")),
                )
            )
        return super()._check_may_repeat()

    @api.model
    def _document_labels(self):
        return {
            **super()._document_labels(),
            "rate.request": self.env._("Rate Request"),
            "booking.request": self.env._("Booking Request"),
            "shipment.booking": self.env._("Booking"),
            "pickup.request": self.env._("Pickup Request"),
            "manifest.request": self.env._("Manifest Request"),
            "shipment.tender": self.env._("Tender"),
            "tender.response": self.env._("Answer to a Tender"),
        }

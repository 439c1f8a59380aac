# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..canonical.events import booking_event

_TELLING = {"state", "error_category", "next_attempt_at"}


class LogisticsBooking(models.Model):
    """A booking tells of what becomes of it."""

    _inherit = "logistics.booking"

    kept_at = fields.Datetime(
        string="Not Cancelled",
        readonly=True,
        copy=False,
        help="When the carrier refused to cancel it.",
    )

    def write(self, vals):
        if _TELLING.isdisjoint(vals):
            return super().write(vals)
        before = {booking.id: (booking.state, booking._event_of()) for booking in self}
        result = super().write(vals)
        told = self._news(before)
        kept = told.get("booking.kept", self.browse())
        kept.write({"kept_at": fields.Datetime.now()})
        if "state" in vals:
            (self - kept).filtered("kept_at").write({"kept_at": False})
        for event_type, bookings in told.items():
            self.env["logistics.event"]._publish(
                event_type,
                bookings,
                {b.id: b.error_message or b.tracking_number for b in bookings},
            )
        return result

    def _news(self, before):
        """Return {event type: bookings of which there is something new to tell}.

        :param before: {id: (state, the event type by which it was told)}.
        """
        told = {}
        for booking in self:
            state, event_type = before[booking.id]
            news = booking._event_of(state)
            if news and news != event_type:
                told[news] = told.get(news, self.browse()) | booking
        return told

    def _event_of(self, before=None):
        return booking_event(
            before, self.state, self.error_category, self.next_attempt_at
        )


class LogisticsTender(models.Model):
    _inherit = "logistics.tender"

    def _publish_answer(self, event_type):
        """Tell of the tenders' shipments what became of them."""
        for tender in self:
            shipments = tender.shipment_ids
            self.env["logistics.event"]._publish(
                event_type,
                shipments,
                dict.fromkeys(shipments.ids, tender.integration_id.name),
            )

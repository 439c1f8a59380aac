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
        told = {}
        for booking in self:
            state, event_type = before[booking.id]
            news = booking._event_of(state)
            if news and news != event_type:
                told.setdefault(news, self.browse())
                told[news] |= booking
        self._note_kept(vals, told)
        events = self.env["logistics.event"]
        for event_type, bookings in told.items():
            reasons = {b.id: b.error_message or b.tracking_number for b in bookings}
            events._publish(event_type, bookings, reasons)
        return result

    def _event_of(self, before=None):
        return booking_event(
            before, self.state, self.error_category, self.next_attempt_at
        )

    def _note_kept(self, vals, told):
        """Remember that the carrier refused to cancel, until it is asked again."""
        kept = told.get("booking.kept", self.browse())
        if kept:
            super(LogisticsBooking, kept).write({"kept_at": fields.Datetime.now()})
        if "state" in vals and (asked := (self - kept).filtered("kept_at")):
            super(LogisticsBooking, asked).write({"kept_at": False})


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

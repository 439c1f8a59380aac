# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..canonical import booking_course as course


class LogisticsBooking(models.Model):
    """Calling a booking off, and taking back what it entered."""

    _inherit = "logistics.booking"

    def _call_off(self):
        """Nobody wants these any more: what is booked is cancelled at the carrier."""
        bookings = self.sudo()
        bookings._lock()
        for booking in bookings:
            changes = course.called_off(booking._standing())
            if changes.get("state") == "cancelled":
                booking._decide({**changes, "settled": False})
            elif "state" in changes:
                # What is entered stays so, should the carrier not cancel it.
                booking._decide(changes)
            elif changes:
                booking.write(changes)
        bookings._call_after_commit()

    # What the carrier says to it

    def _conclude_cancel(self, task, answer, error):
        """Follow from asking the carrier to call it off."""
        if error is not None:
            self._fail(error, task)
        elif answer.status == "refused":
            self.write(course.refused_to_cancel(task.standing))
            self.write({"error_category": "refused", "error_message": answer.reason})
        else:
            self.refund_pending = answer.status == "pending"
            self._set_cancelled()
        if self.state == "ready":
            self._stay_booked()

    def _set_cancelled(self):
        """The carrier has called it off."""
        self._decide({**course.cancelled(), "settled": False})
        self.activity_unlink(["mail.mail_activity_data_warning"])
        self._call_after_commit()

    def _stay_booked(self):
        """The carrier does not call it off, so it counts again, or is one too many."""
        if not self._active(self.picking_id, self.purpose):
            self.unwanted = False
        self._tell_trouble(
            self.env._(
                "%(carrier)s does not cancel %(number)s: %(reason)s",
                carrier=self.integration_id.name,
                number=self.tracking_number or self.external_id,
                reason=self.error_message or "",
            )
        )

    # What was entered

    def _undo_effects(self):
        """Take back what this booking entered, and nothing of a later one."""
        if not self.booked_at:
            return
        kept = self._active(self.picking_id, self.purpose)
        numbers = [n for n in self._numbers() if n not in kept._all_numbers()]
        for picking in self.picking_id | self.shipment_id.picking_ids:
            picking._logistics_drop_tracking(numbers)
        self._withdraw_from_shipment(numbers, kept)
        self._withdraw_cost(kept)
        self._archive_labels()
        self.picking_id.message_post(
            body=self.env._(
                "%(carrier)s has cancelled %(number)s.",
                carrier=self.integration_id.name,
                number=self.tracking_number or self.external_id or self.name,
            )
        )

    def _withdraw_cost(self, kept):
        line = self.delivery_line_id
        if line and not line.qty_invoiced:
            line.price_unit = 0.0
        self.delivery_line_id = False
        if self.purpose == "ship" and not kept:
            self.picking_id.carrier_price = 0.0

    def _archive_labels(self):
        """Keep a void label with the booking, where nobody prints it by mistake."""
        self.label_ids.write({"res_model": self._name, "res_id": self.id})

    def _withdraw_from_shipment(self, numbers, kept):
        """Take the numbers off the shipment; without another booking it is not booked."""
        shipment = self.shipment_id
        own = {*numbers, self.external_id}
        references = shipment.reference_ids.filtered(
            lambda r: r.type in ("tracking", "booking") and r.value in own
        )
        if not references:
            return
        references.unlink()
        if not kept:
            shipment.charge_ids.filtered(lambda c: c.basis == "booked").unlink()
            shipment._logistics_unbook()
            if not shipment.picking_ids:
                shipment._logistics_call_off()

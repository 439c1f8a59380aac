# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..canonical import booking_course as course


class LogisticsBooking(models.Model):
    """What people decide about a booking."""

    _inherit = "logistics.booking"

    def _check_may_decide(self, *states):
        self.check_access("read")
        self.picking_id.check_access("write")
        if wrong := self.filtered(lambda b: b.state not in states):
            raise UserError(
                self.env._(
                    "%s is not at a stage where this can be done.",
                    ", ".join(wrong.mapped("name")),
                )
            )

    def action_try_again(self):
        """Book what failed, after whatever was wrong has been put right."""
        self._check_may_decide(*course.REPEATABLE)
        bookings = self.sudo()
        bookings._lock()
        bookings.filtered(lambda b: b.state in course.REPEATABLE)._submit()
        bookings._call_after_commit()
        bookings._raise_invalid()

    def action_not_booked(self):
        """A person has made sure that the carrier booked nothing: try again."""
        self._check_may_decide("in_doubt")
        bookings = self.sudo()
        bookings._lock()
        bookings._check_may_decide("in_doubt")
        for booking in bookings:
            booking._log_decision(self.env._("It was not booked, says %s."))
            booking.write({"unsure": False, "external_id": False, "answer": False})
            booking.state = "cancelled" if booking.unwanted else "failed"
        self._try_again_if_wanted()

    def _try_again_if_wanted(self):
        wanted = self.filtered(lambda b: b.state == "failed")
        if wanted:
            wanted.action_try_again()

    def action_was_booked(self):
        """A person knows that the carrier did book: ask for the number."""
        self.ensure_one()
        self._check_may_decide("in_doubt")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("It was booked"),
            "res_model": "logistics.booking.number",
            "view_mode": "form",
            "target": "new",
            "context": {"default_booking_id": self.id},
        }

    def action_call_off(self):
        """Void the label: the carrier is told to cancel."""
        self._check_may_decide(
            "draft", "pending", "calling", "requested", "ready", "failed", "in_doubt"
        )
        self._call_off()

    def action_cancelled_by_hand(self):
        """The carrier was told by other means, such as the telephone."""
        self._check_may_decide("ready", "requested", "cancelling", "in_doubt")
        bookings = self.sudo()
        bookings._lock()
        for booking in bookings:
            booking._log_decision(self.env._("Cancelled with the carrier by %s."))
            booking._set_cancelled()
        bookings._settle_all()

    def action_reprint(self):
        """Ask the carrier for the label again; nothing is bought."""
        self._check_may_decide("requested")
        bookings = self.sudo()
        bookings.write({"attempts": 0, "next_attempt_at": fields.Datetime.now()})
        bookings._call_after_commit()

    def action_print(self):
        """Open the labels as they were bought."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo()._print_action()

    def _print_action(self):
        if not self.can_print:
            raise UserError(self.env._("%s has no label to print.", self.name))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._labels_in_one().id}",
            "target": "new",
        }

    def action_view_shipment(self):
        """Open the shipment."""
        self.ensure_one()
        return self.shipment_id._form_action()

    def action_view_messages(self):
        """Open every call to the carrier for this booking."""
        self.ensure_one()
        return self.shipment_id.action_view_messages()

    def _log_decision(self, text):
        self.message_post(body=text % self.env.user.name)

    def _raise_invalid(self):
        """Tell the person at the screen what keeps the bookings from being sent."""
        invalid = self.filtered(
            lambda b: b.state == "failed" and b.error_category == "invalid"
        )
        if invalid:
            raise UserError(
                "\n\n".join(
                    f"{booking.picking_id.name}\n{booking.error_message}"
                    for booking in invalid
                )
            )

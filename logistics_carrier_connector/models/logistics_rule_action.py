# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical import booking_course as course
from .stock_picking_booking import NOT_YET


class LogisticsRuleAction(models.Model):
    """What a policy does about bookings; each is bought once all the same."""

    _inherit = "logistics.rule.action"

    type = fields.Selection(
        selection_add=[
            ("rebook", "Book again"),
            ("cancel_booking", "Cancel the booking"),
        ],
        ondelete={"rebook": "cascade", "cancel_booking": "cascade"},
    )

    @api.model
    def _performers(self):
        return {
            **super()._performers(),
            "rebook": self._rebook,
            "cancel_booking": self._cancel_bookings,
        }

    @api.model
    def _phrases(self):
        return {
            **super()._phrases(),
            "rebook": lambda action: action.env._(
                "book again, by another carrier where the delivery method allows it"
            ),
            "cancel_booking": lambda action: action.env._("cancel the booking"),
        }

    # Booking again

    @api.model
    def _rebook(self, action, firings):
        return self._for_shipments(firings, action._rebook_of)

    def _rebook_of(self, firings):
        return {firing.id: self._rebook_one(firing.shipment_id) for firing in firings}

    def _rebook_one(self, shipment):
        """Book what is not booked; return (state, words)."""
        bookings = shipment.booking_ids.filtered(lambda b: not b.unwanted)
        failed = bookings.filtered(lambda b: b.state == "failed")
        if failed:
            failed._lock()
            failed._book_elsewhere_or_again()
            return "done", self.env._("Books %s again.", failed[0].name)
        if live := bookings.filtered(lambda b: b.state not in course.GONE):
            return "skipped", self.env._("%s counts: nothing to book.", live[0].name)
        pickings = shipment.picking_ids.filtered(
            lambda p: p.delivery_type == "logistics" and p.state not in NOT_YET
        )
        opened = self.env["logistics.booking"]
        for picking in pickings:
            opened |= opened._intend(picking) or opened
        if not opened:
            return "skipped", self.env._("No transfer of it can be booked.")
        return "done", self.env._("Books %s.", opened[0].name)

    # Cancelling

    @api.model
    def _cancel_bookings(self, action, firings):
        return self._for_shipments(firings, action._cancel_bookings_of)

    def _cancel_bookings_of(self, firings):
        told = {}
        for firing in firings:
            live = firing.shipment_id.booking_ids.filtered(
                lambda b: b.state not in course.GONE and not b.unwanted
            )
            live._call_off()
            told[firing.id] = (
                ("done", self.env._("Cancels %s.", ", ".join(live.mapped("name"))))
                if live
                else ("skipped", self.env._("Nothing is booked."))
            )
        return told


class LogisticsBooking(models.Model):
    _inherit = "logistics.booking"

    def _book_elsewhere_or_again(self):
        """Ask other carriers for what failed; where none may be taken, try again."""
        elsewhere = self.filtered(lambda booking: booking._may_give_way())
        elsewhere._note_to_divert()
        again = self - elsewhere
        again._submit()
        again._call_after_commit()

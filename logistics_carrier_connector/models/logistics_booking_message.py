# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

from ..canonical import booking_course as course
from ..canonical.bookings import BookedPiece, BookingRequest

#: A carrier that was told of a cancellation is told again, under the same key, to see
#: to it that nothing was lost on the way to the outbox.
CANCELLATION_HOURS = 1
#: In these states a booking stands and falls with its message.
FOLLOWING = ("requested", "failed", "in_doubt")


class LogisticsBooking(models.Model):
    """Carriers that are booked by a message and answer by another one (EDI).

    The request is in the outbox once and for all when the booking says that it was
    requested, in one transaction. From then on the booking follows the message.
    """

    _inherit = "logistics.booking"

    message_id = LooseMany2one(
        "logistics.message",
        string="Sent by Message",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last one that the carrier was written about this booking.",
    )

    def _is_booked_by_message(self):
        """Whether the carrier's adapter writes bookings."""
        carrier = self.integration_id
        return bool(carrier) and carrier._is_booked_by_message()

    def _take_up(self):
        if not self._is_booked_by_message():
            return super()._take_up()
        if self.state == "cancelling":
            self._send_request("cancel")
            self.next_attempt_at = fields.Datetime.add(
                fields.Datetime.now(), hours=CANCELLATION_HOURS
            )
        else:
            self._request_by_message()
        return None

    def _request_by_message(self):
        try:
            with self.env.cr.savepoint():
                self._send_request("original")
        except UserError as error:
            self._set_invalid([str(error)])
            return
        self.write(
            {
                "state": "requested",
                "lease_until": False,
                "next_attempt_at": False,
                "called_at": fields.Datetime.now(),
                "unsure": False,
                "error_category": False,
                "error_message": False,
            }
        )

    def _send_request(self, purpose):
        """Put the request into the outbox; once, however often it is tried."""
        request = BookingRequest.from_json(self.request)
        self.message_id = (
            self.env["logistics.message"]
            .sudo()
            ._send(
                self.integration_id,
                replace(request, purpose=purpose),
                correlation_id=self.shipment_id.correlation_id or None,
                shipment_ids=self.shipment_id.ids,
                key=f"{self.key}:{purpose}",
            )
        )

    # What becomes of the request

    def _note_message(self):
        """Follow what became of the message, unless the carrier has spoken since."""
        self.ensure_one()
        self._lock()
        message = self.message_id.sudo()
        if self.state == "cancelling":
            self._note_cancellation(message)
        elif self.state in FOLLOWING and not self.external_id:
            self._note_request(message)

    def _note_cancellation(self, message):
        if message.state in ("dead", "in_doubt"):
            self._tell_trouble(
                self.env._(
                    "%(carrier)s may not know that this is called off: %(reason)s",
                    carrier=self.integration_id.name,
                    reason=message.error_message,
                )
            )

    def _note_request(self, message):
        may_have_arrived = message.error_category == "uncertain"
        if message.state in ("received", "done"):
            self._set_requested_again(is_known=message.state == "done")
        elif message.state == "retry":
            self.unsure = self.unsure or may_have_arrived
        elif message.state == "in_doubt":
            self._set_not_sent(message, unsure=True)
        elif message.state == "dead":
            is_rejected = message.ack_state == "rejected"
            self._set_not_sent(
                message, unsure=not is_rejected and (self.unsure or may_have_arrived)
            )
        elif message.state == "discarded" and self.state == "requested":
            self._set_not_sent(message, unsure=self.unsure)

    def _set_requested_again(self, is_known):
        """The message is on its way again, or is known to have arrived."""
        if self.state == "requested":
            return
        self.write(
            {
                "state": "requested",
                "unsure": self.unsure and not is_known,
                "error_category": False,
                "error_message": False,
            }
        )
        self.activity_unlink(["mail.mail_activity_data_warning"])

    def _set_not_sent(self, message, unsure):
        """The request did not get there, for certain or as far as anybody knows."""
        standing = self._standing()
        changes = course.declined(standing)
        if unsure:
            changes = {
                **course.stuck(replace(standing, state="calling")),
                "unsure": True,
            }
        trouble = message.state != "discarded" and message.error_category
        self._decide(
            {
                **changes,
                "error_category": trouble or message.state,
                "error_message": message.error_message or message.discard_reason,
            }
        )
        if self.state in ("failed", "in_doubt"):
            self._tell_trouble()

    def _wants_label(self):
        return super()._wants_label() and not self._is_booked_by_message()

    def _confirm(self, document):
        if self._is_booked_by_message():
            document = self._with_number(document)
        return super()._confirm(document)

    def _with_number(self, document):
        """Return the document with the booking's number as that of the goods.

        Where a carrier is booked by message its booking is what people ask about, until
        it tells numbers of its own for the pieces.
        """
        if document.status != "confirmed" or document.pieces or not document.id:
            return document
        return replace(document, pieces=(BookedPiece(tracking_number=document.id),))

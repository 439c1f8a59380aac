# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.protocols.edi import registry

from ..canonical.bookings import BookedPiece, BookingRequest

#: A carrier that was told of a cancellation is told again, under the same key, to see
#: to it that nothing was lost on the way to the outbox.
CANCELLATION_HOURS = 1


class LogisticsBooking(models.Model):
    """Carriers that are booked by a message and answer by another one (EDI).

    Nothing is called, so nothing can be in doubt: the request is in the outbox once and
    for all when the booking says that it was requested, in one transaction.
    """

    _inherit = "logistics.booking"

    def _is_booked_by_message(self):
        """Whether the carrier's adapter writes bookings."""
        adapter = self.integration_id.sudo().adapter
        return bool(registry.writer_of(adapter, BookingRequest.document_type))

    def _take_up(self):
        if not self._is_booked_by_message():
            return super()._take_up()
        if self.state == "cancelling":
            self._send_request("cancel")
            self.next_attempt_at = fields.Datetime.add(
                fields.Datetime.now(), hours=CANCELLATION_HOURS
            )
        elif not self.service_code and not self._choose_service():
            self._set_invalid([self._why_no_service()])
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
        self.env["logistics.message"].sudo()._send(
            self.integration_id,
            replace(request, purpose=purpose),
            correlation_id=self.shipment_id.correlation_id or None,
            shipment_ids=self.shipment_id.ids,
            key=f"{self.key}:{purpose}",
        )

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

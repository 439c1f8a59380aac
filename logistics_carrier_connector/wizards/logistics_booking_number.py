# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.canonical.documents import Attachment

from ..canonical.bookings import BookedPiece, BookingDocument
from ..canonical.labels import is_complete


class LogisticsBookingNumber(models.TransientModel):
    """What a person found out from the carrier about a booking in doubt."""

    _name = "logistics.booking.number"
    _description = "It Was Booked"

    booking_id = fields.Many2one("logistics.booking", required=True, readonly=True)
    tracking_numbers = fields.Text(
        required=True, help="One for each package, in their order, a line each."
    )
    external_id = fields.Char(
        string="Carrier's Id", help="Needed to cancel or to fetch the label again."
    )
    label = fields.Binary(attachment=False)
    label_name = fields.Char()

    def action_confirm(self):
        """Take the booking as made, with what the carrier said."""
        self.ensure_one()
        booking = self.booking_id
        booking._check_may_decide("in_doubt")
        booking.sudo()._confirm_by_hand(self._document())
        return {"type": "ir.actions.act_window_close"}

    def _document(self):
        lines = [line.strip() for line in (self.tracking_numbers or "").splitlines()]
        return BookingDocument(
            key=self.booking_id.key,
            id=self.external_id or self.booking_id.external_id or None,
            pieces=tuple(BookedPiece(tracking_number=n) for n in lines if n),
            label=self._attachment(),
        )

    def _attachment(self):
        if not self.label:
            return None
        if not is_complete(base64.b64decode(self.label)):
            raise UserError(
                self.env._("%s is no complete PDF, ZPL or PNG.", self.label_name)
            )
        content = self.label.decode()
        return Attachment(name=self.label_name or "label", content=content)

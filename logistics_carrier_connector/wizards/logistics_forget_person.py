# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from odoo.addons.logistics_base.models.logistics_retention_kinds import KINDS

from ..models.logistics_retention import SETTLED


class LogisticsForgetPerson(models.TransientModel):
    """Labels, papers and what carriers were asked and told go along."""

    _inherit = "logistics.forget.person"

    def _forget(self, shipments, messages):
        super()._forget(shipments, messages)
        bookings = self.env["logistics.booking"].sudo()
        contacts = self._contacts().ids
        bookings = bookings.search(
            [
                "|",
                ("shipment_id", "in", shipments.ids),
                ("picking_id.partner_id", "in", contacts),
            ]
        )
        if busy := bookings.filtered(lambda booking: booking.state not in SETTLED):
            raise UserError(
                self.env._(
                    "%s is still being booked: finish it or call it off first.",
                    busy[0].name,
                )
            )
        KINDS["booking"].anonymise(bookings)
        quotes = self.env["logistics.quote"].sudo()
        quotes.search(
            [
                "|",
                ("partner_id", "in", contacts),
                ("picking_id.partner_id", "in", contacts),
            ]
        ).unlink()

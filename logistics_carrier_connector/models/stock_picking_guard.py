# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ..canonical import booking_course as course


class StockPicking(models.Model):
    """What keeps a transfer and its label together, whoever does what to it."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "logistics.recorded"]

    _recorded = frozenset(
        {"label_state", "logistics_shipment_id", "logistics_adopted_ref"}
    )

    def write(self, vals):
        if "carrier_id" in vals:
            self._logistics_leave_carrier(vals["carrier_id"])
        return super().write(vals)

    def _logistics_leave_carrier(self, carrier_id):
        """Call off what failed with the carrier before; refuse while it has the goods'
        booking: nobody would cancel it, and nobody would book with the next."""
        changed = self.filtered(lambda p: p.carrier_id.id != carrier_id)
        bookings = changed.sudo().booking_id.filtered(
            # The label in the box of what went out binds nobody.
            lambda b: (
                b.carrier_id.id != carrier_id
                and (b.purpose == "ship" or b.picking_id in changed)
            )
        )
        if not bookings:
            return
        loose = bookings.filtered(lambda b: b.state in course.REPEATABLE)
        loose._call_off()
        if held := bookings - loose:
            raise UserError(
                self.env._(
                    "Void the label first, then choose another delivery method: %s",
                    ", ".join(
                        f"{b.picking_id.name} ({b.carrier_id.name})" for b in held
                    ),
                )
            )

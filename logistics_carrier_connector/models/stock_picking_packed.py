# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..canonical import booking_course as course


class StockPicking(models.Model):
    """Labels that were bought at another transfer of the same goods.

    At the packing step, before the delivery; or put into the box of a delivery, for the
    return.
    """

    _inherit = "stock.picking"

    def _logistics_live(self, purpose):
        """Return the bookings of these transfers that count."""
        return self.sudo().booking_ids.filtered(
            lambda b: (
                b.purpose == purpose and not b.unwanted and b.state not in course.GONE
            )
        )

    def _logistics_booked_before(self, purpose):
        """Return the bookings by which all these goods travel, made elsewhere.

        The one that is furthest from its label comes first.
        """
        self.ensure_one()
        shipment = self.sudo().logistics_shipment_id
        elsewhere = shipment.booking_ids.picking_id - self
        if not elsewhere:
            return self.env["logistics.booking"]
        if purpose == "return":
            return elsewhere._logistics_live("return").filtered(
                lambda b: b.shipment_id == shipment
            )
        packed = self._logistics_packed()
        found = packed._logistics_live("ship")
        if not packed or packed - found.picking_id:
            return found.browse()
        return found.sorted(lambda b: (b.state == "ready", b.id))

    def _logistics_packed(self):
        """Return the transfers before this one that its goods came through.

        Not those whose goods left by another delivery of the same order.
        """
        shipment = self.sudo().logistics_shipment_id
        before = self.sudo().move_ids.move_orig_ids.picking_id.filtered(
            lambda p: p.state != "cancel"
        )
        before = before.filtered(lambda p: p.state == "done") or before
        return before.filtered(
            lambda p: (
                p.logistics_shipment_id in (shipment, shipment.browse())
                or p.logistics_shipment_id._logistics_without_last_step()
            )
        )

    def _logistics_booked_after(self):
        """Return the bookings of the deliveries that all these goods left by."""
        after = self.sudo().move_ids.move_dest_ids.picking_id.filtered(
            lambda p: p.state != "cancel"
        )
        found = after._logistics_live("ship")
        return found if after and after <= found.picking_id else found.browse()

    def _logistics_hold_goods(self):
        """Let who asks for a label here collide with who does at another step.

        The later one begins anew, and finds the booking. A lock alone would not do:
        whoever waited for it still sees the bookings as they were when it began.
        """
        moves = self.sudo().move_ids
        if moves.move_orig_ids or moves.move_dest_ids:
            self.env.cr.execute(
                "UPDATE logistics_shipment SET id = id WHERE id = ANY(%s)",
                (self.sudo().logistics_shipment_id.ids,),
            )

    def _logistics_take_box_return(self):
        """Take the shipment of the label that lay in the box of what comes back."""
        back = self.filtered(lambda p: not p.logistics_shipment_id and p.return_id)
        for picking in back.filtered(lambda p: p._logistics_direction() == "return"):
            boxed = picking.return_id._logistics_live("return").filtered(
                lambda b: b.state == "ready"
            )
            shipment = boxed.shipment_id.filtered(
                lambda s: s.direction == "return" and not s.sudo().picking_ids
            )[:1]
            if shipment:
                picking.logistics_shipment_id = shipment
                numbers = boxed.filtered(
                    lambda b, s=shipment: b.shipment_id == s
                )._all_numbers()
                picking._logistics_add_tracking(numbers)
                self._logistics_add_references({shipment: picking})

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

REASONS = ("damaged", "wrong", "late", "unwanted", "other")


@dataclass(frozen=True, slots=True)
class Returnable:
    """Goods of one delivery that may still be sent back."""

    move_id: int
    name: str
    quantity: float
    unit: str


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return as its customer sees it."""

    name: str
    goods: str
    number: str | None
    label_id: int | None
    status: str


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _hold_for_return(self):
        """Let two clicks, or two people, collide: the later one begins anew.

        A lock alone would not do. Whoever waited for it still sees the goods as they
        were when it began; the row has to change for the database to notice.
        """
        self.env.cr.execute(
            "UPDATE stock_picking SET id = id WHERE id = ANY(%s)", (self.ids,)
        )


class LogisticsShipment(models.Model):
    """What a customer sends back, from the page of the shipment."""

    _inherit = "logistics.shipment"

    def _return_picking(self):
        """Return the delivery that can be sent back from the portal; empty if none."""
        self.ensure_one()
        delivery = self.picking_ids.filtered(
            lambda p: p.state == "done" and p.picking_type_code == "outgoing"
        )[:1]
        days = self.company_id.logistics_return_days
        if not (
            delivery and days and self.state == "delivered" and self.delivered_date
        ):
            return self.env["stock.picking"]
        too_late = fields.Datetime.now() > self.delivered_date + timedelta(days=days)
        carrier = delivery.carrier_id
        if too_late or carrier.delivery_type != "logistics":
            return self.env["stock.picking"]
        return delivery if carrier.can_generate_return else self.env["stock.picking"]

    def _returnable(self):
        """Return [Returnable] of what was delivered and is not on its way back."""
        return [
            Returnable(
                move.id,
                move.product_id.display_name,
                left,
                move.product_uom.name,
            )
            for move in self._return_picking().move_ids
            if (left := self._left_of(move)) > 0
        ]

    def _left_of(self, move):
        """Return how much of a move may still be sent back, in the move's unit."""
        back = move.returned_move_ids.filtered(lambda m: m.state != "cancel")
        sent = sum(
            m.product_uom._compute_quantity(
                m.quantity if m.state == "done" else m.product_uom_qty, move.product_uom
            )
            for m in back
        )
        return move.product_uom.round(move.quantity - sent)

    def _send_back(self, quantities, reason, note=""):
        """Make a return of goods, and have its label bought.

        :param quantities: {id of the delivered move: quantity}.
        :param reason: one of ``REASONS``.
        :return: the return's transfer.
        :raise UserError: if not all of it may be sent back.
        """
        delivery = self._return_picking()
        delivery._hold_for_return()
        left = {line.move_id: line.quantity for line in self._returnable()}
        wanted = {move: number for move, number in quantities.items() if number > 0}
        if not wanted or reason not in REASONS:
            raise UserError(self.env._("Choose what you send back, and why."))
        if any(number > left.get(move, 0) for move, number in wanted.items()):
            raise UserError(self.env._("This was sent back already, or is too much."))
        picking = self._make_return(delivery, wanted)
        words = dict(self._return_reasons())
        picking.message_post(
            body=self.env._(
                "Sent back from the portal by %(user)s. %(reason)s. %(note)s",
                user=self.env.user.name,
                reason=words[reason],
                note=note[:500],
            )
        )
        self.env["logistics.booking"]._intend(picking, "return")
        return picking

    def _make_return(self, delivery, quantities):
        wizard = self.env["stock.return.picking"].create({"picking_id": delivery.id})
        for line in wizard.product_return_moves:
            line.quantity = quantities.get(line.move_id.id, 0)
        picking = wizard._create_return()
        picking.carrier_id = delivery.carrier_id
        return picking

    def _return_reasons(self):
        """Return [(code, text)] of why customers send goods back."""
        words = {
            "damaged": self.env._("It arrived damaged"),
            "wrong": self.env._("It is not what was ordered"),
            "late": self.env._("It came too late"),
            "unwanted": self.env._("It is not wanted any more"),
            "other": self.env._("Something else"),
        }
        return list(words.items())

    # What the customer sees

    def _return_pickings(self):
        deliveries = self.picking_ids.filtered(
            lambda p: p.picking_type_code == "outgoing"
        )
        back = deliveries.move_ids.returned_move_ids.picking_id
        return back.filtered(lambda p: p.state != "cancel").sorted("id")

    def _return_lines(self):
        """Return [ReturnLine] of everything that is on its way back, or was."""
        return [self._return_line(picking) for picking in self._return_pickings()]

    def _return_line(self, picking):
        # Its own label, or the one that lay in the box.
        booking = picking.booking_id
        label = booking.label_ids[:1] if booking.state == "ready" else None
        return ReturnLine(
            name=picking.name,
            goods=", ".join(
                f"{move.product_uom_qty:g} × {move.product_id.display_name}"
                for move in picking.move_ids
            ),
            number=booking.tracking_number or None,
            label_id=label.id if label else None,
            status=self._return_status(picking, booking),
        )

    def _return_status(self, picking, booking):
        _ = self.env._
        if picking.state == "done":
            return _("We have it back.")
        if booking.state == "ready":
            return _("Print the label, put it on the parcel and hand it in.")
        if booking.state in ("failed", "in_doubt") or not booking:
            return _("We will send you the label: there was a problem with making it.")
        return _("The label is being made. Look again in a minute.")

    def _return_label(self, attachment_id):
        """Return the label of a return of this shipment, if that is what it is."""
        bookings = self._return_pickings().booking_id.filtered(
            lambda b: b.purpose == "return" and b.state == "ready"
        )
        return bookings.label_ids.filtered(lambda a: a.id == attachment_id)

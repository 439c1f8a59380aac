# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

LABEL_STATES = {
    "draft": False,
    "pending": "pending",
    "calling": "pending",
    "requested": "pending",
    "ready": "ready",
    "failed": "failed",
    "in_doubt": "in_doubt",
}

#: In these states of a transfer it is not known what is to be packed.
NOT_YET = ("draft", "waiting", "cancel")
#: What of a booking decides whether it counts, and what more its label's state.
DECIDING = ("state", "unwanted", "purpose")
TELLING = ("error_category", "next_attempt_at")


class StockPicking(models.Model):
    """The label of a transfer: bought once, apart from moving the stock."""

    _inherit = "stock.picking"

    booking_ids = fields.One2many("logistics.booking", "picking_id", copy=False)
    booking_id = fields.Many2one(
        "logistics.booking", compute="_compute_booking_id", string="Current Booking"
    )
    booking_count = fields.Integer(compute="_compute_booking_count", compute_sudo=True)
    label_state = fields.Selection(
        [
            ("pending", "Label on its way"),
            ("ready", "Label ready"),
            ("failed", "No label"),
            ("in_doubt", "In doubt"),
        ],
        string="Label",
        compute="_compute_label_state",
        store=True,
        compute_sudo=True,
        copy=False,
    )
    label_message = fields.Text(compute="_compute_label_message", compute_sudo=True)

    @api.depends(
        *(f"booking_ids.{name}" for name in DECIDING),
        *(f"logistics_shipment_id.booking_ids.{name}" for name in DECIDING),
        "picking_type_code",
    )
    def _compute_booking_id(self):
        for picking in self:
            # What comes back has one label: the one it comes back with.
            is_back = picking.picking_type_code == "incoming"
            purpose = "return" if is_back else "ship"
            own = picking._logistics_live(purpose)
            found = own or picking._logistics_booked_before(purpose)
            picking.booking_id = found[:1].with_env(self.env)

    @api.depends(
        *(f"booking_ids.{name}" for name in (*DECIDING, *TELLING)),
        *(
            f"logistics_shipment_id.booking_ids.{name}"
            for name in (*DECIDING, *TELLING)
        ),
    )
    def _compute_label_state(self):
        for picking in self:
            booking = picking.booking_id
            state = LABEL_STATES.get(booking.state, False)
            if booking.state == "requested" and booking.error_category:
                # Booked, but the label does not come by itself any more.
                state = state if booking.next_attempt_at else "failed"
            picking.label_state = state

    @api.depends(
        "booking_ids.error_message",
        "booking_ids.state",
        "logistics_shipment_id.booking_ids.error_message",
        "logistics_shipment_id.booking_ids.state",
    )
    def _compute_label_message(self):
        for picking in self:
            picking.label_message = picking.booking_id.error_message

    @api.depends("booking_ids", "booking_id")
    def _compute_booking_count(self):
        for picking in self:
            picking.booking_count = len(picking.booking_ids | picking.booking_id)

    # Booking

    def send_to_shipper(self):
        """Book with a carrier of ours after this transaction; else as Odoo does.

        Whatever is wrong with the label, the goods may move: it is told on the transfer.
        """
        self.ensure_one()
        if self.delivery_type != "logistics":
            return super().send_to_shipper()
        self.check_access("write")
        try:
            with self.env.cr.savepoint():
                self.env["logistics.booking"]._intend(self)
        except UserError as error:
            self._logistics_tell_not_booked(error)
        return None

    def _logistics_tell_not_booked(self, error):
        """Have a person look at a transfer for which nothing could even be asked."""
        text = self.env._(
            "%(carrier)s: %(text)s", carrier=self.carrier_id.name, text=error
        )
        self.message_post(body=text)
        self.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("No label for %s", self.name),
            note=text,
            user_id=(self.user_id or self.env.user).id,
        )

    def _send_confirmation_email(self):
        self._logistics_take_over_labels()
        self.sudo().booking_id._tell_repacked()
        return super()._send_confirmation_email()

    def _logistics_take_over_labels(self):
        """Buy no label for goods that got theirs at an earlier step, when packed."""
        for picking in self.filtered(lambda p: p.delivery_type == "logistics"):
            is_back = picking.picking_type_code == "incoming"
            own = picking.carrier_tracking_ref or picking._logistics_live("ship")
            if is_back or own:
                continue
            earlier = picking._logistics_booked_before("ship")
            if earlier and set(earlier.mapped("state")) == {"ready"}:
                picking.carrier_tracking_ref = ",".join(earlier._all_numbers())

    def action_get_label(self):
        """Buy the label now, at the packing station, before the goods move."""
        self._check_logistics_delivery()
        if early := self.filtered(lambda p: p.state in NOT_YET):
            raise UserError(
                self.env._(
                    "Not ready to be packed yet: %s", ", ".join(early.mapped("name"))
                )
            )
        for picking in self:
            booking = self.env["logistics.booking"]._intend(picking)
            booking._raise_invalid()
        return True

    def _check_logistics_delivery(self):
        self.check_access("write")
        if wrong := self.filtered(lambda p: p.delivery_type != "logistics"):
            raise UserError(
                self.env._(
                    "Not shipped by a carrier that is integrated here: %s",
                    ", ".join(wrong.mapped("name")),
                )
            )

    def action_try_label_again(self):
        """Book what failed once more."""
        self._check_logistics_delivery()
        return self.booking_id.action_try_again()

    def action_print_label(self):
        """Open the label as it was bought."""
        self.ensure_one()
        return self._logistics_booked().action_print()

    def _logistics_booked(self):
        """Return the booking that counts.

        :raise UserError: if there is none.
        """
        if not self.booking_id:
            raise UserError(self.env._("%s has no label.", self.name))
        return self.booking_id

    def action_void_label(self):
        """Have the carrier cancel the label."""
        self._check_logistics_delivery()
        self.booking_id.action_call_off()
        return True

    def action_label_was_booked(self):
        """Enter the number of a booking whose outcome was in doubt."""
        self.ensure_one()
        return self._logistics_booked().action_was_booked()

    def action_label_not_booked(self):
        """Try again what the carrier says it never got."""
        self.booking_id.action_not_booked()
        return True

    def action_view_bookings(self):
        """Open the bookings of the transfer."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bookings"),
            "res_model": "logistics.booking",
        }
        bookings = self.booking_ids | self.booking_id
        if len(bookings) == 1:
            return {**action, "res_id": bookings.id, "view_mode": "form"}
        return {
            **action,
            "domain": [("id", "in", bookings.ids)],
            "view_mode": "list,form",
        }

    # Cancelling

    def cancel_shipment(self):
        """Call the booking off with a carrier of ours; else as Odoo does."""
        ours = self.filtered(lambda p: p.delivery_type == "logistics")
        for picking in ours:
            picking.carrier_id.cancel_shipment(picking)
        if others := self - ours:
            return super(StockPicking, others).cancel_shipment()
        return None

    def action_cancel(self):
        result = super().action_cancel()
        self._logistics_call_off_labels()
        return result

    def _logistics_call_off_labels(self):
        """Call off what was booked for goods that are not sent after all."""
        self.filtered(lambda p: p.state == "cancel").sudo().booking_ids._call_off()

    # Hand-over

    def _logistics_check_hand_over(self):
        """Raise unless every transfer that needs a label has it.

        The goods may move without; they may not be given to the carrier.
        """
        missing = self.filtered(
            lambda p: (
                p.delivery_type == "logistics"
                and p.carrier_id.integration_level == "rate_and_ship"
                and p.label_state != "ready"
                and not p.carrier_tracking_ref
            )
        )
        if missing:
            raise UserError(
                self.env._(
                    "These cannot be handed over to the carrier without a label:\n%s",
                    "\n".join(f"• {picking._logistics_lack()}" for picking in missing),
                )
            )

    def _logistics_lack(self):
        """Return a line on what keeps the transfer from having its label."""
        booking = self.sudo().booking_id
        states = dict(self._fields["label_state"]._description_selection(self.env))
        why = booking.error_message or states.get(self.label_state)
        return f"{self.name}: {why or self.env._('no label was asked for')}"

    # What a booking enters

    def _logistics_is_free(self):
        """Tell whether the order is large enough for the freight to be free."""
        carrier, order = self.carrier_id, self.sale_id
        if not (carrier.free_over and order):
            return False
        total = carrier._compute_currency(
            order,
            order._compute_amount_total_without_delivery(),
            "pricelist_to_company",
        )
        return total >= carrier.amount

    def _logistics_add_tracking(self, numbers):
        """Show the numbers on the transfer, and on the steps that led to it.

        Not on what follows or splits off: a backorder gets a label of its own.
        """
        for picking in self | self._logistics_earlier():
            present = (picking.carrier_tracking_ref or "").split(",")
            added = [number for number in numbers if number not in present]
            if added:
                refs = [*filter(None, present), *added]
                picking.carrier_tracking_ref = ",".join(refs)

    def _logistics_drop_tracking(self, numbers):
        """Take numbers that count no more from the transfer and its earlier steps."""
        for picking in self | self._logistics_earlier():
            present = (picking.carrier_tracking_ref or "").split(",")
            kept = [number for number in present if number and number not in numbers]
            picking.carrier_tracking_ref = ",".join(kept) or False

    def _logistics_earlier(self):
        """Return the transfers these goods came through."""
        seen = moves = self.move_ids.move_orig_ids
        while moves := moves.move_orig_ids - seen:
            seen |= moves
        return seen.picking_id - self

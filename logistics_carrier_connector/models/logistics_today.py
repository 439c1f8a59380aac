# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

#: A cutoff is near when it is less than this away.
NEAR = timedelta(hours=3)


class LogisticsToday(models.AbstractModel):
    _inherit = "logistics.today"

    @api.model
    def _cards(self):
        cards = super()._cards()
        if self.env["stock.picking"].has_access("read"):
            cards += [*self._label_cards(), *self._day_cards()]
        return cards

    @api.model
    def _label_cards(self):
        """Return what has no label, most urgent first."""
        action = "stock.action_picking_tree_all"
        ours = [("carrier_id.delivery_type", "=", "logistics")]
        return [
            self._card(
                "in_doubt",
                20,
                self.env._("In doubt"),
                self.env._("Of every booking it is known how it ended."),
                "logistics_carrier_connector.logistics_booking_action",
                "logistics.booking",
                [("state", "=", "in_doubt")],
                row=self._booking_row,
                tone="danger",
            ),
            self._card(
                "label_failed",
                30,
                self.env._("Without a label"),
                self.env._("Every label that was asked for is here."),
                action,
                "stock.picking",
                [*ours, ("label_state", "in", ("failed", "pending"))],
                row=self._picking_row,
                order="scheduled_date, id",
                tone="danger",
            ),
            self._card(
                "unlabelled",
                50,
                self.env._("To pack and label"),
                self.env._("Nothing is ready to be packed."),
                action,
                "stock.picking",
                [
                    *ours,
                    ("state", "=", "assigned"),
                    ("picking_type_code", "=", "outgoing"),
                    ("label_state", "in", (False, "ready")),
                ],
                row=self._picking_row,
                order="scheduled_date, id",
                tone="info",
            ),
        ]

    @api.model
    def _day_cards(self):
        """Return what has to leave the house today."""
        return [
            self._card(
                "hand_over",
                55,
                self.env._("To hand over"),
                self.env._("Everything that is booked is on a manifest."),
                "logistics_carrier_connector.logistics_booking_action",
                "logistics.booking",
                self.env["logistics.manifest"]._waiting_domain(),
                row=self._cutoff_row,
                tone="info",
            ),
            self._card(
                "pickups",
                58,
                self.env._("Pickups"),
                self.env._("No carrier is expected."),
                "logistics_carrier_connector.logistics_pickup_action",
                "logistics.pickup",
                [("state", "not in", ("collected", "cancelled"))],
                row=self._pickup_row,
                order="ready_at, id",
                tone="info",
            ),
        ]

    @api.model
    def _booking_row(self, booking):
        return {
            "title": booking.picking_id.name,
            "subtitle": booking.error_message or booking.carrier_id.name,
            "badge": booking.integration_id.name,
        }

    @api.model
    def _picking_row(self, picking):
        labels = dict(picking._fields["label_state"]._description_selection(self.env))
        return {
            "title": picking.name,
            "subtitle": " · ".join(
                filter(None, (picking.partner_id.display_name, self._trouble(picking)))
            ),
            "badge": labels.get(picking.label_state) or picking.carrier_id.name,
            "due": self._cutoff_of(picking.carrier_id.logistics_service_id),
        }

    @api.model
    def _trouble(self, picking):
        """Return what is wrong with the label, in one line."""
        lines = (picking.label_message or "").splitlines()
        return "; ".join(line.removeprefix("• ") for line in lines)

    @api.model
    def _cutoff_row(self, booking):
        service = self.env["logistics.service"].search(
            [
                ("integration_id", "=", booking.integration_id.id),
                ("code", "=", booking.service_code),
            ],
            limit=1,
        )
        return {**self._booking_row(booking), "due": self._cutoff_of(service)}

    @api.model
    def _cutoff_of(self, service):
        """Return today's cutoff of a service, while it is near or just missed."""
        now = fields.Datetime.now()
        cutoff = service._cutoff_on(now) if service else None
        return cutoff if cutoff and abs(cutoff - now) < NEAR else None

    @api.model
    def _pickup_row(self, pickup):
        states = dict(pickup._fields["state"]._description_selection(self.env))
        return {
            "title": pickup.integration_id.name,
            "subtitle": pickup.confirmation or pickup.error_message or pickup.name,
            "badge": states[pickup.state],
            "due": pickup.from_at or pickup.ready_at,
        }

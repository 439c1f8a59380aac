# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .logistics_shipment_order import OPEN_STATES


class LogisticsShipment(models.Model):
    """A shipment and the labels that were bought for it."""

    _inherit = "logistics.shipment"

    booking_ids = fields.One2many(
        "logistics.booking", "shipment_id", string="Bookings", readonly=True
    )

    def _logistics_turned_round(self):
        """Return a new shipment of the same goods on their way back."""
        self.ensure_one()
        back = self._logistics_quietly().create(
            {
                "company_id": self.company_id.id,
                "user_id": self.user_id.id,
                "partner_id": self.partner_id.id,
                "ship_from_id": self.ship_to_id.id,
                "ship_to_id": self.ship_from_id.id,
                "direction": "return",
                "sale_id": self.sale_id.id,
                "carrier_id": self.carrier_id.id,
                "correlation_id": self.correlation_id,
                "weight": self.weight,
                "volume": self.volume,
                "has_dangerous_goods": self.has_dangerous_goods,
            }
        )
        self.env["logistics.package"].sudo().create(
            [
                {
                    "shipment_id": back.id,
                    "name": package.name,
                    "piece_key": package.piece_key,
                    "weight": package.weight,
                }
                for package in self.sudo().package_ids
            ]
        )
        back._logistics_release()
        return back

    def _logistics_waits_in_box(self):
        """Return those whose label lies in a box that nobody may ever send back."""
        return self.filtered(
            lambda s: (
                s.direction == "return" and s.state in OPEN_STATES and s.booking_ids
            )
        )


class LogisticsPoll(models.Model):
    _inherit = "logistics.poll"

    def _raise_silence(self):
        """A label in the box that is not used is nothing to look into."""
        unused = self.filtered(lambda p: p.shipment_id._logistics_waits_in_box())
        return super(LogisticsPoll, self - unused)._raise_silence()

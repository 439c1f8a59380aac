# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: What of a piece decides its price.
PRICED = ("weight", "length", "width", "height")


class LogisticsBooking(models.Model):
    """By which service the goods go, and what that should cost."""

    _inherit = "logistics.booking"

    offer_id = fields.Many2one(
        "logistics.quote.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _choose_service(self):
        """Set the service: the method's own, that of the order's offer, or by the rules.

        Where neither method nor order tells, carriers are asked: not in a transaction
        that moves stock.

        :return: whether there is one.
        """
        offer = self.env["logistics.quote"]._offer_for(self.picking_id).sudo()
        if offer.integration_id != self.integration_id:
            offer = offer.browse()
        service = self.carrier_id.logistics_service_id
        self.write(
            {
                "offer_id": offer.id,
                "service_code": service.code or offer.service_code,
                "rate_id": bool(offer) and self._offer_key(offer),
                "expected_price": offer.price,
                "expected_currency_id": offer.offer_currency_id.id,
            }
        )
        if self.request:
            self._complete_request()
        return bool(self.service_code)

    def _why_no_service(self):
        quote = self.env["logistics.quote"].search(
            [("picking_id", "=", self.picking_id.id)], limit=1
        )
        return quote.reason or self.env._("No service of the carrier is chosen.")

    def _complete_request(self):
        """Write a service that was chosen later into what the carrier is asked."""
        request = {**self.request, "service_code": self.service_code or ""}
        if self.rate_id:
            request["rate_id"] = self.rate_id
        self.request = request

    def _offer_key(self, offer):
        """Return the carrier's id of the offer, if it is for these very goods."""
        asked, told = offer.quote_id.consignment or {}, self._consignment_json()
        same = asked.get("ship_to") == told.get("ship_to") and _prices(
            asked
        ) == _prices(told)
        return (offer.rate or {}).get("id") if same and offer._is_valid() else False

    def _consignment_json(self):
        if self.request:
            return self.request["consignment"]
        consignment = self.picking_id._logistics_consignment()
        return self.env["logistics.quote"]._described(consignment)["consignment"]

    def _tell_repacked(self):
        """Tell people of labels that were bought for other packages than leave now."""
        for booking in self.filtered(lambda b: b.state == "ready"):
            consignment = booking.picking_id._logistics_consignment()
            now = self.env["logistics.quote"]._described(consignment)["consignment"]
            if _prices(now) != _prices(booking.request["consignment"]):
                booking._tell_trouble(
                    self.env._(
                        "The label was bought for other packages or weights than are "
                        "sent now. Void it and get a new one, or the carrier will "
                        "charge the difference."
                    )
                )

    def _expect_charges(self, request):
        """Write what the carrier should invoice, by contract or as offered."""
        service = self.env["logistics.service"].search(
            [
                ("integration_id", "=", self.integration_id.id),
                ("code", "=", self.service_code),
            ],
            limit=1,
        )
        if service:
            self.env["logistics.quote"]._expect(
                self.shipment_id, service, request.consignment, self.offer_id
            )


def _prices(consignment):
    """Return what decides the price of each piece, in any order."""
    pieces = consignment.get("pieces", [])
    return sorted([piece.get(name) or 0 for name in PRICED] for piece in pieces)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

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
    service_name = fields.Char(
        string="Service", compute="_compute_service_name", compute_sudo=True
    )

    @api.depends("integration_id", "service_code")
    @api.depends_context("lang")
    def _compute_service_name(self):
        services = self.env["logistics.service"].with_context(active_test=False)
        found = services.search(
            [
                ("integration_id", "in", self.integration_id.ids),
                ("code", "in", list(set(self.mapped("service_code")) - {False})),
            ]
        )
        names = {(each.integration_id, each.code): each.name for each in found}
        for booking in self:
            code = booking.service_code
            # What is not set up here has no name but the carrier's own.
            booking.service_name = names.get((booking.integration_id, code), code)

    def _offer_key(self, offer):
        """Return the carrier's id of the offer, if it is for these very goods."""
        asked, told = offer.quote_id.consignment or {}, self.request["consignment"]
        same = asked.get("ship_to") == told.get("ship_to") and _prices(
            asked
        ) == _prices(told)
        return (offer.rate or {}).get("id") if same and offer._is_valid() else False

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

    def _service(self):
        """Return the service as it is set up here; none if it is not."""
        return self.env["logistics.service"].search(
            [
                ("integration_id", "=", self.integration_id.id),
                ("code", "=", self.service_code),
            ],
            limit=1,
        )

    def _expect_charges(self, request):
        """Write what the carrier should invoice, by contract or as offered."""
        if service := self._service():
            self.env["logistics.quote"]._expect(
                self.shipment_id, service, request.consignment, self.offer_id
            )


def _prices(consignment):
    """Return what decides the price of each piece, in any order."""
    pieces = consignment.get("pieces", [])
    return sorted([piece.get(name) or 0 for name in PRICED] for piece in pieces)

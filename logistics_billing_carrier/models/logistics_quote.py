# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .contract_book import Part
from .logistics_expectation_contract import aware


class LogisticsQuote(models.Model):
    """What is booked is expected as a whole: with what it rests on, and in versions."""

    _inherit = "logistics.quote"

    @api.model
    def _expect(self, shipment, service, consignment, offer=None):
        expectations = self.env["logistics.expectation"].sudo()
        part = Part(
            service=service.sudo(),
            consignment=consignment,
            ready_at=self._ready(consignment).ship_at,
            left_at=aware(shipment.picked_up_date),
            offer=offer and offer.sudo(),
        )
        others = expectations._parts(shipment.sudo()).get(shipment.id, [])
        if len(others) > 1:
            found, _problems = expectations._by_contract({shipment.id: others})
        else:
            found, _problems = expectations._by_contract({shipment.id: [part]})
        expectations._store({i: c for i, c in found.items() if not c.is_negative()})
        charges = shipment.sudo().charge_ids
        return charges.filtered(lambda charge: charge.basis == "expected")

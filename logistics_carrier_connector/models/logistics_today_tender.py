# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .logistics_tender import OPEN_STATES


class LogisticsToday(models.AbstractModel):
    """Tenders that wait for a carrier, or for us."""

    _inherit = "logistics.today"

    @api.model
    def _cards(self):
        tenders = self._card(
            "tenders",
            30,
            self.env._("Tenders open"),
            self.env._("No carrier is being asked."),
            "logistics_carrier_connector.logistics_tender_action",
            "logistics.tender",
            [("state", "in", OPEN_STATES)],
            row=self._tender_row,
            order="respond_by, id",
            tone="info",
        )
        return [*super()._cards(), tenders]

    @api.model
    def _tender_row(self, tender):
        states = dict(tender._fields["state"]._description_selection(self.env))
        return {
            "title": tender.shipment_names or tender.name,
            "subtitle": tender.integration_id.name,
            "badge": states[tender.state],
            "due": tender.respond_by,
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsBenchShipment(models.Model):
    """A shipment as connectors usually have it: tracked fields, ORM all the way."""

    _name = "logistics.bench.shipment"
    _description = "Benchmark Shipment"
    _inherit = ["mail.thread"]

    name = fields.Char(index=True)
    state = fields.Char(tracking=True)
    last_date = fields.Datetime(tracking=True)
    event_ids = fields.One2many("logistics.bench.event", "shipment_id")

    @api.model
    def _take_event(self, event):
        """Search, create, write: what a webhook usually does for each event."""
        shipment = self.search([("name", "=", event["tracking_number"])], limit=1)
        events = self.env["logistics.bench.event"]
        if events.search_count(
            [("shipment_id", "=", shipment.id), ("name", "=", event["id"])], limit=1
        ):
            return
        events.create(
            {
                "shipment_id": shipment.id,
                "name": event["id"],
                "code": event["code"],
                "occurred_at": event["occurred_at"],
                "city": event["location"]["city"],
            }
        )
        shipment.write({"state": event["code"], "last_date": event["occurred_at"]})


class LogisticsBenchEvent(models.Model):
    _name = "logistics.bench.event"
    _description = "Benchmark Event"

    shipment_id = fields.Many2one(
        "logistics.bench.shipment", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(index=True)
    code = fields.Char()
    occurred_at = fields.Datetime()
    city = fields.Char()

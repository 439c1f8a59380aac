# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsBenchShipment(models.Model):
    """A shipment as connectors usually have it: tracked fields, ORM all the way.

    The columns and indexes are those of our own shipment that an event concerns, so
    that both sides do the same work.
    """

    _name = "logistics.bench.shipment"
    _description = "Benchmark Shipment"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    name = fields.Char(index=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True
    )
    partner_id = fields.Many2one("res.partner", index=True)
    tracking_ref = fields.Char(index=True)
    state = fields.Char(tracking=True, index=True)
    last_code = fields.Char(tracking=True)
    last_date = fields.Datetime(tracking=True)
    picked_up_date = fields.Datetime()
    delivered_date = fields.Datetime()
    has_exception = fields.Boolean()
    event_ids = fields.One2many("logistics.bench.event", "shipment_id")

    @api.model
    def _take_event(self, log):
        """Search, create, write: what a webhook usually does for each event."""
        event = log._read_payload()
        shipment = self.search(
            [("tracking_ref", "=", event["tracking_number"])], limit=1
        )
        when = event["occurred_at"][:19].replace("T", " ")
        events = self.env["logistics.bench.event"]
        if not events.search_count(
            [("shipment_id", "=", shipment.id), ("external_id", "=", event["id"])],
            limit=1,
        ):
            events.create(
                {
                    "shipment_id": shipment.id,
                    "external_id": event["id"],
                    "code": event["code"],
                    "occurred_at": when,
                    "city": event["location"]["city"],
                    "country": event["location"]["country"],
                    "description": event["description"],
                }
            )
            vals = {"state": event["code"], "last_code": event["code"], "last_date": when}
            if event["code"] == "picked_up" and not shipment.picked_up_date:
                vals["picked_up_date"] = when
            shipment.write(vals)
        log.write({"state": "done", "processed_at": fields.Datetime.now()})


class LogisticsBenchEvent(models.Model):
    _name = "logistics.bench.event"
    _description = "Benchmark Event"

    shipment_id = fields.Many2one(
        "logistics.bench.shipment", required=True, index=True, ondelete="cascade"
    )
    external_id = fields.Char(index=True)
    code = fields.Char()
    occurred_at = fields.Datetime()
    city = fields.Char()
    country = fields.Char()
    description = fields.Char()


class LogisticsBenchLog(models.Model):
    """The webhook log that connectors usually keep, one row for each event."""

    _name = "logistics.bench.log"
    _description = "Benchmark Log"

    payload = fields.Json()
    state = fields.Char(default="new", index=True)
    processed_at = fields.Datetime()

    def _read_payload(self):
        return self.payload["data"]

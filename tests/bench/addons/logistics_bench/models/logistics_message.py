# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import fields, models


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    def _take_the_usual_way(self):
        """Apply one message as connectors usually do: search, create, write.

        The same rows of the same tables as the drain, one record at a time by the ORM,
        without deriving anything.
        """
        event = json.loads(self._body())["data"]
        when = event["occurred_at"][:19].replace("T", " ")
        reference = self.env["logistics.reference"].search(
            [("value", "=", event["tracking_number"])], limit=1
        )
        shipment = reference.shipment_id
        milestones = self.env["logistics.milestone"]
        identity = f"e|{event['id']}|"
        known = milestones.search_count(
            [
                ("integration_id", "=", self.integration_id.id),
                ("identity", "=", identity),
            ],
            limit=1,
        )
        if not known:
            # Past our own create, which derives the shipment.
            models.BaseModel.create(
                milestones,
                [
                    {
                        "shipment_id": shipment.id,
                        "integration_id": self.integration_id.id,
                        "message_id": self.id,
                        "code": event["code"],
                        "occurred_at": when,
                        "received_at": self.received_at,
                        "location_city": event["location"]["city"],
                        "location_country": event["location"]["country"],
                        "description": event["description"],
                        "external_id": event["id"],
                        "identity": identity,
                    }
                ],
            )
            stage = STAGES.get(event["code"], "in_transit")
            shipment.write(
                {
                    "state": stage,
                    "last_milestone_code": event["code"],
                    "last_milestone_date": when,
                }
            )
        self.write({"state": "done", "processed_at": fields.Datetime.now()})


STAGES = {"picked_up": "picked_up", "out_for_delivery": "out_for_delivery"}

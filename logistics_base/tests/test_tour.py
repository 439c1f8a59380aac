# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestTour(LogisticsCase, HttpCase):
    def test_a_dispatchers_morning(self):
        # given a failed delivery, a code nobody has mapped, and a dead letter
        new_test_user(
            self.env,
            "tour-dispatcher",
            "logistics_base.group_dispatcher,logistics_base.group_payload_viewer",
        )
        shipment = self.make_shipment("TOUR-1")
        self.tell(
            self.event("TOUR-1", "picked_up"),
            self.event(
                "TOUR-1",
                "delivery_attempted",
                occurred_at="2026-03-03T10:15:00+01:00",
                location={"city": "Utrecht", "country": "NL"},
                raw_description="Nobody at home in the tour",
            ),
            self.event(
                "TOUR-1",
                code=None,
                hours=3,
                raw_code="TOUR_CODE",
                raw_description="Out for delivery",
            ),
        )
        body = json.dumps(self.event("TOUR-1", occurred_at=None)).encode()
        dead = self.integration.receive(
            body, "application/json", headers={"webhook-id": "msg_tour"}
        )
        self.drain()
        self.assertEqual(dead.state, "dead")

        # when the dispatcher works through them
        self.start_tour(
            f"/odoo/shipments/{shipment.id}",
            "logistics_back_office",
            login="tour-dispatcher",
        )

        # then each is done
        self.env.invalidate_all()
        self.assertEqual(shipment.exception_ids.state, "acknowledged")
        self.assertTrue(shipment.exception_ids.acknowledged_at)
        told = shipment.milestone_ids.filtered(lambda m: m.raw_code == "TOUR_CODE")
        self.assertEqual(told.code, "out_for_delivery")
        self.assertIn(dead.state, ("received", "processing", "dead"))
        self.assertTrue(dead.state != "dead" or dead.attempts > 1)

    def test_a_process_is_taken_over_and_goes_on(self):
        # given a shipment that should have been dispatched hours ago
        new_test_user(self.env, "tour-dispatcher", "logistics_base.group_dispatcher")
        self.env["logistics.process.template"].search([]).active = False
        steps = (
            ("release", {}),
            ("dispatch", {"due_by": "hours", "expected_hours": 2}),
            ("deliver", {}),
        )
        self.env["logistics.process.template"].create(
            {
                "name": "Tour",
                "line_ids": [
                    (0, 0, {"code": code, "sequence": at, "required": True, **vals})
                    for at, (code, vals) in enumerate(steps)
                ],
            }
        )
        shipment = self.make_shipment("TOUR-2")
        with freeze_time(fields.Datetime.now() - timedelta(hours=5)):
            shipment.action_release()
        self.hand_on()
        self.env["logistics.process.step"]._find_late(1000)

        # when the dispatcher sees to it
        self.start_tour(
            f"/odoo/shipments/{shipment.id}",
            "logistics_process",
            login="tour-dispatcher",
        )

        # then it waits for the delivery, and who said so stands by it
        self.env.invalidate_all()
        process = shipment.process_id
        self.assertEqual((process.state, process.current_code), ("running", "deliver"))
        told = " ".join(process.message_ids.mapped("body"))
        self.assertIn("Seen at the gate", told)
        self.assertIn("The driver called", told)

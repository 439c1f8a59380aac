# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import LogisticsCase


@tagged("-at_install", "post_install")
class TestWaiting(LogisticsCase):
    """Nothing waits for ever for what has come already."""

    def look_again(self, minutes=5):
        """Look after what waits, some minutes from now, and drain."""
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=minutes)):
            self.env["logistics.message.wait"]._look_again()
            self.env.invalidate_all()
            self.drain()

    def unheard(self):
        """Let nobody hear that something appears, as two transactions do not."""
        return patch.object(
            self.registry["logistics.message.wait"], "_release", lambda *_args: 0
        )

    # What appears while a message is being parked

    def test_a_reference_that_was_saved_while_its_event_was_parked(self):
        with self.unheard():
            message = self.tell(self.event("1Z1", "picked_up"))
            shipment = self.make_shipment("1Z1")
        self.assertEqual(message.state, "parked")
        self.look_again()
        self.assertEqual((message.state, shipment.state), ("done", "picked_up"))

    def test_a_binding_that_was_accepted_while_its_message_was_parked(self):
        body = {
            "type": "shipment",
            "timestamp": "2026-03-02T08:00:00Z",
            "data": {"tracking_number": "EXT-3", "customer": "CUST-8"},
        }
        message = self.tell(json.dumps(body).encode())
        binding = self.env["logistics.binding"].search([("external_id", "=", "CUST-8")])
        with self.unheard():
            binding.write({"res_id": self.customer.id, "state": "bound"})
        self.look_again()
        self.assertEqual(message.state, "done")

    def test_a_flow_that_was_switched_on_while_its_message_was_parked(self):
        flow = self.integration.flow_ids.filtered(
            lambda f: f.document_type == "shipment.milestone"
        )
        self.make_shipment("1Z1")
        flow.mode = "off"
        message = self.tell(self.event("1Z1", "picked_up"))
        with self.unheard():
            flow.mode = "live"
        self.look_again()
        self.assertEqual(message.state, "done")

    def test_a_code_that_was_mapped_while_its_event_was_recorded(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", code=None, raw_code="DA", raw_reason="WET"))
        maps = self.env["logistics.code.map"]
        with patch.object(self.registry[maps._name], "_reapply"):
            for entry in maps.search([("integration_id", "=", self.integration.id)]):
                words = {"milestone": "delivered", "reason": "weather_delay"}
                entry.canonical_code = words[entry.domain]
        self.look_again()
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual(shipment.milestone_ids.reason_code, "weather_delay")

    def test_what_still_cannot_be_told_apart_is_tried_ever_more_seldom(self):
        both = self.make_shipment("1Z1") | self.make_shipment("1Z2")
        self.env["logistics.reference"].create(
            [{"shipment_id": s.id, "type": "order", "value": "SO9"} for s in both]
        )
        order = [{"type": "order", "value": "SO9"}]
        message = self.tell(self.event(None, "picked_up", references=order))
        self.look_again()
        self.assertEqual((message.state, message.attempts), ("parked", 2))
        self.look_again(minutes=1)
        self.assertEqual((message.state, message.attempts), ("parked", 2))

    def test_what_never_appeared_is_left_alone(self):
        message = self.tell(self.event("1Z1"))
        self.look_again(minutes=60 * 24)
        self.assertEqual((message.state, message.attempts), ("parked", 1))

    # What is heard at once

    def test_an_ambiguous_number_taken_off_one_shipment(self):
        both = self.make_shipment("1Z1") | self.make_shipment("1Z2")
        references = self.env["logistics.reference"].create(
            [{"shipment_id": s.id, "type": "order", "value": "SO9"} for s in both]
        )
        order = [{"type": "order", "value": "SO9"}]
        message = self.tell(self.event(None, "picked_up", references=order))
        references[0].unlink()
        self.drain()
        self.assertEqual(message.state, "done")
        self.assertEqual(both.mapped("state"), ["draft", "picked_up"])

    def test_disjoint_numbers_of_two_shipments_each_are_ambiguous(self):
        four = self.env["logistics.shipment"].union(
            *(self.make_shipment(f"1Z{n}") for n in range(4))
        )
        self.env["logistics.reference"].create(
            [
                {"shipment_id": s.id, "type": kind, "value": kind}
                for s, kind in zip(
                    four, ("order", "order", "customer", "customer"), strict=True
                )
            ]
        )
        numbers = [{"type": t, "value": t} for t in ("order", "customer")]
        message = self.tell(self.event(None, "picked_up", references=numbers))
        self.assertEqual(message.error_category, "ambiguous")

    def test_a_flow_that_was_off_and_is_deleted(self):
        flow = self.integration.flow_ids.filtered(
            lambda f: f.document_type == "shipment.milestone"
        )
        flow.mode = "off"
        self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1", "picked_up"))
        flow.unlink()
        self.drain()
        self.assertEqual(message.state, "done")

    def test_what_was_waited_for_is_forgotten_when_it_is_over(self):
        numbers = [{"type": "order", "value": "SO9"}, {"type": "pro", "value": "P9"}]
        message = self.tell(self.event(None, "picked_up", references=numbers))
        self.assertEqual(len(message.wait_ids), 2)
        self.make_shipment("P9")
        self.drain()
        self.assertEqual(message.state, "done")
        self.assertFalse(message.wait_ids)

    def test_a_package_told_by_the_number_of_its_shipment(self):
        shipment = self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1", "picked_up", package="1Z1"))
        self.assertEqual((message.state, shipment.state), ("done", "picked_up"))

    def test_a_mapped_reason_is_given_to_what_came_before(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "delayed", raw_reason="SNOW"))
        entry = self.env["logistics.code.map"].search([("external_code", "=", "SNOW")])
        entry.canonical_code = "weather_delay"
        self.assertEqual(shipment.milestone_ids.reason_code, "weather_delay")

    def test_a_mapped_code_is_published(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", code=None, raw_code="DA"))
        entry = self.env["logistics.code.map"].search([("external_code", "=", "DA")])
        entry.canonical_code = "delivered"
        published = self.env["logistics.event"].search(
            [("shipment_id", "=", shipment.id)]
        )
        self.assertIn("shipment.milestone.mapped", published.mapped("type"))

    def test_a_very_long_code_can_be_mapped_all_the_same(self):
        shipment = self.make_shipment("1Z1")
        code = "A" * 300
        self.tell(self.event("1Z1", code=None, raw_code=code))
        entry = self.env["logistics.code.map"].search(
            [("external_code", "=like", "AAA%")]
        )
        entry.canonical_code = "delivered"
        self.assertEqual(shipment.state, "delivered")
        self.tell(self.event("1Z1", code=None, raw_code=code, hours=1))
        self.assertEqual(set(shipment.milestone_ids.mapped("code")), {"delivered"})

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..canonical.batch import RetryableError
from .common import LogisticsCase

HANDLER = "odoo.addons.logistics_base.models.logistics_handler_milestone"
APPLY = f"{HANDLER}.LogisticsHandlerShipmentMilestone._apply"


@tagged("-at_install", "post_install")
class TestInbox(LogisticsCase):
    """One way in: durable, once, and nothing is dropped."""

    def test_what_is_received_waits_for_the_drain(self):
        # given a shipment its carrier tells about
        shipment = self.make_shipment("1Z0001")
        # when a message is taken in
        message = self.receive(self.event("1Z0001", "picked_up"))
        # then it is stored, and nothing has happened yet
        self.assertEqual(message.state, "received")
        self.assertEqual(message.document_type, "shipment.milestone")
        self.assertEqual(shipment.state, "draft")
        # and when it is drained the shipment has moved
        self.assertEqual(self.drain(), 1)
        self.assertEqual(message.state, "done")
        self.assertEqual(shipment.state, "picked_up")
        self.assertEqual(message.shipment_ids, shipment)
        self.assertEqual(message.correlation_id, shipment.correlation_id)

    def test_the_same_message_again_is_the_message_that_was_there_first(self):
        event = json.dumps(self.event("1Z0001")).encode()
        headers = {"webhook-id": "evt-1"}
        first = self.integration.receive(event, "application/json", headers=headers)
        again = self.integration.receive(event, "application/json", headers=headers)
        self.assertEqual(again, first)

    def test_a_duplicate_is_known_after_the_message_is_gone(self):
        event = json.dumps(self.event("1Z0001")).encode()
        headers = {"webhook-id": "evt-2"}
        first = self.integration.receive(event, "application/json", headers=headers)
        first_id = first.id
        first.sudo().unlink()
        again = self.integration.receive(event, "application/json", headers=headers)
        self.assertEqual(again.id, first_id)
        self.assertFalse(again.exists())

    def test_the_same_event_under_another_message_has_no_second_effect(self):
        shipment = self.make_shipment("1Z0001")
        event = self.event("1Z0001", "picked_up", id="scan-1")
        self.tell(event, event, event)
        self.assertEqual(len(shipment.milestone_ids), 1)

    def test_a_replayed_message_has_no_second_effect(self):
        shipment = self.make_shipment("1Z0001")
        message = self.tell(self.event("1Z0001", "damaged"))
        message.action_replay()
        self.assertEqual(message.state, "received")
        self.drain()
        self.assertEqual(message.state, "done")
        self.assertEqual(len(shipment.milestone_ids), 1)
        self.assertEqual(len(shipment.exception_ids), 1)

    def test_a_retired_integration_receives_nothing(self):
        self.integration.action_retire()
        with self.assertRaises(UserError):
            self.receive(self.event("1Z0001"))

    def test_a_paused_integration_queues(self):
        shipment = self.make_shipment("1Z0001")
        self.integration.action_pause()
        message = self.tell(self.event("1Z0001", "picked_up"))
        self.assertEqual((message.state, shipment.state), ("received", "draft"))
        self.integration.action_go_live()
        self.drain()
        self.assertEqual((message.state, shipment.state), ("done", "picked_up"))

    def test_a_large_stream_goes_to_the_filestore(self):
        # given a body far above what is kept inline, as a stream
        event = self.event("1Z0001", description="x" * 600_000)
        body = json.dumps(event).encode()
        self.integration.max_body_size = 10_000_000
        shipment = self.make_shipment("1Z0001")
        # when it is received
        message = self.integration.receive(io.BytesIO(body), "application/json")
        # then it lies in the filestore, whole, and is processed all the same
        self.assertTrue(message.attachment_id)
        self.assertEqual(message.size, len(body))
        self.assertEqual(message._body(), body)
        self.drain()
        self.assertEqual(shipment.state, "in_transit")

    def test_what_does_not_parse_is_quarantined(self):
        message = self.receive(b'{"type": "shipment.milestone", "data": {')
        self.assertEqual(message.state, "quarantined")
        self.assertEqual(message.error_category, "syntax")

    def test_a_quarantined_message_is_corrected_and_replayed(self):
        shipment = self.make_shipment("1Z0001")
        message = self.receive(b"{")
        message._correct(json.dumps(self.event("1Z0001", "picked_up")).encode())
        self.drain()
        self.assertEqual((message.state, shipment.state), ("done", "picked_up"))
        self.assertEqual(message.corrected_by_id, self.env.user)
        self.assertTrue(message.original_payload)

    def test_a_message_is_discarded_by_a_person_who_says_why(self):
        message = self.receive(b"{")
        message._set_discarded("Sent by mistake")
        self.assertEqual(message.state, "discarded")
        self.assertEqual(message.discarded_by_id, self.env.user)
        with self.assertRaises(UserError):
            message._set_discarded("Again")

    def test_a_wrong_value_ends_in_the_dead_letters_with_its_path(self):
        self.make_shipment("1Z0001")
        message = self.tell(self.event("1Z0001", code="teleported"))
        self.assertEqual((message.state, message.error_category), ("dead", "value"))
        self.assertIn("code", message.error_message)

    @mute_logger("odoo.addons.logistics_base.models.logistics_message_drain")
    def test_one_bad_message_stops_nobody(self):
        # given fifty messages, one of which a handler stumbles over
        shipments = [self.make_shipment(f"B{n}") for n in range(50)]
        messages = self.receive(*(self.event(f"B{n}", "picked_up") for n in range(50)))
        handler = self.registry["logistics.handler.shipment.milestone"]
        real = handler._apply

        def stumble(handler, batch):
            real(handler, batch)
            if any(i.document.references[0].value == "B17" for i in batch.items):
                raise ValueError("stumbled")

        # when they are drained
        with patch.object(handler, "_apply", stumble):
            self.drain()
        # then it alone is dead, and says why
        bad = messages[17]
        self.assertEqual((bad.state, bad.error_category), ("dead", "internal"))
        self.assertIn("stumbled", bad.error_message)
        self.assertEqual(set((messages - bad).mapped("state")), {"done"})
        self.assertEqual([s.state for s in shipments].count("picked_up"), 49)

    @mute_logger("odoo.addons.logistics_base.models.logistics_message_drain")
    def test_passing_trouble_is_tried_again_later(self):
        self.make_shipment("1Z0001")
        message = self.receive(self.event("1Z0001", "picked_up"))
        handler = self.registry["logistics.handler.shipment.milestone"]
        with patch.object(handler, "_apply", side_effect=RetryableError("busy")):
            self.drain()
        self.assertEqual(
            (message.state, message.error_category), ("retry", "transient")
        )
        self.assertGreater(message.next_attempt_at, message.received_at)
        self.assertEqual(self.drain(), 0)

    @mute_logger("odoo.addons.logistics_base.models.logistics_message_drain")
    def test_trouble_of_the_database_is_not_swallowed(self):
        self.receive(self.event("1Z0001"))
        handler = self.registry["logistics.handler.shipment.milestone"]
        lost = psycopg2.OperationalError("connection lost")
        with (
            patch.object(handler, "_apply", side_effect=lost),
            self.assertRaises(psycopg2.OperationalError),
        ):
            self.env["logistics.message"]._process_batch(10)

    @mute_logger("odoo.addons.logistics_base.models.logistics_message_drain")
    def test_a_partner_that_keeps_failing_is_left_alone_for_a_while(self):
        self.make_shipment("1Z0001")
        handler = self.registry["logistics.handler.shipment.milestone"]
        with patch.object(handler, "_apply", side_effect=RetryableError("down")):
            for _attempt in range(5):
                self.receive(self.event("1Z0001"))
                self.drain()
        self.assertEqual(self.integration.circuit_state, "open")
        self.receive(self.event("1Z0001"))
        self.assertEqual(self.drain(), 0)
        # when its time has come one message is let through, and closes it
        self.integration.circuit_retry_at = self.at(0)
        self.assertTrue(self.drain())
        self.assertEqual(self.integration.circuit_state, "closed")

    def test_odoo_as_system_of_record_refuses_the_partners_word(self):
        self.integration.flow_ids.filtered(
            lambda f: f.document_type == "shipment.milestone"
        ).system_of_record = "odoo"
        shipment = self.make_shipment("1Z0001")
        message = self.tell(self.event("1Z0001", "picked_up"))
        self.assertEqual(message.error_category, "not_authoritative")
        self.assertEqual(shipment.state, "draft")

    def test_a_shadow_flow_compares_and_changes_nothing(self):
        # given a second interface to the same carrier, in shadow mode
        shadow = self.make_integration()
        shadow.flow_ids.mode = "shadow"
        shipment = self.make_shipment("1Z0001")
        self.tell(self.event("1Z0001", "picked_up"))
        # when it tells the same, something else, and something new
        told = self.tell(
            self.event("1Z0001", "picked_up"),
            self.event("1Z0001", "picked_up", hours=5),
            self.event("1Z0001", "delivered"),
            integration=shadow,
        )
        # then the results stand at the messages and the shipment is as before
        self.assertEqual(told.mapped("shadow_result"), ["same", "differs", "new"])
        self.assertEqual(set(told.mapped("state")), {"done"})
        self.assertEqual(shipment.state, "picked_up")
        self.assertEqual(len(shipment.milestone_ids), 1)

    def test_a_flow_switched_off_lets_messages_wait(self):
        flow = self.integration.flow_ids.filtered(
            lambda f: f.document_type == "shipment.milestone"
        )
        flow.mode = "off"
        shipment = self.make_shipment("1Z0001")
        message = self.tell(self.event("1Z0001", "picked_up"))
        self.assertEqual(
            (message.state, message.error_category), ("parked", "flow_off")
        )
        flow.mode = "live"
        self.drain()
        self.assertEqual((message.state, shipment.state), ("done", "picked_up"))

    def test_messages_are_taken_by_priority(self):
        self.make_shipment("1Z0001")
        later, first = self.receive(
            self.event("1Z0001", "picked_up"), self.event("1Z0001", "departed", hours=1)
        )
        later.priority = 9
        self.env["logistics.message"]._process_batch(1)
        self.env.invalidate_all()
        self.assertEqual((first.state, later.state), ("done", "received"))

    def test_a_time_without_zone_is_read_in_the_integrations_zone(self):
        # given a partner of one country that never says so
        self.env["logistics.preset"].create({"source": LOCAL_TIMES})
        partner = self.make_integration(preset="local_times", default_tz="Asia/Tokyo")
        shipment = self.make_shipment("1Z0001", integration=partner)
        # when it tells a local time
        self.tell(
            b'{"number": "1Z0001", "at": "2026-03-02 17:00"}', integration=partner
        )
        # then it is 9 hours earlier in UTC, and nothing was guessed
        milestone = shipment.milestone_ids
        self.assertEqual(milestone.occurred_at, self.at(0))
        self.assertEqual(milestone.utc_offset_minutes, 540)


LOCAL_TIMES = """
code: local_times
name: Local Times
kind: carrier
format: json
signature: {scheme: hmac_sha256_hex}
flows:
  - {document_type: shipment.milestone, direction: inbound, latency: real_time}
messages:
  - document_type: shipment.milestone
    fields:
      tracking_number: number
      code: {constant: arrived}
      occurred_at: {value: at, formats: ["%Y-%m-%d %H:%M"], zone: place}
"""

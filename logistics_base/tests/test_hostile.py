# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from unittest.mock import patch

import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LogisticsCase

DRAIN = "odoo.addons.logistics_base.models.logistics_message_drain"


@tagged("-at_install", "post_install")
class TestHostile(LogisticsCase):
    """What partners send by mistake or by malice harms nobody but itself."""

    @mute_logger(DRAIN, "odoo.sql_db")
    def told_beside_a_good_one(self, *bad, **data):
        """Tell something bad and something good; return the bad message."""
        shipment = self.make_shipment("GOOD")
        event = bad[0] if bad else self.event("GOOD", **data)
        messages = self.receive(event, self.event("GOOD", "picked_up", hours=1))
        self.drain()
        self.assertEqual(messages[1].state, "done")
        self.assertEqual(shipment.state, "picked_up")
        return messages[0]

    def test_a_reference_longer_than_an_index_takes(self):
        # random: what repeats is compressed, and fits again
        endless = "".join(f"{n * n:x}" for n in range(9000))
        message = self.told_beside_a_good_one(self.event(endless))
        self.assertEqual((message.state, message.error_category), ("dead", "value"))
        self.assertLess(len(message.error_message), 500)

    def test_an_event_to_retract_with_an_endless_id(self):
        endless = "".join(f"{n * n:x}" for n in range(9000))
        event = self.event(None, None, retracts=endless, occurred_at=None)
        message = self.told_beside_a_good_one(event)
        self.assertEqual((message.state, message.error_category), ("dead", "value"))

    def test_an_endless_message_id_is_taken_in_once(self):
        self.make_shipment("1Z1")
        body = json.dumps(self.event("1Z1")).encode()
        headers = {"webhook-id": "".join(f"{n * n:x}" for n in range(9000))}
        first = self.integration.receive(body, "application/json", headers=headers)
        again = self.integration.receive(body, "application/json", headers=headers)
        self.assertEqual(first, again)

    def test_values_of_a_wrong_kind_are_wrong_values(self):
        for name, value in (
            ("occurred_at", {"at": 1}),
            ("occurred_at", []),
            ("utc_offset_minutes", 10**12),
            ("location", {"latitude": 91}),
            ("location", {"longitude": -1e300}),
            ("estimated_delivery", 7),
        ):
            with self.subTest(name, value=value):
                message = self.tell(self.event("1Z1", **{name: value}))
                found = (message.state, message.error_category)
                self.assertEqual(found, ("dead", "value"))

    def test_a_country_that_grows_in_capitals(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", location={"country": "ŉx"}))
        self.assertEqual(len(shipment.milestone_ids.location_country), 2)

    def test_an_estimate_that_no_clock_can_show_is_no_estimate(self):
        # given what some systems send where they know nothing
        shipment = self.make_shipment("1Z1")
        for never in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
            with self.subTest(never):
                self.tell(self.event("1Z1", "arrived", estimated_delivery=never))
                self.assertFalse(shipment.eta_date)
        self.assertEqual(shipment.state, "in_transit")

    def test_a_plan_that_no_clock_can_show_is_refused(self):
        message = self.tell(
            self.event(
                "1Z1",
                "delivered",
                classifier="planned",
                occurred_at="9999-12-31T23:59:59Z",
            )
        )
        self.assertEqual((message.state, message.error_category), ("dead", "time"))

    @mute_logger(DRAIN)
    def test_a_partner_whose_preset_broke_stops_nobody(self):
        # given a partner whose messages cannot be read at all any more
        shipment = self.make_shipment("1Z1")
        broken = self.make_integration()
        ours = self.receive(self.event("1Z1", "picked_up"))
        theirs = self.receive(self.event("1Z1"), integration=broken)
        broken.flush_recordset()
        self.env.cr.execute(
            "UPDATE logistics_integration SET preset = 'gone' WHERE id = %s",
            (broken.id,),
        )
        self.env.invalidate_all()
        # when the inbox is drained
        self.drain()
        # then the others' messages are processed, and theirs wait for the mend
        self.assertEqual((ours.state, shipment.state), ("done", "picked_up"))
        self.assertEqual((theirs.state, theirs.error_category), ("retry", "transient"))
        self.assertIn("gone", theirs.error_message)

    @mute_logger(DRAIN, "odoo.sql_db")
    def test_an_adapter_that_breaks_the_transaction_stops_nobody(self):
        shipment = self.make_shipment("1Z1")
        other = self.make_integration()
        adapter = self.registry["logistics.adapter.preset"]
        real = adapter._decode_all

        def stumble(self, integration, messages):
            if integration == other:
                self.env.cr.execute("SELECT nothing_of_that_name")
            return real(self, integration, messages)

        ours = self.receive(self.event("1Z1", "picked_up"))
        theirs = self.receive(self.event("1Z1"), integration=other)
        with patch.object(adapter, "_decode_all", stumble):
            self.drain()
        self.assertEqual((ours.state, shipment.state), ("done", "picked_up"))
        self.assertEqual(theirs.state, "retry")

    @mute_logger(DRAIN, "odoo.sql_db")
    def test_an_error_tells_nothing_of_the_payload(self):
        # given a handler that meets an error which quotes what it was given
        self.make_shipment("1Z1")
        handler = self.registry["logistics.handler.shipment.milestone"]

        def stumble(handler, batch):
            handler.env.cr.execute(
                "SELECT * FROM json_to_recordset(%s) AS v(id int4)",
                ('[{"id": 1, "signatory": "Ada Secret\\u0000"}]',),
            )

        with patch.object(handler, "_apply", stumble):
            message = self.tell(self.event("1Z1"))
        self.assertEqual((message.state, message.error_category), ("dead", "internal"))
        self.assertNotIn("Ada Secret", message.error_message)

    @mute_logger(DRAIN)
    def test_an_error_in_words_that_cannot_be_stored(self):
        self.make_shipment("1Z1")
        handler = self.registry["logistics.handler.shipment.milestone"]
        with patch.object(handler, "_apply", side_effect=ValueError("a\0b\ud800")):
            message = self.tell(self.event("1Z1"))
        self.assertEqual(message.state, "dead")
        self.assertIn("ValueError: a", message.error_message)

    def test_a_live_integration_needs_something_to_read_messages_by(self):
        with self.assertRaises(ValidationError):
            self.env["logistics.integration"].create(
                {
                    "name": "Nothing",
                    "code": "nothing-to-read-by",
                    "signature_scheme": "standard_webhooks",
                    "state": "live",
                }
            )

    def test_a_deadlock_is_tried_again_at_once(self):
        # given a database that resolves a deadlock against the drain
        self.make_shipment("1Z1")
        messages = self.env["logistics.message"]
        model = self.registry["logistics.message"]
        taken = [psycopg2.errors.DeadlockDetected("deadlock"), 3]

        def process(_messages, limit):
            outcome = taken.pop(0)
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        # when a batch meets it, then the batch is taken up again
        with (
            patch.object(model, "_process_batch", process),
            patch.object(self.env.cr, "rollback"),
            mute_logger(DRAIN),
        ):
            self.assertEqual(messages._take_batch(), 3)

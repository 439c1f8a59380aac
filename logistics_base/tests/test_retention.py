# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import logistics_message_retention
from ..models.logistics_message import PROBLEM_STATES
from .common import LogisticsCase

START = "2026-03-03 00:00:00"
WEEK_LATER = "2026-03-10 00:00:00"
QUARTER_LATER = "2026-07-01 00:00:00"
YEARS_LATER = "2029-03-03 00:00:00"


@tagged("-at_install", "post_install")
class TestRetention(LogisticsCase):
    """Payloads go first, rows later, keys never; what is unsettled stays whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("1Z1")
        cls.flow = cls.integration.flow_ids.filtered(
            lambda flow: flow.document_type == "shipment.milestone"
        )
        cls.integration.flow_ids.write(
            {"retention_days": 90, "message_retention_days": 730}
        )

    def expire(self, at):
        self.env.flush_all()
        with (
            freeze_time(at),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["logistics.message"]._expire()

    def done_message(self, hours=0, **data):
        with freeze_time(START):
            message = self.tell(self.event("1Z1", hours=hours, **data))
        self.assertEqual(message.state, "done")
        return message.sudo()

    def test_a_payload_is_kept_for_its_time_and_then_gone(self):
        message = self.done_message()
        self.expire(WEEK_LATER)
        self.assertTrue(message.payload)
        self.expire(QUARTER_LATER)
        self.assertTrue(message.exists())
        self.assertFalse(message.payload)
        self.assertEqual(message.state, "done")

    def test_a_large_payload_goes_with_its_attachment(self):
        message = self.done_message(description="x" * 300_000)
        attachment = message.attachment_id
        self.assertTrue(attachment)
        self.expire(QUARTER_LATER)
        self.assertFalse(attachment.exists())
        self.assertFalse(message.attachment_id)
        self.assertTrue(message.exists())

    def test_what_a_person_corrected_leaves_neither_version(self):
        message = self.done_message()
        message._correct(b'{"corrected": true}')
        message.state = "done"
        self.expire(QUARTER_LATER)
        self.assertFalse(message.payload or message.original_payload)

    def test_a_row_goes_much_later_and_its_key_never(self):
        message = self.done_message(id="once")
        milestone = message.milestone_ids
        self.expire(YEARS_LATER)
        self.assertFalse(message.exists())
        self.assertTrue(milestone.exists())
        key = self.env["logistics.message.key"].search(
            [("integration_id", "=", self.integration.id)]
        )
        self.assertEqual(key.message_id.id, message.id)
        self.assertTrue(self.shipment.exists())

    def test_a_repetition_years_later_is_still_a_duplicate(self):
        body = b'{"type": "shipment.milestone", "data": {"tracking_number": "1Z1", '
        body += b'"code": "picked_up", "occurred_at": "2026-01-01T00:00:00Z"}}'
        headers = {"webhook-id": "msg-of-old"}
        with freeze_time(START):
            first = self.integration.receive(body, "application/json", headers=headers)
            self.drain()
        self.expire(YEARS_LATER)
        again = self.integration.receive(body, "application/json", headers=headers)
        self.assertEqual(again.id, first.id)
        self.assertFalse(again.exists())

    @mute_logger("odoo.addons.logistics_base.models.logistics_message_drain")
    def test_what_is_not_settled_stays_whole_for_ever(self):
        message = self.done_message()
        for state in (*PROBLEM_STATES, "parked", "retry", "received"):
            with self.subTest(state):
                message.state = state
                self.expire(YEARS_LATER)
                self.assertTrue(message.exists() and message.payload)

    def test_a_discarded_message_of_no_known_type_goes_too(self):
        with freeze_time(START):
            message = self.receive(b"not even JSON").sudo()
            self.assertFalse(message.document_type)
            message._set_discarded("Nonsense")
        self.expire(WEEK_LATER)
        self.assertTrue(message.payload)
        self.expire(QUARTER_LATER)
        self.assertFalse(message.payload)
        self.expire(YEARS_LATER)
        self.assertFalse(message.exists())

    def test_zero_days_keep_for_ever(self):
        message = self.done_message()
        self.integration.flow_ids.retention_days = 0
        self.expire(YEARS_LATER)
        self.assertTrue(message.payload)
        self.integration.flow_ids.write(
            {"retention_days": 1, "message_retention_days": 0}
        )
        self.expire(YEARS_LATER)
        self.assertTrue(message.exists())
        self.assertFalse(message.payload)

    def test_flows_keep_to_their_own_time(self):
        message = self.done_message()
        (self.integration.flow_ids - self.flow).retention_days = 1
        self.expire(WEEK_LATER)
        self.assertTrue(message.payload)
        self.flow.retention_days = 3
        self.expire(WEEK_LATER)
        self.assertFalse(message.payload)

    def test_many_go_batch_by_batch(self):
        messages = self.env["logistics.message"].sudo()
        for number in range(7):
            messages |= self.done_message(hours=number)
        self.patch(logistics_message_retention, "BATCH_SIZE", 3)
        self.expire(QUARTER_LATER)
        self.assertFalse(any(message.payload for message in messages))
        self.expire(YEARS_LATER)
        self.assertFalse(messages.exists())

    def test_a_message_cannot_go_before_its_payload(self):
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.flow.write({"retention_days": 10, "message_retention_days": 5})
            self.env.flush_all()

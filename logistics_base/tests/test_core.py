# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LogisticsCase


@tagged("-at_install", "post_install")
class TestShipmentDocument(LogisticsCase):
    """What another system says about a shipment."""

    def document(self, integration=None, **values):
        """Tell a shipment document; return its message."""
        body = {"type": "shipment", "timestamp": "2026-03-02T08:00:00Z", "data": values}
        return self.tell(json.dumps(body).encode(), integration=integration)

    def test_what_it_does_not_say_stays(self):
        shipment = self.make_shipment("1Z1", mode="ocean", direction="inbound")
        self.document(tracking_number="1Z1", weight=3)
        self.assertEqual(
            (shipment.mode, shipment.direction, shipment.weight),
            ("ocean", "inbound", 3),
        )

    def test_test_and_production_are_never_mixed(self):
        production = self.make_integration(environment="production")
        shipment = self.make_shipment("1Z1", integration=production)
        message = self.document(tracking_number="1Z1", weight=99)
        self.assertFalse(shipment.weight)
        self.assertNotIn(shipment, message.shipment_ids)

    def test_a_number_on_two_shipments_waits_for_a_person(self):
        both = self.make_shipment("1Z1") | self.make_shipment("1Z2")
        self.env["logistics.reference"].create(
            [{"shipment_id": s.id, "type": "order", "value": "SO9"} for s in both]
        )
        references = [{"type": "order", "value": "SO9"}]
        message = self.document(references=references, weight=5)
        self.assertEqual(
            (message.state, message.error_category), ("parked", "ambiguous")
        )
        self.assertFalse(any(both.mapped("weight")))

    def test_a_promise_told_after_release_is_a_revised_one(self):
        shipment = self.make_shipment("1Z1", promised_date=self.at(48))
        shipment.action_release()
        message = self.document(
            tracking_number="1Z1", promised=self.at(72).isoformat() + "Z"
        )
        self.assertEqual(message.state, "done")
        self.assertEqual(shipment.promised_date, self.at(48))
        self.assertEqual(shipment.revised_promise_date, self.at(72))
        self.assertTrue(shipment.revised_promise_reason)

    def test_a_new_shipment_belongs_to_the_people_of_its_company(self):
        other = self.env["res.company"].create({"name": "Other Shipper"})
        person = self.env["res.users"].create(
            {
                "name": "Their Dispatcher",
                "login": "theirs",
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
            }
        )
        other.logistics_user_id = person
        integration = self.make_integration(company_id=other.id)
        message = self.document(integration, tracking_number="THEIRS")
        self.assertEqual(message.shipment_ids.user_id, person)

    def test_a_promise_that_no_clock_can_show_is_none(self):
        message = self.document(tracking_number="1Z9", promised="9999-12-31T23:59:59Z")
        self.assertEqual(message.state, "done")
        self.assertFalse(message.shipment_ids.promised_date)


@tagged("-at_install", "post_install")
class TestCases(LogisticsCase):
    """Exceptions follow what the milestones say in the end."""

    def test_a_case_is_open_again_when_what_closed_it_is_retracted(self):
        shipment = self.make_shipment("1Z1")
        self.tell(
            self.event("1Z1", "customs_hold"),
            self.event("1Z1", "customs_released", hours=2, id="scan-2"),
        )
        self.assertFalse(shipment.has_exception)
        self.tell(self.event(None, None, retracts="scan-2", occurred_at=None))
        self.assertTrue(shipment.has_exception)
        self.assertIn("customs", self.open_types(shipment))

    def test_a_retraction_told_twice_counts_once(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "delivered", id="scan-2"))
        retraction = self.event(None, None, retracts="scan-2", occurred_at=None)
        self.tell(retraction)
        self.tell(retraction)
        published = self.env["logistics.event"].search_count(
            [("shipment_id", "=", shipment.id), ("type", "=like", "%retracted")]
        )
        self.assertEqual(published, 1)

    def test_trouble_after_a_person_settled_it_is_a_new_case(self):
        shipment = self.make_shipment("1Z1")
        with freeze_time("2026-03-02 12:00:00"):
            self.tell(self.event("1Z1", "delivery_attempted"))
            case = shipment.exception_ids
            case.resolution = "Customer called"
            case.action_resolve()
        # when the old news is told again in other words nothing happens
        self.tell(self.event("1Z1", "delivery_attempted", hours=1))
        self.assertEqual(shipment.exception_ids, case)
        # but a second attempt that fails the day after is a case
        self.tell(self.event("1Z1", "delivery_attempted", hours=24))
        self.assertEqual(len(shipment.exception_ids), 2)
        self.assertTrue(shipment.has_exception)

    def test_the_flag_follows_whatever_way_a_case_ends(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "damaged"))
        case = shipment.exception_ids
        case.write({"state": "resolved", "resolution": "Replaced"})
        self.assertFalse(shipment.has_exception)
        case.write({"state": "open"})
        self.assertTrue(shipment.has_exception)
        case.unlink()
        self.assertFalse(shipment.has_exception)

    def open_types(self, shipment):
        cases = shipment.exception_ids.filtered(lambda e: e.state != "resolved")
        return cases.mapped("type")


@tagged("-at_install", "post_install")
class TestPayloads(LogisticsCase):
    """What becomes of payloads that people work on."""

    def test_a_corrected_large_payload_leaves_nothing_behind(self):
        self.make_shipment("1Z1")
        message = self.receive(self.event("1Z1", description="x" * 600_000))
        first, attachment = message._body(), message.attachment_id
        message._correct(json.dumps(self.event("1Z1")).encode())
        self.assertFalse(attachment.exists())
        self.assertEqual(base64.b64decode(message.original_payload), first)

    def test_a_message_whose_payload_is_gone_cannot_be_replayed(self):
        self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1"))
        message._expire_payloads(message.ids)
        with self.assertRaises(UserError):
            message.action_replay()
        self.assertEqual(message.state, "done")

    def test_shadow_compares_whoever_the_system_of_record_is(self):
        shadow = self.make_integration()
        shadow.flow_ids.write({"mode": "shadow", "system_of_record": "odoo"})
        self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1", "picked_up"), integration=shadow)
        self.assertEqual((message.state, message.shadow_result), ("done", "new"))

    def test_shadow_compares_retractions_too(self):
        self.integration.flow_ids.mode = "shadow"
        self.make_shipment("1Z1")
        references = [{"type": "tracking", "value": "1Z1"}]
        message = self.tell(
            self.event(
                None, None, retracts="a", occurred_at=None, references=references
            )
        )
        self.assertEqual((message.state, message.shadow_result), ("done", "new"))

    def test_the_door_knows_no_code_that_cannot_be_one(self):
        door = self.env["logistics.door"]
        self.assertIsNone(door._of_code("a\0b"))
        self.assertIsNone(door._of_code("x" * 100_000))
        self.assertTrue(door._of_code(self.integration.code))

    def test_a_deleted_integration_has_no_door(self):
        integration = self.make_integration()
        code = integration.code
        door = self.env["logistics.door"]
        self.assertTrue(door._of_code(code))
        integration.unlink()
        self.assertIsNone(door._of_code(code))

    def test_a_door_built_before_the_commit_is_not_kept(self):
        # given a door that another request built while a change was being saved
        self.env["logistics.credential"].search([], limit=1).name = "webhook_secret"
        door = self.env["logistics.door"]
        before = door._of_integration(self.integration.id)
        self.assertIs(door._of_integration(self.integration.id), before)
        # when the change is committed
        self.env.cr.postcommit.run()
        # then the door is built anew
        self.assertIsNot(door._of_integration(self.integration.id), before)

    def test_a_shipment_that_news_leave_as_it_was_is_written_all_the_same(self):
        """So that a person's transaction that does not see the news starts again."""
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "delivered", hours=5))
        yesterday = fields.Datetime.now() - timedelta(days=1)
        self.env.cr.execute(
            "UPDATE logistics_shipment SET write_date = %s WHERE id = %s",
            (yesterday, shipment.id),
        )
        self.env.invalidate_all()
        self.tell(
            self.event("1Z1", "arrived", hours=1), self.event("1Z1", "information")
        )
        self.assertGreater(shipment.write_date, yesterday)

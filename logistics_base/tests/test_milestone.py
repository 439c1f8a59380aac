# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import random

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import LogisticsCase

JOURNEY = ("picked_up", "departed", "customs_hold", "customs_released", "delivered")


@tagged("-at_install", "post_install")
class TestMilestone(LogisticsCase):
    """What partners tell, and what it means for the shipment."""

    def test_a_journey_in_any_order_ends_the_same(self):
        story = [(code, hour) for hour, code in enumerate(JOURNEY)]
        for seed in range(6):
            with self.subTest(seed=seed):
                shuffled = random.Random(seed).sample(story, len(story))
                shipment = self.make_shipment(f"ORDER{seed}")
                for code, hour in shuffled:
                    self.tell(self.event(f"ORDER{seed}", code, hours=hour))
                self.assertEqual(shipment.state, "delivered")
                self.assertEqual(shipment.picked_up_date, self.at(0))
                self.assertEqual(shipment.delivered_date, self.at(4))
                self.assertFalse(shipment.has_exception)

    def test_the_offset_the_partner_gave_is_kept(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", occurred_at="2026-03-02T10:00:00-05:00"))
        milestone = shipment.milestone_ids
        self.assertEqual(str(milestone.occurred_at), "2026-03-02 15:00:00")
        self.assertEqual(milestone.utc_offset_minutes, -300)

    def test_a_shipment_is_delivered_when_its_last_parcel_is(self):
        shipment = self.make_shipment(packages=("P1", "P2"))
        self.tell(self.event("P1", "delivered", hours=1))
        self.assertEqual(shipment.delivered_package_count, 1)
        self.assertNotEqual(shipment.state, "delivered")
        self.tell(self.event("P2", "delivered", hours=2))
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual(shipment.delivered_date, self.at(2))

    def test_what_is_told_of_the_shipment_goes_for_all_parcels(self):
        shipment = self.make_shipment("MASTER", packages=("P1", "P2"))
        self.tell(self.event("MASTER", "picked_up"))
        self.assertEqual(shipment.package_ids.mapped("state"), ["picked_up"] * 2)

    def test_one_number_on_two_parcels_of_one_shipment(self):
        shipment = self.make_shipment(packages=("SAME", "OTHER"))
        first, second = shipment.package_ids
        second.tracking_reference = "SAME"
        self.assertEqual(shipment.tracking_reference.count("SAME"), 1)
        self.tell(self.event("SAME", "delivered", id="evt"))
        self.assertEqual(shipment.state, "delivered")
        self.assertEqual(len(shipment.milestone_ids), 2)

    def test_an_event_may_name_the_order_instead_of_the_parcel(self):
        shipment = self.make_shipment("1Z1")
        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "order", "value": "SO-0042"}
        )
        self.tell(
            self.event(
                None,
                "picked_up",
                references=[{"type": "customer", "value": "so 0042"}],
            )
        )
        self.assertEqual(shipment.state, "picked_up")

    def test_an_order_with_two_shipments_needs_more_to_go_by(self):
        both = self.make_shipment("1Z1") | self.make_shipment("1Z2")
        self.env["logistics.reference"].create(
            [{"shipment_id": s.id, "type": "order", "value": "SO9"} for s in both]
        )
        order = [{"type": "order", "value": "SO9"}]
        message = self.tell(self.event(None, "picked_up", references=order))
        self.assertEqual(
            (message.state, message.error_category), ("parked", "ambiguous")
        )
        self.tell(self.event("1Z2", "departed", references=order))
        self.assertEqual(both.mapped("state"), ["draft", "in_transit"])

    def test_an_unknown_number_is_parked_and_adopted_when_it_appears(self):
        # given news that came before the label was saved
        message = self.tell(self.event("1Z-77 77", "picked_up"))
        self.assertEqual(
            (message.state, message.error_category), ("parked", "reference")
        )
        # when the number is saved, however it is written
        shipment = self.make_shipment("1z7777")
        # then the message is taken up again
        self.assertEqual(message.state, "received")
        self.drain()
        self.assertEqual((message.state, shipment.state), ("done", "picked_up"))
        self.assertFalse(message.wait_ids)

    def test_another_companys_shipment_is_never_touched(self):
        # given two companies with the same tracking number
        other = self.env["res.company"].create({"name": "Other Shipper"})
        theirs = self.make_shipment("1Z1", company_id=other.id, integration_id=False)
        ours = self.make_shipment("1Z1")
        # when our carrier tells
        self.tell(self.event("1Z1", "delivered"))
        # then ours alone has moved
        self.assertEqual((ours.state, theirs.state), ("delivered", "draft"))

    def test_test_and_production_are_never_mixed(self):
        production = self.make_integration(environment="production")
        shipment = self.make_shipment("1Z1", integration=production)
        message = self.tell(self.event("1Z1", "delivered"))
        self.assertEqual(message.state, "parked")
        self.assertEqual(shipment.state, "draft")

    def test_an_unknown_code_is_kept_and_applied_when_somebody_maps_it(self):
        shipment = self.make_shipment("1Z1")
        event = self.event("1Z1", code=None, raw_code="ZUGESTELLT")
        message = self.tell(event, self.event("1Z1", code=None, raw_code="ZUGESTELLT"))
        # then it is recorded raw, and stands in the queue
        milestone = shipment.milestone_ids[:1]
        self.assertEqual(set(message.mapped("state")), {"done"})
        self.assertEqual(
            (milestone.code, milestone.raw_code), ("unknown", "ZUGESTELLT")
        )
        entry = self.env["logistics.code.map"].search(
            [("integration_id", "=", self.integration.id), ("is_mapped", "=", False)]
        )
        self.assertEqual((entry.external_code, entry.occurrences), ("ZUGESTELLT", 2))
        # when a person maps it
        entry.canonical_code = "delivered"
        # then what came before is applied at once
        self.env.invalidate_all()
        self.assertEqual(set(shipment.milestone_ids.mapped("code")), {"delivered"})
        self.assertEqual(shipment.state, "delivered")

    def test_a_time_in_the_far_future_is_not_believed(self):
        shipment = self.make_shipment("1Z1")
        message = self.tell(self.event("1Z1", "delivered", hours=24 * 365 * 100))
        self.assertEqual((message.state, message.error_category), ("dead", "time"))
        self.assertEqual(shipment.state, "draft")

    def test_an_estimate_may_lie_in_the_future(self):
        shipment = self.make_shipment("1Z1")
        estimate = self.event(
            "1Z1", "delivered", classifier="estimated", hours=24 * 365
        )
        self.tell(estimate)
        self.assertEqual(shipment.state, "draft")
        self.assertEqual(shipment.eta_date, self.at(24 * 365))

    def test_a_retraction_undoes_the_milestone(self):
        shipment = self.make_shipment("1Z1")
        self.tell(
            self.event("1Z1", "picked_up"),
            self.event("1Z1", "delivered", hours=5, id="scan-9"),
        )
        self.assertEqual(shipment.state, "delivered")
        self.tell(self.event(None, None, retracts="scan-9", occurred_at=None))
        self.assertEqual(shipment.state, "picked_up")
        self.assertFalse(shipment.delivered_date)

    def test_a_retraction_may_come_before_what_it_retracts(self):
        shipment = self.make_shipment("1Z1")
        early = self.tell(self.event(None, None, retracts="scan-9", occurred_at=None))
        self.assertEqual(early.state, "parked")
        self.tell(self.event("1Z1", "delivered", id="scan-9"))
        self.assertEqual(early.state, "done")
        self.assertEqual(shipment.state, "draft")

    def test_conditions_become_exceptions_and_are_closed_by_later_news(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "customs_hold", description="Invoice missing"))
        case = shipment.exception_ids
        self.assertTrue(shipment.has_exception)
        self.assertEqual((case.type, case.summary), ("customs", "Invoice missing"))
        self.tell(self.event("1Z1", "customs_released", hours=3))
        self.assertEqual(case.state, "resolved")
        self.assertFalse(shipment.has_exception)

    def test_a_case_a_person_resolved_is_not_opened_again_by_old_news(self):
        shipment = self.make_shipment("1Z1")
        with freeze_time("2026-03-03"):
            self.tell(self.event("1Z1", "damaged"))
            case = shipment.exception_ids
            case.resolution = "Claim filed"
            case.action_resolve()
        self.tell(self.event("1Z1", "arrived", hours=2))
        self.assertEqual(len(shipment.exception_ids), 1)
        self.assertFalse(shipment.has_exception)

    def test_a_proof_of_delivery_comes_with_the_event(self):
        shipment = self.make_shipment("1Z1")
        proof = {
            "signatory": "A. Lovelace",
            "condition": "good",
            "attachments": [
                {"name": "photo.txt", "content": "aGVsbG8="},
                {"name": "link", "url": "https://carrier.example/pod.pdf"},
                {"name": "plain http is not taken", "url": "http://carrier.example"},
            ],
        }
        event = self.event("1Z1", "delivered", id="scan-1", proof=proof)
        self.tell(event, event)
        self.assertEqual(shipment.proof_ids.signatory, "A. Lovelace")
        self.assertEqual(
            shipment.proof_ids.attachment_ids.mapped("name"), ["link", "photo.txt"]
        )

    def test_markup_in_what_a_partner_says_stays_text(self):
        shipment = self.make_shipment("1Z1")
        words = "<script>alert(1)</script>"
        self.tell(
            self.event("1Z1", "damaged", location={"name": words}, description=words)
        )
        self.assertEqual(shipment.milestone_ids.location_name, words)
        self.assertEqual(shipment.exception_ids.summary, words)

    def test_history_cannot_be_rewritten(self):
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "picked_up"))
        dispatcher = self.env["res.users"].create(
            {
                "name": "Dis Patcher",
                "login": "dispatcher",
                "group_ids": [(4, self.env.ref("logistics_base.group_dispatcher").id)],
            }
        )
        milestone = shipment.milestone_ids.with_user(dispatcher)
        with self.assertRaises(UserError):
            milestone.occurred_at = self.at(9)
        milestone.action_retract()
        self.assertEqual(shipment.state, "draft")

    def test_every_change_is_published_once(self):
        shipment = self.make_shipment("1Z1")
        event = self.event("1Z1", "picked_up", id="scan-1")
        self.tell(event, event)
        published = self.env["logistics.event"].search(
            [("shipment_id", "=", shipment.id)]
        )
        self.assertEqual(
            sorted(published.mapped("type")),
            ["shipment.created", "shipment.milestone", "shipment.stage"],
        )

    def test_one_query_more_or_less_whatever_the_size_of_the_batch(self):
        for number in range(60):
            self.make_shipment(f"Q{number}")
        self.receive(*(self.event(f"Q{n}", "picked_up") for n in range(10)))
        few = self._queries_of_a_batch()
        self.receive(*(self.event(f"Q{n}", "departed", hours=1) for n in range(60)))
        self.assertLessEqual(self._queries_of_a_batch(), few + 2)

    def _queries_of_a_batch(self):
        before = self.env.cr.sql_log_count
        self.env["logistics.message"]._process_batch(100)
        return self.env.cr.sql_log_count - before

    def test_a_shipment_document_makes_a_shipment_once(self):
        document = {
            "type": "shipment",
            "timestamp": "2026-03-02T08:00:00Z",
            "data": {
                "references": [{"type": "order", "value": "EXT-1"}],
                "packages": ["PARCEL1", "PARCEL2"],
                "weight": 12.5,
                "promised": "2026-03-05T16:00:00Z",
            },
        }
        self.tell(json.dumps(document).encode(), json.dumps(document).encode())
        found = self.env["logistics.shipment"].search(
            [("reference_ids.value", "=", "EXT-1")]
        )
        self.assertEqual(len(found), 1)
        self.assertEqual((found.weight, len(found.package_ids)), (12.5, 2))

    def test_a_shipment_of_an_unbound_customer_waits_for_the_binding(self):
        document = {
            "type": "shipment",
            "timestamp": "2026-03-02T08:00:00Z",
            "data": {
                "tracking_number": "EXT-2",
                "customer": "CUST-7",
            },
        }
        message = self.tell(json.dumps(document).encode())
        self.assertEqual((message.state, message.error_category), ("parked", "binding"))
        binding = self.env["logistics.binding"].search([("external_id", "=", "CUST-7")])
        binding.write({"res_id": self.customer.id, "state": "bound"})
        self.drain()
        self.assertEqual(message.state, "done")
        self.assertEqual(message.shipment_ids.partner_id, self.customer)

    def test_a_promise_is_frozen_at_release(self):
        shipment = self.make_shipment("1Z1", promised_date=self.at(48))
        shipment.action_release()
        with self.assertRaises(UserError):
            shipment.promised_date = self.at(72)
        shipment.revised_promise_date = self.at(72)
        self.assertEqual(shipment.promised_date, self.at(48))
        self.assertEqual(shipment.shown_promise_date, self.at(72))

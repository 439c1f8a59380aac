# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..canonical import polling
from ..canonical.documents import Reference, TrackingEvent
from .local_partner import Reply
from .test_calls import CallCase

NOW = datetime(2026, 3, 2, 8, 0)
HOUR = timedelta(hours=1)


@tagged("-at_install", "post_install")
class TestPoll(CallCase):
    """A partner that tells nothing by itself is asked, as seldom as will do."""

    def setUp(self):
        super().setUp()
        self.integration.poll_tracking = True
        self.batch_size = 10
        adapter = self.env.registry["logistics.adapter.preset"]
        self.startPatcher(
            patch.object(adapter, "_track", lambda a, i, n: self._track(i, n))
        )
        self.startPatcher(
            patch.object(adapter, "_track_batch_size", lambda a, i: self.batch_size)
        )
        #: What the partner knows: tracking number -> [(canonical code, hours)].
        self.known = {}
        self.answer(self._tell)

    def _track(self, integration, numbers):
        client = integration._http_client()
        try:
            answer = client.request(
                "POST", "/track", json={"numbers": numbers}, repeatable=True
            )
        finally:
            integration._log_calls(client, "shipment.milestone")
        return [
            TrackingEvent(
                references=(Reference("tracking", number),),
                code=code,
                occurred_at=datetime(2026, 3, 1, hour, tzinfo=timezone.utc),
            )
            for number, events in answer.json().items()
            for code, hour in events
        ]

    def _tell(self, request):
        return Reply.json(
            {n: self.known[n] for n in request.json()["numbers"] if n in self.known}
        )

    def shipments(self, *numbers, **vals):
        return [self.make_shipment(number, **vals) for number in numbers]

    def poll(self, after=timedelta(), *, limit=1000):
        """Ask about what is due ``after`` the beginning; return the numbers asked."""
        before = len(self.partner_server.requests)
        self.polls._poll_batch(limit, now=NOW + after)
        self.drain()
        return [r.json()["numbers"] for r in self.partner_server.requests[before:]]

    @property
    def polls(self):
        return self.env["logistics.poll"]

    def plan(self):
        """Note what is to be asked about; all of it is due at the beginning."""
        count = self.polls._plan(NOW)
        self.polls.search([("asked_count", "=", 0)]).write({"next_at": NOW})
        return count

    # What is asked about

    def test_open_shipments_of_the_partner_are_asked_about(self):
        self.shipments("A1", "A2")
        self.shipments("B1", integration=self.make_integration())
        self.make_shipment("C1", state="delivered")
        self.assertEqual(self.plan(), 2)
        self.assertEqual(self.plan(), 0)
        self.assertEqual(self.poll(), [["A1", "A2"]])

    def test_a_shipment_that_is_under_way_again_is_asked_about_again(self):
        (shipment,) = self.shipments("A1", state="in_transit")
        self.plan()
        shipment.state = "delivered"
        self.assertEqual(self.poll(), [])
        self.assertEqual(self.polls.search([]).state, "finished")

        shipment.state = "returning"
        self.assertEqual(self.plan(), 0)

        self.assertEqual(self.poll(), [["A1"]])

    def test_what_is_not_set_up_is_told_without_a_trace(self):
        self.shipments("A1")
        self.plan()
        self.integration.write({"auth_scheme": "bearer"})
        self.integration.credential_ids.unlink()
        with self.assertLogs("odoo.addons.logistics_base", "WARNING") as logs:
            self.assertEqual(self.poll(), [])
        self.assertEqual([record.exc_info for record in logs.records], [None])
        self.assertIn("api_key", logs.output[0])

    def test_each_package_is_asked_about(self):
        self.make_shipment(packages=("P1", "P2"))
        self.assertEqual(self.plan(), 2)

    def test_first_questions_are_spread(self):
        self.shipments(*(f"A{number}" for number in range(20)), state="in_transit")
        self.polls._plan(NOW)
        due = self.polls.search([]).mapped("next_at")
        self.assertGreater(len(set(due)), 5)
        longest = timedelta(seconds=polling.INTERVALS["in_transit"])
        self.assertTrue(all(NOW <= at <= NOW + longest for at in due))

    def test_an_integration_that_is_paused_asks_nothing(self):
        self.shipments("A1")
        self.plan()
        self.integration.state = "paused"
        self.assertEqual(self.poll(), [])

    def test_a_shipment_that_is_over_is_not_asked_about(self):
        (shipment,) = self.shipments("A1")
        self.plan()
        self.tell(self.event("A1", "delivered"))
        self.assertEqual(self.poll(), [])
        self.assertEqual(self.polls.search([]).state, "finished")
        self.assertEqual(shipment.state, "delivered")

    def test_a_number_that_was_taken_off_is_not_asked_about(self):
        (shipment,) = self.shipments("WRONG", state="in_transit")
        self.plan()
        shipment.reference_ids.unlink()
        self.assertEqual(self.poll(), [])
        self.assertEqual(self.polls.search([]).state, "finished")
        self.assertEqual((self.plan(), self.poll()), (0, []))

        self.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "tracking", "value": "wrong"}
        )
        self.plan()

        self.assertEqual(self.poll(), [["WRONG"]])

    def test_nobody_writes_what_is_asked_about(self):
        self.shipments("A1")
        self.plan()
        dispatcher = new_test_user(
            self.env, "dispatcher", "logistics_base.group_dispatcher"
        )
        with self.assertRaises(UserError):
            self.polls.with_user(dispatcher).search([]).number = "OTHER"

    # What is told

    def test_news_reach_the_shipment(self):
        (shipment,) = self.shipments("A1")
        self.known["A1"] = [("picked_up", 8), ("in_transit", 9)]
        self.plan()
        self.poll()
        self.assertEqual(shipment.state, "in_transit")
        message = self.env["logistics.message"].search([("is_canonical", "=", True)])
        self.assertEqual(message.state, "done")
        self.assertEqual(message.shipment_ids, shipment)
        self.assertEqual(json.loads(message._body())["type"], "shipment.milestone")

    def test_the_same_answer_is_no_news_and_no_message(self):
        self.shipments("A1", state="in_transit")
        self.known["A1"] = [("in_transit", 9)]
        self.plan()
        self.poll()
        self.poll(5 * HOUR)
        poll = self.polls.search([])
        self.assertEqual((poll.asked_count, poll.empty_count), (2, 1))
        count = self.env["logistics.message"].search_count
        self.assertEqual(count([("is_canonical", "=", True)]), 1)
        self.assertEqual(count([("http_method", "=", "POST")]), 2)

    def test_a_sender_cannot_say_that_it_speaks_our_language(self):
        body = json.dumps({"type": "shipment.milestone", "documents": []}).encode()
        message = self.integration.receive(body, content_type="application/json")
        self.assertFalse(message.is_canonical)

    def test_answers_in_the_partners_own_words_are_read_by_its_preset(self):
        (shipment,) = self.shipments("A1")
        told = json.dumps(self.event("A1", "in_transit")).encode()
        adapter = self.env.registry["logistics.adapter.preset"]
        self.plan()
        with patch.object(
            adapter, "_track", lambda a, i, n: [("A1", told, "application/json")]
        ):
            self.polls._poll_batch(1, now=NOW)
        self.drain()
        self.assertEqual(shipment.state, "in_transit")
        self.assertTrue(self.polls.search([]).last_news_at)

    # How often

    def test_what_is_about_to_happen_is_asked_about_often(self):
        self.shipments("SOON", state="out_for_delivery")
        self.shipments("LATER", state="in_transit")
        self.known = {"SOON": [("out_for_delivery", 7)], "LATER": [("in_transit", 7)]}
        self.plan()
        self.assertEqual(len(self.poll()[0]), 2)
        self.assertEqual(self.poll(timedelta(minutes=25)), [["SOON"]])
        self.assertEqual(self.poll(timedelta(minutes=26)), [])

    def test_a_near_promise_makes_questions_more_frequent(self):
        near = {"promised_date": NOW + 6 * HOUR}
        self.shipments("NEAR", state="in_transit", **near)
        self.shipments("FAR", state="in_transit", promised_date=NOW + 200 * HOUR)
        self.plan()
        self.poll()
        near, far = (
            self.polls.search([("number", "=", number)]).interval
            for number in ("NEAR", "FAR")
        )
        self.assertEqual(far, 4 * near)

    def test_silence_makes_questions_seldom(self):
        self.shipments("A1", state="in_transit")
        self.plan()
        intervals = []
        for number in range(8):
            self.poll(number * 24 * HOUR / 24 * 9)
            intervals.append(self.polls.search([]).interval)
        self.assertEqual(intervals, sorted(intervals))
        self.assertEqual(
            intervals[-1], polling.INTERVALS["in_transit"] * polling.MOST_STRETCH
        )

    # Giving up

    def test_a_number_nobody_knows_is_given_up_with_a_case(self):
        (shipment,) = self.shipments("DEAD")
        self.plan()
        poll = self.polls.search([])
        poll.started_at = NOW
        asked = 0
        for day in range(30):
            asked += len(self.poll(day * 24 * HOUR + HOUR))
        self.assertEqual(poll.state, "given_up")
        self.assertEqual(asked, polling.UNKNOWN_QUESTIONS)
        case = shipment.exception_ids
        self.assertEqual((case.type, case.state), ("silence", "open"))
        self.assertIn("DEAD", case.summary)
        self.assertTrue(shipment.has_exception)

    def test_a_given_up_number_is_asked_about_again_on_demand(self):
        self.shipments("A1")
        self.plan()
        poll = self.polls.search([])
        poll.action_give_up()
        self.assertEqual(self.poll(), [])
        viewer = new_test_user(self.env, "viewer", "logistics_base.group_user")
        with self.assertRaises(AccessError):
            poll.with_user(viewer).action_ask_now()
        dispatcher = new_test_user(
            self.env, "dispatcher", "logistics_base.group_dispatcher"
        )
        poll.with_user(dispatcher).action_ask_now()
        later = fields.Datetime.now() - NOW
        self.assertEqual(self.poll(later), [["A1"]])

    # When the partner fails

    def test_no_more_calls_than_batches(self):
        self.batch_size = 4
        self.shipments(*(f"A{number}" for number in range(10)))
        self.plan()
        self.assertEqual(sorted(len(asked) for asked in self.poll()), [2, 4, 4])
        self.assertEqual(self.poll(), [])

    def test_a_partner_that_fails_is_left_for_the_next_run(self):
        self.batch_size = 1
        self.shipments("A1", "A2")
        self.plan()
        self.answer(Reply(500))
        self.assertEqual(len(self.poll()), 1)
        polls = self.polls.search([])
        self.assertEqual(polls.mapped("asked_count"), [0, 0])
        self.answer(self._tell)
        self.assertEqual(len(self.poll()), 2)

    def test_one_number_that_is_answered_by_junk_stops_no_other(self):
        self.batch_size = 1
        self.shipments("JUNK", "A1")
        self.plan()
        junk, other = self.polls.search([], order="id")
        junk.next_at, other.next_at = NOW - HOUR, NOW - HOUR / 2

        def tell(request):
            is_junk = request.json()["numbers"] == ["JUNK"]
            return Reply(200, b"<html>") if is_junk else self._tell(request)

        self.answer(tell)
        self.assertEqual(self.poll(), [["JUNK"]])
        self.assertEqual(self.poll(HOUR), [["A1"], ["JUNK"]])

    def test_one_refused_number_stops_no_other(self):
        def refuse(request):
            if "BAD" in request.json()["numbers"]:
                return Reply.json({"message": "no such number"}, 404)
            return self._tell(request)

        self.shipments("A1", "A2", "BAD", "A3")
        self.known = {n: [("in_transit", 9)] for n in ("A1", "A2", "A3")}
        self.plan()
        self.answer(refuse)
        self.poll()
        heard = self.polls.search([("last_news_at", "!=", False)])
        self.assertEqual(set(heard.mapped("number")), {"A1", "A2", "A3"})
        bad = self.polls.search([("number", "=", "BAD")])
        self.assertEqual((bad.empty_count, bad.asked_count), (1, 1))

    @mute_logger("odoo.addons.logistics_base.models.logistics_poll_run")
    def test_an_adapter_that_breaks_stops_no_other_partner(self):
        adapter = self.env.registry["logistics.adapter.preset"]
        other = self.make_integration(
            poll_tracking=True,
            base_url=self.integration.base_url,
            allow_internal_address=True,
        )
        self.shipments("A1")
        (theirs,) = self.shipments("B1", integration=other)
        self.known["B1"] = [("in_transit", 9)]
        self.plan()

        def track(_adapter, integration, numbers):
            if integration.id == self.integration.id:
                raise ZeroDivisionError
            return self._track(integration, numbers)

        with patch.object(adapter, "_track", track):
            self.poll()
        self.assertEqual(theirs.state, "in_transit")

    def test_a_run_that_ends_with_a_rest_has_the_cron_come_again_at_once(self):
        self.batch_size = 1
        self.shipments("A1", "A2")
        self.plan()
        self.env.flush_all()
        seconds_left = [1, 1, 0, 0]

        def commit_progress(_cron, processed=0, *, remaining=None, deactivate=False):
            return seconds_left.pop(0)

        crons = self.env.registry["ir.cron"]
        with (
            patch.object(crons, "_commit_progress", commit_progress),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["logistics.poll"]._poll()

        self.assertEqual(len(self.partner_server.requests), 1)
        cron = self.env.ref("logistics_base.ir_cron_poll")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_the_cron_asks_and_comes_to_an_end(self):
        self.shipments("A1", "A2")
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            own = self.env(cr=cr)
            own["logistics.poll"]._plan()
            own.cr.execute(
                "UPDATE logistics_poll SET next_at = now() - '1 h'::interval"
            )
            own.ref("logistics_base.ir_cron_poll").method_direct_trigger()
        self.assertEqual(len(self.partner_server.requests), 1)
        self.assertEqual(self.polls.search([]).mapped("asked_count"), [1, 1])

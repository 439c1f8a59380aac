# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import random
import threading
import time
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from jsonschema import Draft202012Validator
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from odoo import fields
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..canonical import openapi
from ..models.logistics_integration_subscriber import LONGEST_ANSWER
from ..protocols.webhook_schedule import MAX_ATTEMPTS
from .local_partner import Reply
from .subscription_common import SubscriptionCase

HEALTH = "odoo.addons.logistics_base.models.logistics_subscription_health"


@tagged("-at_install", "post_install")
class TestSignatures(SubscriptionCase):
    """An outside receiver verifies our events with the public library."""

    def verify(self, request, secret):
        return Webhook(secret).verify(request.body, request.headers)

    def test_the_public_library_verifies_what_we_send(self):
        # given a receiver that has our secret, and nothing else of ours
        self.happen("delivered")
        self.send()
        # when it is told of a milestone
        (request,) = self.receiver.requests
        # then the library finds it genuine, and refuses it once it is touched
        told = self.verify(request, self.secret)
        self.assertEqual(told["data"]["code"], "delivered")
        request.body = request.body.replace(b"delivered", b"cancelled")
        with self.assertRaises(WebhookVerificationError):
            self.verify(request, self.secret)

    def test_while_a_secret_is_rotated_both_are_good(self):
        action = self.subscription.action_rotate_secret()
        new = action["context"]["default_secret"]
        self.assertNotEqual(new, self.secret)
        self.happen("picked_up")
        self.send()
        for secret in (self.secret, new):
            self.verify(self.receiver.requests[0], secret)

    def test_after_a_day_the_old_secret_is_not_good_any_more(self):
        new = self.subscription._rotate_secret()
        tomorrow = fields.Datetime.now() + timedelta(hours=25)
        with freeze_time(tomorrow):
            self.happen("picked_up")
            self.send()
            (request,) = self.receiver.requests
            self.verify(request, new)
            with self.assertRaises(WebhookVerificationError):
                self.verify(request, self.secret)

    def test_each_attempt_is_signed_anew_under_the_same_id(self):
        self.answer(Reply(503), Reply(204))
        self.happen("picked_up")
        self.send()
        self.later()
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            self.send()
            first, second = self.receiver.requests
            self.verify(second, self.secret)
        self.assertEqual(first.headers["webhook-id"], second.headers["webhook-id"])
        self.assertEqual(first.body, second.body)
        self.assertNotEqual(
            first.headers["webhook-timestamp"], second.headers["webhook-timestamp"]
        )

    def test_our_own_door_reads_what_we_send(self):
        # given another installation that knows the shipment, too: here it is ourselves
        door = self.make_integration()
        theirs = self.make_shipment("EV1", integration=door)
        self.shipment.reference_ids.sudo().unlink()
        self.env["logistics.reference"].create(
            {"shipment_id": self.shipment.id, "value": "EV2"}
        )
        self.happen("delivered", tracking="EV2")
        self.send()
        (request,) = self.receiver.requests
        sent = request.json()
        sent["data"]["references"] = [{"type": "tracking", "value": "EV1"}]
        # when what was sent arrives at the door
        messages = self.receive(sent, integration=door)
        self.drain()
        # then the shipment there is as far as the one here
        self.assertEqual(messages.mapped("state"), ["done"])
        self.assertEqual(theirs.state, "delivered")
        copy = theirs.milestone_ids
        original = self.shipment.milestone_ids
        self.assertEqual(copy.external_id, f"milestone-{original.id}")
        for name in ("code", "classifier", "occurred_at", "utc_offset_minutes"):
            self.assertEqual(copy[name], original[name])

    def test_our_own_door_reads_a_retraction(self):
        door = self.make_integration()
        theirs = self.make_shipment("EV1", integration=door)
        self.shipment.reference_ids.sudo().value = "EV2"
        self.subscription.event_type_ids = self.types("shipment.*")
        self.happen("delivered", tracking="EV2")
        self.shipment.milestone_ids.action_retract()
        self.hand_on()
        self.send()
        sent = [request.json() for request in self.receiver.requests]
        sent = [one for one in sent if "shipment.milestone" in one["type"]]
        retraction = sent[-1]
        self.assertEqual(retraction["type"], "shipment.milestone.retracted")
        for one in sent:
            one["data"]["references"] = [{"type": "tracking", "value": "EV1"}]
        self.tell(sent[0], integration=door)
        self.assertEqual(theirs.state, "delivered")
        message = self.tell(retraction, integration=door)
        self.assertEqual(message.state, "done")
        self.assertTrue(theirs.milestone_ids.retracted)

    def test_nothing_of_ours_is_told(self):
        self.shipment.note = "never tell"
        self.tell(self.event("EV1", "delivered", description="At the door"))
        self.shipment.milestone_ids.sudo().raw_description = "raw words"
        everything, _secret = self.subscribe("shipment.*", "exception.*")
        case = self.env["logistics.exception"].create(
            {"shipment_id": self.shipment.id, "summary": "their fault, between us"}
        )
        publish = self.env["logistics.event"]._publish
        publish("exception.opened", case)
        publish("shipment.promise", self.shipment)
        proof = self.env["logistics.proof"].create(
            {"shipment_id": self.shipment.id, "signatory": "Ada Lovelace"}
        )
        publish("shipment.proof", proof)
        self.hand_on()
        self.send()
        told = b"".join(request.body for request in self.receiver.requests).decode()
        self.assertIn("exception.opened", told)
        self.assertIn("shipment.proof", told)
        for secret in ("never tell", "raw words", "between us", "Lovelace"):
            self.assertNotIn(secret, told)

    def test_without_a_secret_nothing_leaves(self):
        self.subscription.integration_id.credential_ids.sudo().unlink()
        self.happen("picked_up")
        self.send()
        self.assertFalse(self.receiver.requests)
        message = self.messages()
        self.assertEqual(message.state, "retry")
        self.assertIn("secret", message.error_message)

    def test_a_ping_says_what_came_of_it(self):
        action = self.subscription.action_ping()
        self.assertEqual(action["params"]["type"], "success")
        told = self.verify(self.receiver.requests[-1], self.secret)
        self.assertEqual(told["type"], "ping")
        self.answer(Reply(500))
        action = self.subscription.action_ping()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn("500", action["params"]["message"])

    def test_a_copy_of_production_tells_nobody(self):
        self.happen("picked_up")
        self.fan_out()
        self.env.flush_all()
        for query in get_neutralization_queries(["logistics_base"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.send()
        self.assertFalse(self.receiver.requests)
        self.assertEqual(self.subscription.state, "paused")
        self.assertFalse(self.subscription.has_secret)


@tagged("-at_install", "post_install")
class TestBadReceivers(SubscriptionCase):
    """Receivers that fail in every way there is."""

    def happen_elsewhere(self, number):
        """Let something happen to a shipment of its own."""
        self.make_shipment(number)
        self.happen("picked_up", tracking=number)

    def attempt(self):
        """Send what is due, as if all retries were."""
        self.later()
        self.send()

    def test_an_error_is_tried_again_for_three_days_then_it_is_dead(self):
        self.answer(Reply(500))
        self.happen("picked_up")
        self.fan_out()
        message = self.messages()
        for _attempt in range(MAX_ATTEMPTS - 1):
            self.attempt()
            self.assertEqual(message.state, "retry")
        self.attempt()
        self.assertEqual((message.state, message.attempts), ("dead", MAX_ATTEMPTS))
        self.assertEqual(len(self.receiver.requests), MAX_ATTEMPTS)
        self.assertEqual(self.subscription.dead_count, 1)
        # when a person has it sent again, it has all attempts before it
        message._send_again()
        self.attempt()
        self.assertEqual((message.state, message.attempts), ("retry", 1))

    def test_the_first_repetition_comes_soon(self):
        self.answer(Reply(500))
        self.happen("picked_up")
        self.send()
        wait = self.messages().next_attempt_at - fields.Datetime.now()
        self.assertLessEqual(wait, timedelta(seconds=7))

    def test_who_asks_for_time_gets_it(self):
        self.answer(Reply(503, headers={"Retry-After": "1800"}))
        self.happen("picked_up")
        self.send()
        wait = self.messages().next_attempt_at - fields.Datetime.now()
        self.assertGreater(wait, timedelta(minutes=29))

    def test_a_refusal_is_tried_again_too(self):
        for status in (400, 401, 404, 422, 302):
            with self.subTest(status):
                self.answer(Reply(status))
                self.happen_elsewhere(f"EV{status}")
                self.send()
                self.assertEqual(self.messages()[-1].state, "retry")

    def test_another_shipment_does_not_wait(self):
        # given a receiver that stumbles over one shipment
        other = self.make_shipment("EV2")
        self.answer(
            lambda request: Reply(
                500 if request.json()["data"]["shipment"]["id"] != other.id else 200
            )
        )
        # when things happen to both
        self.happen("picked_up", "departed")
        self.happen("picked_up", "departed", tracking="EV2")
        self.send()
        # then the other shipment's are told, and its own wait for the first
        states = self.messages().sorted("id").mapped("state")
        self.assertEqual(states, ["retry", "received", "done", "done"])

    def test_per_shipment_order_holds_whatever_the_receiver_does(self):
        chance = random.Random(20260302)
        numbers = ["EV1", "EV2", "EV3"]
        for number in numbers[1:]:
            self.make_shipment(number)
        taken = []

        def answer(request):
            told = request.json()["data"]
            if chance.random() < 0.4:
                return Reply(chance.choice((500, 429, 404)))
            taken.append((told["references"][0]["value"], told["occurred_at"]))
            return Reply(200)

        self.answer(answer)
        for hours in range(6):
            for number in numbers:
                self.tell(self.event(number, "in_transit", hours=hours))
        self.hand_on()
        for _turn in range(60):
            self.attempt()
        self.assertEqual(len(taken), 18)
        for number in numbers:
            times = [time for name, time in taken if name == number]
            self.assertEqual(times, sorted(set(times)))

    def test_one_that_hangs_is_hung_up_on(self):
        self.subscription.integration_id.write(
            {"read_timeout": 0.2, "call_deadline": 0.5}
        )
        released = threading.Event()
        self.addCleanup(released.set)
        self.answer(Reply(hang=released))
        self.happen("picked_up")
        started = time.monotonic()
        self.send()
        self.assertLess(time.monotonic() - started, 5)
        self.assertEqual(self.messages().state, "retry")

    def test_a_redirect_inside_is_not_followed(self):
        metadata = "http://169.254.169.254/latest/meta-data"
        for target in (metadata, "http://127.0.0.1:1/x", "http://10.0.0.8/"):
            with self.subTest(target):
                self.answer(Reply(307, headers={"Location": target}))
                self.happen_elsewhere(f"EV{target}")
                self.send()
                message = self.messages()[-1]
                self.assertEqual(message.state, "retry")
                self.assertEqual(message.error_category, "forbidden_address")

    def test_addresses_inside_are_refused_after_the_name_was_resolved(self):
        self.subscription.integration_id.write(
            {
                "allow_internal_address": False,
                "base_url": "http://innocent.example/events",
            }
        )
        for address in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"):
            resolved = [(2, 1, 6, "", (address, 80))]
            if ":" in address:
                resolved = [(10, 1, 6, "", (address, 80, 0, 0))]
            with self.subTest(address), patch("socket.getaddrinfo") as resolve:
                resolve.return_value = resolved
                client = self.subscription.integration_id._http_client()
                client._channel.wire.resolve = resolve
                with patch.object(
                    type(self.subscription.integration_id),
                    "_http_client",
                    lambda _self, deadline=None, client=client: client,
                ):
                    self.happen_elsewhere(f"EV{address}")
                    self.send()
                message = self.messages()[-1]
                self.assertEqual(message.error_category, "forbidden_address")
                self.assertEqual(message.state, "retry")
        self.assertFalse(self.receiver.requests)

    def test_a_gigabyte_is_not_read(self):
        # given a receiver that takes the event, and announces a gigabyte
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n"
        self.answer(Reply(raw=head + b"x" * (8 * LONGEST_ANSWER)))
        # when it is told
        self.happen("picked_up")
        self.send()
        # then the event counts as taken, and next to nothing of the answer is kept
        message = self.messages()
        self.assertEqual(message.state, "done")
        kept = message.sudo().with_context(bin_size=False).answer or b""
        self.assertLess(len(kept), 2 * LONGEST_ANSWER)

    def test_one_that_is_gone_is_told_nothing_more(self):
        self.answer(Reply(410))
        self.happen("picked_up", "departed")
        with self.assertLogs(HEALTH):
            self.send()
        self.assertEqual(len(self.receiver.requests), 1)
        self.assertEqual(self.subscription.state, "disabled")
        self.assertIn("410", self.subscription.state_reason)

    def test_after_days_of_failure_it_is_switched_off_with_notice(self):
        owner = new_test_user(
            self.env, "sub-owner", "logistics_base.group_integration_admin"
        )
        self.subscription.owner_id = owner
        self.answer(Reply(500))
        self.happen("picked_up")
        self.send()
        self.assertEqual(self.subscription.health, "failing")
        self.subscription.failing_since = fields.Datetime.now() - timedelta(days=6)
        self.happen("departed", hours=1)
        with self.assertLogs(HEALTH):
            self.attempt()
        self.assertEqual(self.subscription.state, "disabled")
        activity = self.subscription.activity_ids
        self.assertEqual(activity.user_id, owner)
        notice = self.subscription.message_ids.filtered("partner_ids")
        self.assertEqual(notice.partner_ids, owner.partner_id)
        self.assertTrue(notice.notification_ids, "it is sent to them")
        # when somebody switches it on again, nothing is lost
        self.answer(Reply(200))
        self.happen("arrived", hours=2)
        self.subscription.action_activate()
        for _turn in range(3):
            self.attempt()
        self.assertEqual(self.told()[-3:], ["picked_up", "departed", "arrived"])
        self.assertFalse(self.subscription.failing_since)

    def test_the_watchdog_does_not_take_a_failing_receiver_for_a_dead_outbox(self):
        self.answer(Reply(500))
        self.happen("picked_up", "departed")
        self.send()
        self.messages().sudo().received_at = fields.Datetime.now() - timedelta(hours=2)
        found = self.env["logistics.watchdog"]._unsent_messages()
        self.assertNotIn(self.subscription.integration_id, found)

    def test_one_success_ends_the_trouble(self):
        self.answer(Reply(500), Reply(200))
        self.happen("picked_up")
        self.send()
        self.assertTrue(self.subscription.failing_since)
        self.attempt()
        self.assertFalse(self.subscription.failing_since)
        self.assertEqual(self.subscription.health, "healthy")

    @mute_logger(HEALTH)
    def test_without_an_owner_an_administrator_is_told(self):
        self.subscription.owner_id = False
        self.subscription.integration_id.owner_id = False
        self.subscription._disable("gone")
        self.assertTrue(self.subscription.activity_ids.user_id)

    def test_a_crash_while_it_was_sent_sends_it_again(self):
        self.happen("picked_up")
        self.fan_out()
        self.messages().sudo().write(
            {
                "state": "processing",
                "attempts": 1,
                "next_attempt_at": fields.Datetime.now() - timedelta(seconds=1),
            }
        )
        self.send()
        self.assertEqual(self.messages().state, "retry")
        self.attempt()
        self.assertEqual(self.told(), ["picked_up"])

    def test_one_that_is_left_to_recover_takes_up_no_time(self):
        self.answer(Reply(500))
        for hours in range(6):
            self.happen("in_transit", hours=hours)
        for _failure in range(5):
            self.messages().filtered(
                lambda m: m.state == "retry"
            ).sudo().next_attempt_at = False
            self.send()
        integration = self.subscription.integration_id
        self.assertEqual(integration.call_circuit_state, "open")
        asked = len(self.receiver.requests)
        self.messages().filtered(
            lambda m: m.state == "retry"
        ).sudo().next_attempt_at = False
        served = self.env["logistics.message"]._integrations_to_serve(set())
        self.assertNotIn(integration.id, served)
        self.send()
        self.assertEqual(len(self.receiver.requests), asked)

    def test_bodies_are_valid_against_our_own_description(self):
        everything, _secret = self.subscribe("shipment.*", "exception.*")
        self.happen("picked_up", "delayed")
        self.shipment.milestone_ids[0].action_retract()
        publish = self.env["logistics.event"]._publish
        publish("shipment.promise", self.shipment)
        publish("shipment.silent", self.shipment)
        case = self.env["logistics.exception"].create(
            {"shipment_id": self.shipment.id, "summary": "x"}
        )
        publish("exception.opened", case)
        self.hand_on()
        self.send()
        described = openapi.document()
        seen = set()
        for request in self.receiver.requests:
            told = json.loads(request.body)
            seen.add(told["type"])
            webhook = described["webhooks"][told["type"]]["post"]
            schema = webhook["requestBody"]["content"]["application/json"]["schema"]
            Draft202012Validator({**schema, **described}).validate(told)
        self.assertLessEqual({"shipment.stage", "exception.opened"}, seen)

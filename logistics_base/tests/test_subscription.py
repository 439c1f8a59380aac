# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models import logistics_subscription_queue as queue
from .local_partner import Reply
from .subscription_common import SubscriptionCase


@tagged("-at_install", "post_install")
class TestSubscription(SubscriptionCase):
    """Who is told of what, in which order, and from where on."""

    def test_a_milestone_is_told(self):
        # given a subscription to milestones
        # when one happens
        self.happen("picked_up")
        self.send()
        # then the receiver is told, once
        (request,) = self.receiver.requests
        told = request.json()
        self.assertEqual(request.path, "/events")
        self.assertEqual(told["type"], "shipment.milestone")
        self.assertEqual(told["data"]["code"], "picked_up")
        self.assertEqual(
            told["data"]["references"], [{"type": "tracking", "value": "EV1"}]
        )
        self.assertEqual(told["data"]["shipment"]["name"], self.shipment.name)
        message = self.messages()
        self.assertEqual((message.state, message.transport), ("done", "http"))
        self.assertEqual(message.correlation_id, self.shipment.correlation_id)
        self.assertTrue(self.subscription.last_delivered_at)
        self.send()
        self.assertEqual(len(self.receiver.requests), 1)

    def test_nothing_is_told_of_what_was_before(self):
        self.happen("picked_up")
        late, _secret = self.subscribe()
        self.happen("in_transit", hours=1)
        self.fan_out()
        self.assertEqual(len(self.messages()), 2)
        self.assertEqual(len(self.messages(late)), 1)

    def test_types_are_chosen_one_by_one_or_by_family(self):
        family, _secret = self.subscribe("shipment.*")
        cases, _secret = self.subscribe("exception.opened")
        self.happen("picked_up")
        self.env["logistics.event"]._publish("incident.opened", self.shipment)
        self.hand_on()
        self.fan_out()
        self.assertEqual(
            set(self.messages(family).mapped("document_type")),
            {"shipment.milestone", "shipment.stage"},
        )
        self.assertFalse(self.messages(cases))

    def test_what_is_ours_alone_cannot_be_subscribed_to(self):
        with self.assertRaises(ValidationError):
            self.subscription.event_type_ids = self.types("incident.opened")

    def test_filters(self):
        germany, france = self.env.ref("base.de"), self.env.ref("base.fr")
        sender = self.env["res.partner"].create(
            {"name": "Depot", "country_id": germany.id}
        )
        self.shipment.ship_from_id = sender
        other = self.make_integration()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        contact = self.env["res.partner"].create(
            {"name": "Of Ada", "parent_id": self.customer.id}
        )
        choices = [
            ({"partner_ids": self.customer.ids}, True),
            ({"partner_ids": contact.ids}, True),
            ({"partner_ids": stranger.ids}, False),
            ({"carrier_ids": self.integration.ids}, True),
            ({"carrier_ids": other.ids}, False),
            ({"direction": "outbound"}, True),
            ({"direction": "return"}, False),
            ({"milestone_code_ids": self.word("picked_up").ids}, True),
            ({"milestone_code_ids": self.word("delivered").ids}, False),
            ({"origin_country_ids": germany.ids}, True),
            ({"origin_country_ids": france.ids}, False),
            ({"destination_country_ids": france.ids}, False),
            ({"filter_domain": f"[('id', '=', {self.shipment.id})]"}, True),
            ({"filter_domain": "[('service_code', '=', 'express')]"}, False),
        ]
        subscribed = [(self.subscribe(**vals)[0], is_for) for vals, is_for in choices]
        self.happen("picked_up")
        self.fan_out()
        for (subscription, is_for), (vals, _is_for) in zip(
            subscribed, choices, strict=True
        ):
            with self.subTest(vals):
                self.assertEqual(len(self.messages(subscription)), int(is_for))

    def test_another_company_is_told_nothing(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        theirs, _secret = self.subscribe(company_id=company.id)
        self.happen("picked_up")
        self.fan_out()
        self.assertFalse(self.messages(theirs))

    def test_production_is_not_told_to_a_test_receiver(self):
        self.integration.environment = "production"
        production, _secret = self.subscribe(
            url="https://events.partner.example", environment="production"
        )
        self.happen("picked_up")
        self.fan_out()
        self.assertFalse(self.messages())
        self.assertEqual(len(self.messages(production)), 1)

    def test_a_filter_that_cannot_be_read_is_refused(self):
        for broken in ("[('nonsense', '=', 1)]", "[(", "[('state', 'foo', 1)]"):
            with self.subTest(broken), self.assertRaises(ValidationError):
                self.subscription.filter_domain = broken

    @mute_logger("odoo.addons.logistics_base.models.logistics_subscription_health")
    def test_a_filter_that_cannot_be_used_any_more_switches_off(self):
        broken, _secret = self.subscribe(filter_domain="[('name', '!=', 'x')]")
        self.env.cr.execute(
            "UPDATE logistics_subscription SET filter_domain = %s WHERE id = %s",
            ("[('gone_field', '=', 1)]", broken.id),
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.happen("picked_up")
        self.fan_out()
        self.assertEqual(broken.state, "disabled")
        self.assertFalse(self.messages(broken))
        self.assertEqual(len(self.messages()), 1, "the others are told")

    def test_a_dead_receiver_piles_up_no_more_than_its_window(self):
        with patch.object(queue, "WINDOW", 4):
            self.answer(Reply(503))
            codes = ["picked_up", *["in_transit"] * 5, "delivered"]
            self.happen(*codes)
            self.fan_out()
            self.assertEqual(len(self.messages()), 4)
            self.assertTrue(self.subscription.is_behind)
            # when it takes them again, it gets the rest, in order
            self.answer(Reply(200))
            for _turn in range(4):
                self.send()
        self.assertEqual(self.told(), codes)
        self.assertFalse(self.subscription.is_behind)

    def test_one_that_is_behind_does_not_keep_the_others_waiting(self):
        # given two, of which one takes what it is given
        other, _secret = self.subscribe()
        with patch.object(queue, "WINDOW", 2):
            for number, code in enumerate(("picked_up", "departed", "arrived")):
                self.happen(code, hours=number)
                self.fan_out()
                self.messages(other).filtered(
                    lambda message: message.state == "received"
                )._move(("received",), state="done")
        # then the other is given no more than may wait, and only it is behind
        self.assertEqual((len(self.messages()), len(self.messages(other))), (2, 3))
        self.assertTrue(self.subscription.is_behind)
        self.assertFalse(other.is_behind)

    def test_who_was_paused_goes_on_where_it_stopped(self):
        self.happen("picked_up")
        self.send()
        self.subscription.action_pause()
        self.happen("departed", "arrived", hours=1)
        self.send()
        self.assertEqual(self.told(), ["picked_up"])
        self.subscription.action_activate()
        self.send()
        self.assertEqual(self.told(), ["picked_up", "departed", "arrived"])

    def test_what_waits_is_kept_while_it_is_paused(self):
        self.happen("picked_up")
        self.fan_out()
        self.subscription.action_pause()
        self.send()
        self.assertFalse(self.receiver.requests)
        self.assertEqual(self.messages().state, "received")

    def test_events_keep_their_ids_when_they_are_told_again(self):
        self.happen("picked_up", "departed")
        self.send()
        replay = self.env["logistics.subscription.replay"].create(
            {"subscription_id": self.subscription.id, "start": "position"}
        )
        replay.action_replay()
        self.send()
        self.assertEqual(self.told()[-2:], ["picked_up", "departed"])
        ids = [request.headers["webhook-id"] for request in self.receiver.requests]
        self.assertEqual(ids[-2:], ids[:2])
        self.assertEqual(len(set(ids)), len(set(self.messages().mapped("event_id"))))

    def test_a_replay_takes_back_what_still_waits(self):
        self.happen("picked_up", "departed")
        before = self.subscription.position
        self.fan_out()
        self.subscription._replay(before)
        self.send()
        self.assertEqual(self.told(), ["picked_up", "departed"])

    def test_chosen_events_are_told_again(self):
        self.happen("picked_up", "departed")
        self.send()
        events = self.messages()[1].event_id
        self.env["logistics.subscription.replay"].create(
            {
                "subscription_id": self.subscription.id,
                "start": "events",
                "event_ids": events.ids,
            }
        ).action_replay()
        self.send()
        self.assertEqual(self.told(), ["picked_up", "departed", "departed"])

    def test_since_a_time(self):
        self.happen("picked_up")
        self.env.cr.execute(
            "UPDATE logistics_event SET create_date = create_date - interval '2 days'"
        )
        self.happen("departed", hours=1)
        self.send()
        wizard = self.env["logistics.subscription.replay"].create(
            {
                "subscription_id": self.subscription.id,
                "since": fields.Datetime.now() - timedelta(days=1),
            }
        )
        wizard.action_replay()
        self.send()
        self.assertEqual(self.told(), ["picked_up", "departed", "departed"])

    def test_an_addons_event_without_a_writer_tells_the_shipment_alone(self):
        silent, _secret = self.subscribe("shipment.silent")
        self.env["logistics.event"]._publish(
            "shipment.silent", self.shipment, {self.shipment.id: "an internal note"}
        )
        self.hand_on()
        self.send()
        told = self.receiver.requests[-1].json()
        self.assertEqual(told["data"]["shipment"]["id"], self.shipment.id)
        self.assertNotIn("internal", str(told))
        self.assertEqual(self.messages(silent).state, "done")

    def test_only_administrators_change_subscriptions(self):
        dispatcher = new_test_user(
            self.env, "sub-dispatcher", "logistics_base.group_dispatcher"
        )
        theirs = self.subscription.with_user(dispatcher)
        self.assertTrue(theirs.health)
        for change in (
            lambda: theirs.write({"name": "Mine"}),
            theirs.action_pause,
            theirs.action_rotate_secret,
            theirs.action_ping,
        ):
            with self.assertRaises(AccessError):
                change()

    def test_an_administrator_runs_it_all(self):
        admin = new_test_user(
            self.env, "sub-admin", "logistics_base.group_integration_admin"
        )
        mine = self.env["logistics.subscription"].with_user(admin)
        mine = mine.create(
            {
                "name": "Mine",
                "url": "https://events.partner.example",
                "event_type_ids": self.types("shipment.*").ids,
            }
        )
        action = mine.action_activate()
        shown = self.env[action["res_model"]].with_user(admin)
        shown = shown.with_context(**action["context"])
        found = shown.onchange({}, [], {"secret": {}, "is_rotated": {}})
        self.assertTrue(found["value"]["secret"].startswith("whsec_"))
        self.assertFalse(found["value"]["is_rotated"])
        self.assertTrue(mine.has_secret)
        mine.action_pause()
        self.assertEqual((mine.state, mine.health), ("paused", "stopped"))
        self.assertEqual(mine.integration_id.kind, "subscriber")

    def test_a_receiver_stays_what_it_is(self):
        receiver = self.subscription.integration_id
        before = receiver.base_url, receiver.environment
        self.subscribe(
            integration_id=receiver.id,
            environment="production",
            url="https://x.example",
        )
        self.assertEqual((receiver.base_url, receiver.environment), before)

    def test_a_paused_receiver_is_named(self):
        self.subscription.action_pause()
        self.subscription.integration_id.state = "paused"
        with self.assertRaises(UserError):
            self.subscription.action_activate()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from ..models.logistics_event import LONGEST_CHAIN
from ..policies.circles import MOST_A_DAY
from .rule_common import HOLD, RuleCase

_MODELS = "odoo.addons.logistics_base.models"


class TestHostileRule(RuleCase):
    """What goes wrong with one policy stops neither it for ever nor any other."""

    # Policies that set each other off

    def test_a_policy_that_triggers_itself_acts_once(self):
        # given a policy that waits for what it does
        rule = self.make_rule(
            {"type": "publish", "event_name": "Again and again"},
            trigger="event",
            event_type="custom",
            custom_event="again and again",
        )
        # when that happens
        self.env["logistics.event"]._publish("custom.again_and_again", self.shipment)
        self.hand_on()
        # then it acts once, and the log says why it stopped
        done, stopped = self.firings(rule)
        self.assertEqual((done.state, stopped.state), ("done", "stopped"))
        self.assertIn("caused this itself", stopped.outcome)

    def test_policies_that_trigger_each_other_end(self):
        # given two policies, each of which waits for the other
        ping, pong = (
            self.make_rule(
                {"type": "publish", "event_name": does},
                name=does,
                trigger="event",
                event_type="custom",
                custom_event=waits,
            )
            for waits, does in (("pong", "ping"), ("ping", "pong"))
        )
        self.env["logistics.event"]._publish("custom.ping", self.shipment)
        self.hand_on()
        self.assertEqual(self.firings(pong).mapped("state"), ["done", "stopped"])
        self.assertEqual(self.firings(ping).mapped("state"), ["done"])

    def test_a_chain_of_policies_ends_where_it_is_too_long(self):
        # given a row of policies, each set off by the one before it
        rules = [
            self.make_rule(
                {"type": "publish", "event_name": f"step {at + 1}"},
                trigger="event",
                event_type="custom",
                custom_event=f"step {at}",
                name=f"Step {at}",
            )
            for at in range(LONGEST_CHAIN + 3)
        ]
        self.env["logistics.event"]._publish("custom.step_0", self.shipment)
        self.hand_on()
        # then the row stops, and the log names who led to it
        states = [self.firings(rule).state for rule in rules]
        self.assertEqual(states, ["done"] * LONGEST_CHAIN + ["stopped"] + [False] * 2)
        self.assertIn("Step 0", self.firings(rules[LONGEST_CHAIN]).outcome)

    def test_a_circle_that_leaves_no_trace_rests_for_the_day(self):
        # given a partner that answers whatever a policy does with the same milestone
        rule = self.make_rule(words=("departed",))
        with freeze_time(self.at(20)):
            for minute in range(MOST_A_DAY + 5):
                self.tell(self.event("RULE1", "departed", hours=minute / 60))
            self.hand_on()
            for minute in range(5):
                self.happen("departed", hours=2 + minute / 60)
        states = self.firings(rule).mapped("state")
        self.assertEqual(states.count("done"), MOST_A_DAY)
        self.assertEqual(states.count("stopped"), 1)
        # and it acts again the day after
        with freeze_time(self.at(50)):
            self.happen("departed", hours=49)
        self.assertEqual(self.firings(rule)[-1].state, "done")

    # Filters

    def break_filter(self, rule, text="[('field_of_an_addon_that_is_gone', '=', 1)]"):
        self.env.cr.execute(
            "UPDATE logistics_rule SET filter_domain = %s WHERE id = %s",
            (text, rule.id),
        )
        rule.invalidate_recordset()
        self.env.registry.clear_cache()

    @mute_logger(f"{_MODELS}.logistics_rule_filter")
    def test_a_domain_that_no_longer_parses_stops_that_policy_alone(self):
        for text in (
            "[('field_of_an_addon_that_is_gone', '=', 1)]",
            "[('name', 'is', 1)]",
            "[(",
            "1/0",
        ):
            with self.subTest(text):
                # given two policies, the filter of one of which cannot be read any more
                owner = self.make_user(f"owner-{len(text)}", "group_manager")
                broken = self.make_rule(words=("departed",), user_id=owner.id)
                sound = self.make_rule(words=("departed",))
                self.break_filter(broken, text)
                # when both are concerned, twice
                self.happen("departed", hours=len(text) / 10)
                self.happen("departed", hours=len(text) / 10 + 0.01)
                # then the sound one acts; the other says what is wrong, to its owner too
                self.assertEqual(len(self.firings(sound)), 2)
                self.assertFalse(self.firings(broken))
                self.assertIn("cannot", broken.problem)
                self.assertEqual(broken.activity_ids.user_id, owner)
                self.assertEqual(len(broken.activity_ids), 1)
                # and as soon as it is put right, it acts
                broken.filter_domain = "[('direction', '=', 'outbound')]"
                self.happen("departed", hours=len(text) / 10 + 0.02)
                self.assertFalse(broken.problem)
                self.assertEqual(len(self.firings(broken)), 1)

    @mute_logger(f"{_MODELS}.logistics_rule_filter")
    def test_a_broken_filter_is_found_before_anything_happens(self):
        rule = self.make_rule(words=("departed",))
        self.break_filter(rule)
        self.env["logistics.rule"]._keep_time()
        self.assertTrue(rule.problem)
        self.break_filter(rule, "[]")
        self.env["logistics.rule"]._keep_time()
        self.assertFalse(rule.problem)
        self.assertFalse(rule.activity_ids)

    @mute_logger(f"{_MODELS}.logistics_rule_filter")
    def test_a_filter_the_database_refuses_stops_that_policy_alone(self):
        # given a filter that is well formed, but that no database can apply
        refused = self.make_rule(words=("departed",))
        sound = self.make_rule(
            words=("departed",), filter_domain="[('direction', '=', 'outbound')]"
        )
        other = self.make_rule(
            words=("departed",), filter_domain="[('weight', '>=', 0)]"
        )
        self.break_filter(refused, "[('weight', '=', 'heavy')]")
        self.happen("departed")
        self.assertFalse(self.firings(refused))
        self.assertTrue(refused.problem)
        self.assertTrue(self.firings(sound))
        self.assertTrue(self.firings(other))

    # People who are gone

    def test_the_deleted_owner_of_an_action_is_replaced(self):
        # given an activity for somebody whose user is deleted, and one who has left
        gone = self.make_user("gone", "group_dispatcher")
        left = self.make_user("left", "group_dispatcher")
        activity = {"type": "activity", "audience": "user", "text": "Look"}
        rule = self.make_rule(
            {**activity, "user_id": gone.id},
            {**activity, "user_id": left.id},
            words=("departed",),
        )
        gone.unlink()
        left.active = False
        self.happen("departed")
        # then the dispatcher of the shipment gets both
        given = self.shipment.activity_ids
        self.assertEqual(given.user_id, self.dispatcher)
        self.assertEqual(len(given), 2)
        self.assertEqual(self.firings(rule).state, "done")

    def test_where_nobody_is_left_a_manager_gets_it(self):
        rule = self.make_rule(
            {"type": "activity", "audience": "dispatcher", "text": "Look"},
            words=("departed",),
        )
        self.dispatcher.active = False
        self.shipment.integration_id.owner_id = False
        self.env.company.logistics_user_id = False
        self.happen("departed")
        person = self.shipment.activity_ids.user_id
        self.assertEqual(len(person), 1)
        self.assertTrue(person.has_group("logistics_base.group_manager"))
        self.assertEqual(self.firings(rule).state, "done")

    @mute_logger(f"{_MODELS}.logistics_rule_filter")
    def test_a_policy_whose_owner_is_gone_still_tells_somebody(self):
        owner = self.make_user("policy-owner", "group_manager")
        rule = self.make_rule(words=("departed",), user_id=owner.id)
        owner.unlink()
        self.break_filter(rule)
        self.happen("departed")
        self.assertTrue(rule.activity_ids.user_id.active)

    # Actions that fail

    @mute_logger(f"{_MODELS}.logistics_rule_firing")
    def test_an_action_that_raises_stops_neither_the_next_nor_other_shipments(self):
        # given a policy whose first action fails for one shipment
        other = self.make_shipment("RULE2", name="BAD")
        rule = self.make_rule(
            {"type": "publish", "event_name": "first"},
            HOLD,
            words=("departed",),
        )
        actions = type(self.env["logistics.rule.action"])
        original = actions._publish_events_of

        def fail(action, firings):
            if other in firings.shipment_id:
                raise ValueError("no idea")
            return original(action, firings)

        patcher = patch.object(actions, "_publish_events_of", fail)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.receive(
            self.event("RULE1", "departed", hours=1),
            self.event("RULE2", "departed", hours=1),
        )
        self.drain()
        self.hand_on()
        # then the other shipment got all of it, and this one the rest
        good, bad = self.firings(rule).sorted(lambda f: f.shipment_id == other)
        self.assertEqual((good.state, bad.state), ("done", "failed"))
        self.assertIn("no idea", bad.outcome)
        self.assertTrue(self.shipment.invoicing_hold)
        self.assertTrue(other.invoicing_hold)
        # and what failed can be done again, by itself
        patcher.stop()
        self.addCleanup(patcher.start)
        held = self.count_events("shipment.invoicing")
        bad.action_retry()
        self.assertEqual(bad.state, "done", bad.outcome)
        self.assertEqual(self.count_events("custom.first"), 2)
        self.assertEqual(self.count_events("shipment.invoicing"), held)

    @mute_logger(f"{_MODELS}.logistics_rule_firing")
    def test_a_server_action_that_raises_is_logged(self):
        server_action = self.env["ir.actions.server"].create(
            {
                "name": "Broken",
                "model_id": self.env["ir.model"]._get_id("logistics.shipment"),
                "state": "code",
                "code": "raise UserError('out of order')",
            }
        )
        rule = self.make_rule(
            {"type": "server", "server_action_id": server_action.id},
            HOLD,
            words=("departed",),
        )
        self.happen("departed")
        self.assertEqual(self.firings(rule).state, "failed")
        self.assertIn("out of order", self.firings(rule).outcome)
        self.assertTrue(self.shipment.invoicing_hold)

    def count_events(self, kind):
        return self.env["logistics.event"].search_count([("type", "=", kind)])

    # Clocks

    def test_a_clock_that_jumps_neither_repeats_nor_floods(self):
        # given a policy for three hours of silence, and shipments silent for ages
        with freeze_time(self.at(0)):
            rule = self.make_rule(trigger="silence", hours=3)
            old = self.make_shipment("OLD1")
        with freeze_time(self.at(-400)):
            self.happen("departed", hours=-401, tracking="OLD1")
        with freeze_time(self.at(1)):
            self.happen("departed", hours=1)
        # when its time comes, it fires once, however often the timer runs
        for hours in (4.5, 4.6, 5):
            self.tick(hours)
        self.assertEqual(self.firings(rule).shipment_id, self.shipment)
        # when the clock is put back, and runs past that time again
        for hours in (2, 4.5, 5):
            self.tick(hours)
        self.assertEqual(len(self.firings(rule)), 1)
        # when it jumps ten years ahead and comes back, nothing is due
        for hours in (24 * 3650, 6):
            self.tick(hours)
        self.assertEqual(len(self.firings(rule)), 1)
        self.assertNotIn(old, self.firings(rule).shipment_id)

    def test_a_policy_switched_on_while_the_clock_was_wrong_works_later(self):
        with freeze_time(self.at(24 * 3650)):
            rule = self.make_rule(trigger="silence", hours=3)
        with freeze_time(self.at(1)):
            self.env["logistics.rule"]._keep_time()
            self.happen("departed", hours=1)
        self.tick(4.5)
        self.assertEqual(len(self.firings(rule)), 1)

    def tick(self, hours):
        """Let the timer run at a time."""
        with freeze_time(self.at(0) + timedelta(hours=hours)):
            self.env["logistics.rule"]._keep_time()
            self.hand_on()

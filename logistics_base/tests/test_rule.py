# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError

from .rule_common import HOLD, RuleCase


class TestRule(RuleCase):
    """From a partner's message to what a policy does about it."""

    def test_a_customs_hold_opens_a_case_and_moves_the_promise(self):
        # given a policy for what customs holds
        rule = self.make_rule(
            {
                "type": "exception",
                "exception_type": "delay",
                "severity": "2",
                "text": "Customs holds it",
            },
            {
                "type": "promise",
                "promise_by": "working_days",
                "amount": 2,
                "text": "Held by customs",
            },
            words=("customs_hold",),
        )
        # when a carrier tells of a hold; the promise is for Wednesday, March 4, 08:00
        with freeze_time(self.at(2)):
            self.happen("customs_hold")
        # then a case is open for the dispatcher
        case = self.shipment.exception_ids.filtered(lambda e: e.type == "delay")
        self.assertEqual(case.summary, "Customs holds it")
        self.assertEqual((case.severity, case.user_id), ("2", self.dispatcher))
        # and the promise is for Friday, with the original kept
        self.assertEqual(self.shipment.promised_date, self.at(48))
        self.assertEqual(self.shipment.revised_promise_date, self.at(96))
        promise = self.shipment.promise_ids
        self.assertEqual((promise.before, promise.after), (self.at(48), self.at(96)))
        self.assertEqual((promise.reason, promise.rule_id), ("Held by customs", rule))
        # and all of it is logged
        firing = self.firings(rule)
        self.assertEqual(firing.state, "done", firing.outcome)
        self.assertEqual(firing.shipment_id, self.shipment)
        self.assertIn("Customs holds it", firing.outcome)
        self.assertEqual(firing.revision, 1)

    def test_what_a_policy_does_bears_its_mark(self):
        rule = self.make_rule(words=("customs_hold",))
        self.happen("customs_hold")
        event = self.env["logistics.event"].search(
            [
                ("type", "=", "shipment.invoicing"),
                ("shipment_id", "=", self.shipment.id),
            ]
        )
        self.assertEqual(event.chain, str(rule.id))

    def test_an_event_that_does_not_concern_it_changes_nothing(self):
        rules = [
            self.make_rule(words=("delivered",)),
            self.make_rule(words=("departed",), classifier="planned"),
            self.make_rule(words=("departed",), reasons=("weather_delay",)),
            self.make_rule(
                words=("departed",), filter_domain="[('direction', '=', 'inbound')]"
            ),
            self.make_rule(words=("departed",), active=False),
            self.make_rule(trigger="stage", words=("delivered",)),
        ]
        self.happen("departed")
        for rule in rules:
            self.assertFalse(self.firings(rule), rule.sentence)
        self.assertFalse(self.shipment.invoicing_hold)

    def test_what_fits_fires(self):
        late = "[('promised_date', '%s', 'today')]"
        rules = [
            self.make_rule(words=("departed",)),
            self.make_rule(words=("departed",), classifier="any"),
            self.make_rule(words=("departed", "arrived"), reasons=("weather_delay",)),
            self.make_rule(
                words=("departed",),
                filter_domain=f"[('partner_id', 'child_of', {self.customer.id})]",
            ),
            self.make_rule(words=("departed",), filter_domain=late % "<"),
            self.make_rule(words=("departed",), filter_domain=late % ">"),
            self.make_rule(trigger="stage", words=("in_transit",)),
        ]
        self.happen("departed", reason_code="weather_delay")
        fired = [bool(self.firings(rule)) for rule in rules]
        self.assertEqual(fired, [True] * 5 + [False, True])

    def test_another_companys_policy_does_not_act(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.make_rule(words=("departed",), company_id=company.id)
        ours = self.make_rule(words=("departed",), company_id=self.env.company.id)
        self.happen("departed")
        self.assertFalse(self.firings(theirs))
        self.assertTrue(self.firings(ours))

    def test_an_event_is_acted_on_once(self):
        # given a policy that acted on an event
        rule = self.make_rule(words=("departed",))
        self.happen("departed")
        event = self.env["logistics.event"].search(
            [
                ("type", "=", "shipment.milestone"),
                ("shipment_id", "=", self.shipment.id),
            ]
        )
        # when the event is handed on again
        self.env.cr.execute(
            "UPDATE logistics_event SET position = NULL WHERE id = %s", (event.id,)
        )
        self.hand_on()
        # then it does nothing
        self.assertEqual(len(self.firings(rule)), 1)

    def test_a_message_told_twice_is_acted_on_once(self):
        rule = self.make_rule(words=("departed",))
        self.happen("departed", id="told-once")
        self.happen("departed", id="told-once")
        self.assertEqual(len(self.firings(rule)), 1)

    def test_it_acts_on_a_shipment_once_where_it_is_told_so(self):
        rule = self.make_rule(words=("departed",), once_per_shipment=True)
        self.happen("departed", hours=1)
        self.happen("departed", hours=5)
        self.assertEqual(len(self.firings(rule)), 1)

    def test_it_rests_for_as_long_as_it_is_told(self):
        rule = self.make_rule(words=("departed",), pause_hours=6)
        for hours, fired in ((1, 1), (4, 1), (8, 2)):
            with freeze_time(self.at(hours)):
                self.happen("departed", hours=hours)
            self.assertEqual(len(self.firings(rule)), fired)

    def test_many_events_of_many_shipments_are_filtered_in_one_query(self):
        # given shipments of which every second is urgent, and policies for them
        for number in range(6):
            self.make_shipment(f"MANY{number}", priority=str(number % 2))
        rules = [
            self.make_rule(words=("departed",), filter_domain=domain)
            for domain in (
                "[('priority', '=', '1')]",
                "[('partner_id.city', '=', 'Berlin')]",
                "[('reference_ids.value', 'ilike', 'MANY3')]",
            )
        ]
        for number in range(6):
            self.receive(self.event(f"MANY{number}", "departed", hours=1))
        self.drain()
        self.hand_on()
        self.assertEqual([len(self.firings(rule)) for rule in rules], [3, 6, 1])

    def test_a_retracted_milestone_that_is_handed_on_later_is_left_alone(self):
        rule = self.make_rule(words=("departed",))
        self.tell(self.event("RULE1", "departed", hours=1))
        self.shipment.milestone_ids.filtered(
            lambda m: m.code == "departed"
        ).action_retract()
        self.hand_on()
        self.assertFalse(self.firings(rule))

    def test_a_filter_that_cannot_be_read_is_refused(self):
        for text in ("[('no_such_field', '=', 1)]", "[(", "nonsense"):
            with self.assertRaises(ValidationError):
                self.make_rule(words=("departed",), filter_domain=text)

    def test_policies_act_in_their_order(self):
        later = self.make_rule(
            {"type": "release", "text": "Later"}, words=("departed",), sequence=20
        )
        sooner = self.make_rule(HOLD, words=("departed",), sequence=5)
        self.happen("departed")
        self.assertFalse(self.shipment.invoicing_hold)
        self.assertLess(self.firings(sooner).id, self.firings(later).id)
        self.assertEqual(self.firings(later).state, "done")

    def test_what_it_did_is_counted(self):
        rule = self.make_rule(words=("departed",))
        now = self.at(30)
        for hours in (-121, -120):
            with freeze_time(now - timedelta(days=5)):
                self.happen("departed", hours=hours)
        with freeze_time(now):
            self.happen("departed", hours=3)
            rule.invalidate_recordset()
            self.assertEqual((rule.fired_today, rule.fired_month), (1, 3))

    def test_what_happened_long_ago_is_history(self):
        # given a policy for news of the last three days, and one for whatever is told
        fresh = self.make_rule(words=("departed",), news_hours=72)
        always = self.make_rule(words=("departed",), news_hours=0)
        # when a departure is told two days late, and another one a week late
        with freeze_time(self.at(1 + 48)):
            self.happen("departed", hours=1)
        with freeze_time(self.at(2 + 7 * 24)):
            self.happen("departed", hours=2)
        # then the week-old one is no news
        self.assertEqual(len(self.firings(fresh)), 1)
        self.assertEqual(len(self.firings(always)), 2)
        # and trying the policy on the past says the same
        with freeze_time(self.at(3 + 7 * 24)):
            rows, _whole = fresh._would_have_fired(self.at(0))
        own = [row for row in rows if row.shipment_id == self.shipment.id]
        self.assertEqual(len(own), 1)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command

from .rule_common import HOLD, RuleCase


class TestRuleVersion(RuleCase):
    """A policy as people read, change and try it."""

    # Sentences

    def test_a_policy_reads_as_a_sentence(self):
        rule = self.make_rule(
            {
                "type": "exception",
                "exception_type": "customs",
                "severity": "2",
                "audience": "dispatcher",
            },
            {"type": "promise", "promise_by": "working_days", "amount": 2},
            words=("customs_hold",),
            filter_domain=f"[('partner_id', '=', {self.customer.id}),"
            " '|', ('mode', '=', 'air'), ('ship_to_id.country_id.code', '=', 'CH')]",
            pause_hours=24,
        )
        self.assertEqual(
            rule.sentence,
            "When “Held by customs” is told of shipments where Customer is Ada Customer "
            "and (Mode is Air or Ship To: Country: Country Code is CH): "
            "open an exception (Customs, high) for the dispatcher; "
            "move the promise by 2 working days. "
            "For the same shipment again after 24 hours at the earliest.",
        )

    def test_every_trigger_and_action_has_words(self):
        rules = self.env["logistics.rule"]
        for trigger, _label in rules._fields["trigger"]._description_selection(
            self.env
        ):
            rule = rules.new({"name": "x", "trigger": trigger, "event_type": "sla.met"})
            self.assertTrue(rule.sentence, trigger)
            self.assertTrue(rule._condition().event_types, trigger)
        actions = self.env["logistics.rule.action"]
        for kind, _label in actions._fields["type"]._description_selection(self.env):
            self.assertIn(kind, actions._performers())
            self.assertTrue(actions.new({"type": kind}).phrase, kind)

    def test_what_is_shipped_is_whole(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "logistics_base"), ("model", "=", "logistics.rule")]
        )
        rules = self.env["logistics.rule"].browse(shipped.mapped("res_id"))
        self.assertGreaterEqual(len(rules), 12)
        for rule in rules:
            self.assertFalse(rule._filter_problem(), rule.name)
            self.assertTrue(rule.action_ids, rule.name)
            self.assertTrue(rule.description, rule.name)

    # Versions

    def test_each_change_is_a_version_that_can_be_restored(self):
        # given a policy that was changed twice
        rule = self.make_rule(HOLD, words=("departed",))
        rule.write(
            {
                "word_ids": [Command.set(self.words("milestone", "arrived").ids)],
                "action_ids": [Command.create({"type": "release", "text": "Go on"})],
            }
        )
        rule.action_ids[0].text = "Looked at twice"
        self.assertEqual(rule.revision, 3)
        rule.invalidate_recordset()
        self.assertEqual(rule.revision_ids.mapped("number"), [3, 2, 1])
        self.assertIn("Departed", rule.revision_ids[-1].sentence)
        self.assertIn("Looked at twice", rule.revision_ids[0].changes)
        # when what does not change what it says is changed, it is no version
        rule.write({"name": "Another name", "active": False, "sequence": 3})
        self.assertEqual(rule.revision, 3)
        # when the first one is restored, it says that again, as a fourth
        rule.revision_ids[-1].action_restore()
        self.assertEqual(rule.revision, 4)
        self.assertEqual(rule.word_ids, self.words("milestone", "departed"))
        self.assertEqual(rule.action_ids.mapped("text"), ["Looked into"])

    def test_a_firing_names_the_version_that_acted(self):
        rule = self.make_rule(words=("departed",))
        self.happen("departed", hours=1)
        rule.filter_domain = "[('direction', '=', 'outbound')]"
        self.happen("departed", hours=2)
        self.assertEqual(self.firings(rule).mapped("revision"), [1, 2])

    def test_a_copy_is_switched_off(self):
        copy = self.make_rule(words=("departed",)).copy()
        self.assertFalse(copy.active)
        self.assertEqual(copy.action_ids.mapped("type"), ["hold"])

    def test_managers_change_policies_and_others_read_them(self):
        rule = self.make_rule(words=("departed",))
        auditor = self.make_user("rule-auditor", "group_auditor")
        manager = self.make_user("rule-manager", "group_manager")
        for user in (self.dispatcher, auditor):
            self.assertTrue(rule.with_user(user).sentence)
            with self.assertRaises(AccessError):
                rule.with_user(user).active = False
        rule.with_user(manager).action_ids[0].text = "By the manager"
        latest = rule.revision_ids.sorted("number")[-1]
        self.assertEqual((latest.number, latest.create_uid), (2, manager))

    # Dry runs

    def try_out(self, rule, days=30, user=None):
        wizard = self.env["logistics.rule.try"]
        if user:
            wizard = wizard.with_user(user)
        wizard = wizard.create({"rule_id": rule.id, "days": days})
        wizard.action_try()
        return wizard

    def test_a_dry_run_counts_and_changes_nothing(self):
        # given three departures, one of them long ago, of two shipments
        self.make_shipment("RULE2", priority="1")
        with freeze_time(self.at(-400)):
            self.happen("departed", hours=-400)
        with freeze_time(self.at(10)):
            self.happen("departed", hours=8)
            self.happen("departed", hours=9, tracking="RULE2")
            rule = self.make_rule(words=("departed",), active=False)
            events = self.env["logistics.event"].search_count([])
            # when a policy is tried on the past ten days
            wizard = self.try_out(rule, days=10, user=self.dispatcher)
            # then it tells of two
            self.assertEqual((wizard.fired_count, wizard.shipment_count), (2, 2))
            self.assertIn("2 times on 2 shipments", wizard.verdict)
            self.assertIn("Ada Customer", wizard.breakdown)
            self.assertEqual(len(wizard.line_ids), 2)
            # and with a filter, of one; nothing happened meanwhile
            rule.filter_domain = "[('priority', '=', '1')]"
            self.assertEqual(self.try_out(rule, days=10).fired_count, 1)
            self.assertEqual(self.try_out(rule, days=20).fired_count, 1)
            self.assertEqual(self.env["logistics.event"].search_count([]), events)
        self.assertFalse(self.shipment.invoicing_hold)
        self.assertFalse(self.firings(rule))

    def test_a_dry_run_knows_when_it_rests(self):
        with freeze_time(self.at(10)):
            for hours in (1, 2, 3):
                with freeze_time(self.at(hours)):
                    self.happen("departed", hours=hours)
            once = self.make_rule(words=("departed",), once_per_shipment=True)
            rests = self.make_rule(words=("departed",), pause_hours=2)
            self.assertEqual(self.try_out(once).fired_count, 1)
            self.assertEqual(self.try_out(rests).fired_count, 2)

    def test_a_dry_run_of_a_timer_finds_past_silences(self):
        with freeze_time(self.at(30)):
            self.happen("departed", hours=1)
            self.happen("arrived", hours=10)
            self.happen("departed", hours=12)
            rule = self.make_rule(trigger="silence", hours=8)
            self.assertEqual(self.try_out(rule).fired_count, 2)
            moment = self.make_rule(trigger="moment", hours=30, moment_side="before")
            self.assertEqual(self.try_out(moment).fired_count, 1)

    def test_a_dry_run_does_not_show_another_companys_shipments(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        with freeze_time(self.at(10)):
            theirs = self.make_shipment(
                company_id=company.id, partner_id=False, integration_id=False
            )
            self.env["logistics.event"]._publish("shipment.stage", theirs)
            self.hand_on()
            rule = self.make_rule(trigger="stage")
            since = self.at(10) - timedelta(days=1)
            ours = rule.with_context(allowed_company_ids=self.env.company.ids)
            rows, _all = ours._would_have_fired(since)
        self.assertNotIn(theirs.id, [row.shipment_id for row in rows])

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .common import LogisticsCase

DISPATCHER = "logistics_base.group_dispatcher"


class ExceptionCase(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.exception.owner.rule"].search([]).active = False
        cls.ann, cls.bob, cls.cleo = (
            new_test_user(cls.env, f"case-{name}", groups=DISPATCHER)
            for name in ("ann", "bob", "cleo")
        )
        cls.integration.owner_id = cls.cleo
        cls.shipment = cls.make_shipment("CASE-1")

    @classmethod
    def make_case(cls, shipment=None, **vals):
        return cls.env["logistics.exception"].create(
            {
                "shipment_id": (shipment or cls.shipment).id,
                "type": "damage",
                "summary": "Box is open",
                **vals,
            }
        )

    @classmethod
    def make_rule(cls, *people, types=(), **vals):
        words = cls.env["logistics.word"].search(
            [("kind", "=", "exception"), ("code", "in", types)]
        )
        return cls.env["logistics.exception.owner.rule"].create(
            {
                "type_ids": [(6, 0, words.ids)],
                "user_ids": [(6, 0, [person.id for person in people])],
                **vals,
            }
        )

    @classmethod
    def published(cls, records, prefix):
        events = cls.env["logistics.event"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("type", "=like", f"{prefix}%"),
            ],
            order="id",
        )
        return [(event.type, event.summary) for event in events]

    @classmethod
    def code(cls, name):
        return cls.env.ref(f"logistics_base.resolution_code_{name}")


@tagged("post_install", "-at_install")
class TestOwner(ExceptionCase):
    """Every case gets an owner who is there."""

    def test_the_first_rule_that_fits_names_the_owner(self):
        self.make_rule(self.bob, types=["customs"], sequence=1)
        self.make_rule(self.ann, types=["damage"], severity="2", sequence=2)
        self.make_rule(self.cleo, sequence=3)

        grave = self.make_case(severity="2")
        light = self.make_case(severity="1")

        self.assertEqual((grave.user_id, light.user_id), (self.ann, self.cleo))

    def test_rules_look_at_customer_partner_and_lane(self):
        belgium, france = self.env.ref("base.be"), self.env.ref("base.fr")
        self.customer.country_id = france
        shipment = self.make_shipment("CASE-2", ship_to_id=self.customer.id)
        other = self.env["res.partner"].create({"name": "Somebody Else"})
        for criterion in (
            {"country_to_id": belgium.id},
            {"country_from_id": france.id},
            {"partner_id": other.id},
            {"integration_id": self.make_integration().id},
            {"warehouse": "WH-9"},
        ):
            self.make_rule(self.bob, **criterion)
        self.make_rule(
            self.ann,
            country_to_id=france.id,
            partner_id=self.customer.id,
            integration_id=self.integration.id,
        )

        self.assertEqual(self.make_case(shipment).user_id, self.ann)

    def test_of_a_team_the_one_with_the_least_to_do_gets_it(self):
        self.make_rule(self.ann, self.bob)
        self.make_case(user_id=self.ann.id)

        cases = self.env["logistics.exception"].create(
            [
                {"shipment_id": self.shipment.id, "summary": f"Trouble {n}"}
                for n in range(3)
            ]
        )

        self.assertEqual(cases.mapped("user_id.login").count("case-bob"), 1)
        owners = [case.user_id for case in cases]
        self.assertEqual(owners.count(self.bob), 2)
        self.assertEqual(owners.count(self.ann), 1)

    def test_without_a_rule_the_dispatcher_then_the_partners_owner_is_asked(self):
        theirs = self.make_shipment("CASE-3", user_id=self.ann.id)
        nobodys = self.make_shipment("CASE-4", user_id=False)

        self.assertEqual(self.make_case(theirs).user_id, self.ann)
        self.assertEqual(self.make_case(nobodys).user_id, self.cleo)
        self.integration.owner_id = False
        self.env.company.logistics_user_id = self.bob
        self.assertEqual(self.make_case(nobodys).user_id, self.bob)

    def test_who_has_left_is_passed_over(self):
        self.make_rule(self.ann, sequence=1)
        self.make_rule(self.bob, sequence=2)
        self.ann.active = False

        self.assertEqual(self.make_case(user_id=self.ann.id).user_id, self.bob)

    def test_a_rule_is_never_without_people(self):
        with self.assertRaises(ValidationError):
            self.make_rule()

    def test_cases_of_who_leaves_find_another_owner(self):
        self.make_rule(self.ann, sequence=1)
        self.make_rule(self.bob, sequence=2)
        archived, deleted = self.make_case(), self.make_case()
        self.assertEqual((archived | deleted).user_id, self.ann)
        over = self.make_case()
        over._set_resolved("Done")

        self.ann.active = False
        self.assertEqual((archived | deleted).user_id, self.bob)
        self.assertEqual(over.user_id, self.ann)

        self.make_rule(self.cleo, sequence=3)
        self.bob.unlink()
        self.env.invalidate_all()
        self.assertEqual((archived | deleted).user_id, self.cleo)

    def test_who_may_not_work_in_the_company_is_passed_over(self):
        other = self.env["res.company"].create({"name": "Other Shipper"})
        partner = self.make_integration(company_id=other.id, owner_id=False)
        shipment = self.make_shipment(
            integration=partner, company_id=other.id, partner_id=False, user_id=False
        )
        self.make_rule(self.ann)

        self.assertFalse(self.make_case(shipment, user_id=self.ann.id).user_id)

    def test_a_rule_reads_as_a_sentence(self):
        self.ann.name, self.bob.name = "Ann", "Bob"
        america = self.env.ref("base.us").id
        rule = self.make_rule(
            self.ann, types=["customs"], severity="2", country_to_id=america
        )
        team = self.make_rule(self.ann, self.bob, integration_id=self.integration.id)
        self.assertEqual(
            rule.sentence, "Customs of severity High or above to United States → Ann"
        )
        self.assertEqual(
            team.sentence,
            f"Any exception with {self.integration.name} → "
            "whoever of Ann, Bob has the least to do",
        )

    def test_what_milestones_open_is_owned_by_rule_too(self):
        self.make_rule(self.bob, types=["damage"])

        self.tell(self.event("CASE-1", "damaged"))

        self.assertEqual(self.shipment.exception_ids.user_id, self.bob)

    def test_a_thousand_cases_find_owners_in_as_many_statements_as_ten(self):
        self.make_rule(self.ann, self.bob, country_to_id=self.env.ref("base.us").id)
        self.make_rule(self.ann, self.bob, types=["damage"])
        counts = []
        for size in (10, 1000):
            self.env.invalidate_all()
            vals = [
                {"shipment_id": self.shipment.id, "type": "damage"} for _ in range(size)
            ]
            before = self.env.cr.sql_log_count
            self.env["logistics.exception"]._add_owners(vals)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(val["user_id"] for val in vals))
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestCourse(ExceptionCase):
    """A case is opened, grows, is taken, ends: each told once."""

    def test_each_change_is_published_once(self):
        case = self.make_case(severity="1")
        case._escalate("3", "The customer is waiting")
        case._escalate("2", "No news")
        case.action_acknowledge()
        case.action_acknowledge()
        case.resolution = "Repacked"
        case.action_resolve()
        case.action_resolve()

        self.assertEqual(
            self.published(case, "exception."),
            [
                ("exception.opened", "damage"),
                ("exception.escalated", "damage"),
                ("exception.acknowledged", "damage"),
                ("exception.resolved", "damage"),
            ],
        )

    def test_many_cases_are_taken_in_as_many_statements_as_few(self):
        few = self.env["logistics.exception"].union(
            *(self.make_case() for _ in range(3))
        )
        many = self.env["logistics.exception"].union(
            *(self.make_case() for _ in range(30))
        )
        self.env.flush_all()
        counts = []
        for cases in (few, many):
            before = self.env.cr.sql_log_count
            cases.action_acknowledge()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_escalating_says_why_and_never_lowers(self):
        case = self.make_case(severity="2")

        self.assertFalse(case._escalate("1", "Calm"))
        self.assertEqual(case._escalate("3", "Fire"), case)

        self.assertEqual(case.severity, "3")
        self.assertIn("Fire", "".join(case.message_ids.mapped("body")))

    def test_an_automatic_case_is_opened_once_and_grows(self):
        cases = self.env["logistics.exception"]
        first = cases._open_case(
            self.shipment, "customs", "1", "Papers", automatic=True
        )
        again = cases._open_case(self.shipment, "customs", "3", "Still", automatic=True)
        other = cases._open_case(self.shipment, "customs", "1", "By hand")

        self.assertEqual(first, again)
        self.assertEqual((first.severity, first.summary), ("3", "Papers"))
        self.assertNotEqual(other, first)

    def test_many_shipments_get_their_cases_at_once(self):
        shipments = self.shipment | self.make_shipment("CASE-5")
        cases = self.env["logistics.exception"]
        cases._open_case(self.shipment, "delay", "1", "Late", automatic=True)

        opened = cases._open_case(shipments, "delay", "1", "Strike", automatic=True)

        self.assertEqual(opened.shipment_id, shipments)
        self.assertEqual(len(opened), 2)

    # How it ended

    def test_who_resolves_is_asked_how_it_ended(self):
        case = self.make_case()
        action = case.action_resolve()
        self.assertEqual(action["res_model"], "logistics.exception.resolve")
        self.assertEqual(case.state, "open")

        with Form.from_action(self.env, action) as form:
            form.code_id = self.code("replaced")
            form.reason_code = "retailer_packaging_issue"
            form.resolution = "New box sent on Monday"
        form.record.action_resolve()

        self.assertEqual(case.state, "resolved")
        self.assertEqual(case.resolution_code_id, self.code("replaced"))
        self.assertEqual(case.reason_code, "retailer_packaging_issue")
        self.assertEqual(case.resolution, "New box sent on Monday")
        self.assertEqual(case.resolved_by_id, self.env.user)

    def wizard(self, cases, code, **vals):
        return self.env["logistics.exception.resolve"].create(
            {
                "exception_ids": [(6, 0, cases.ids)],
                "code_id": self.code(code).id,
                **vals,
            }
        )

    def test_some_outcomes_ask_for_the_reason(self):
        case = self.make_case()
        with self.assertRaises(UserError):
            self.wizard(case, "claim_filed").action_resolve()
        self.wizard(case, "no_action").action_resolve()
        self.assertEqual(case.resolution, "No action needed")

    def test_only_outcomes_that_fit_all_types_are_offered(self):
        damage, customs = self.make_case(), self.make_case(type="customs")
        self.assertIn(
            self.code("replaced"), self.wizard(damage, "no_action").allowed_code_ids
        )
        offered = self.wizard(damage | customs, "no_action").allowed_code_ids
        self.assertNotIn(self.code("replaced"), offered)
        self.assertIn(self.code("customer_informed"), offered)

    def test_a_reopened_case_has_no_outcome(self):
        case = self.make_case()
        case._set_resolved("Done", code=self.code("false_alarm"))
        case.action_reopen()
        self.assertEqual(case.state, "acknowledged")
        self.assertFalse(case.resolution_code_id)
        self.assertFalse(case.resolved_at)
        self.assertEqual(
            self.published(case, "exception.opened")[1:],
            [("exception.opened", "damage")],
        )

    # Age

    @freeze_time("2026-03-09 12:00:00")
    def test_age_counts_working_hours_alone(self):
        calendar = self.env["resource.calendar"].create({"name": "Office", "tz": "UTC"})
        self.env.company.resource_calendar_id = calendar
        friday = self.make_case(opened_at="2026-03-06 16:00:00")
        monday = self.make_case(opened_at="2026-03-09 09:00:00")
        january = self.make_case(opened_at="2026-01-05 09:00:00")

        self.assertEqual((friday.age_hours, monday.age_hours), (5, 3))
        self.assertEqual(
            (friday | monday | january).mapped("age_bucket"), ["hours", "hours", "week"]
        )
        for case, bucket in ((friday, "hours"), (january, "week")):
            found = case.search([("age_bucket", "=", bucket), ("id", "=", case.id)])
            self.assertEqual(found, case)
        grouped = dict(
            case._read_group(
                [("id", "in", (friday | january).ids)], ["age_bucket"], ["__count"]
            )
        )
        self.assertEqual(grouped, {"hours": 1, "week": 1})

    def test_overdue_is_what_is_open_past_its_time(self):
        late = self.make_case(due_at="2020-01-01 00:00:00")
        done = self.make_case(due_at="2020-01-01 00:00:00")
        done._set_resolved("Done")
        fine = self.make_case(due_at="2050-01-01 00:00:00")
        cases = late | done | fine

        self.assertEqual(cases.filtered("is_overdue"), late)
        found = [("id", "in", cases.ids)]
        self.assertEqual(cases.search([*found, ("is_overdue", "=", True)]), late)
        board = self.env["logistics.today"].board()["cards"]
        card = next(card for card in board if card["code"] == "cases_due")
        self.assertIn(late.id, [row["id"] for row in card["rows"]])

    # Inbox

    def test_the_inbox_is_as_wide_as_the_role(self):
        manager = new_test_user(
            self.env, "case-manager", groups="logistics_base.group_manager"
        )
        clerk = new_test_user(
            self.env, "case-clerk", groups="logistics_base.group_user"
        )
        anns = self.make_case(user_id=self.ann.id)
        self.integration.owner_id = self.env.company.logistics_user_id = False
        nobodys = self.make_case(self.make_shipment(user_id=False))
        self.assertFalse(nobodys.user_id)
        over = self.make_case(user_id=self.ann.id)
        over._set_resolved("Done")
        cases = anns | nobodys | over

        def inbox(person):
            domain = [("is_in_my_inbox", "=", True), ("id", "in", cases.ids)]
            return cases.with_user(person).search(domain)

        self.assertEqual(inbox(self.ann), anns | nobodys)
        self.assertEqual(inbox(self.bob), nobodys)
        self.assertEqual(inbox(manager), anns | nobodys)
        self.assertFalse(inbox(clerk))
        self.customer.user_id = clerk
        self.assertEqual(inbox(clerk), anns | nobodys)
        self.assertTrue(anns.with_user(self.ann).is_in_my_inbox)
        self.assertFalse(anns.with_user(self.bob).is_in_my_inbox)


@tagged("post_install", "-at_install")
class TestDue(ExceptionCase):
    """When a case is due follows from its service level."""

    def measure(self, case, due, **vals):
        self.env["logistics.sla.measure"].create(
            {
                "shipment_id": case.shipment_id.id,
                "exception_id": case.id,
                "company_id": case.company_id.id,
                "kind": "resolve",
                "started_at": self.at(0),
                "due_at": due,
                **vals,
            }
        )
        self.env.flush_all()

    def test_it_is_taken_over_as_soon_as_the_case_is_handed_on(self):
        self.env["logistics.sla.policy"].search([]).active = False
        self.hand_on()
        case, other = self.make_case(), self.make_case(type="delay")
        by_hand = self.make_case(type="hold", due_at=self.at(9))
        self.measure(case, self.at(48))
        self.measure(other, self.at(50), state="met", stopped_at=self.at(1))

        with patch.object(
            type(self.env["logistics.sla.measure"]),
            "_on_events",
            lambda _s, _rows: None,
        ):
            self.hand_on()

        self.assertEqual(
            (case | other | by_hand).mapped("due_at"), [self.at(48), False, self.at(9)]
        )

    def test_the_watchdog_brings_it_up_to_date(self):
        case = self.make_case()
        self.measure(case, self.at(48))
        self.env["logistics.exception"]._take_over_due()
        self.assertEqual(case.due_at, self.at(48))
        case._set_resolved("Done")
        self.env["logistics.sla.measure"].search(
            [("exception_id", "=", case.id)]
        ).due_at = self.at(99)
        self.env["logistics.exception"]._take_over_due()
        self.assertEqual(case.due_at, self.at(48))

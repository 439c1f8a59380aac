# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestSlaPolicy(SlaCase):
    """Which policy applies, what it says, and what it would do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        germany, france = cls.env.ref("base.de"), cls.env.ref("base.fr")
        partners = cls.env["res.partner"]
        cls.berlin = partners.create(
            {"name": "Berlin", "country_id": germany.id, "zip": "10115"}
        )
        cls.paris = partners.create(
            {"name": "Paris", "country_id": france.id, "zip": "75001"}
        )
        cls.general = cls.make_policy(name="General", target=99)

    def applied(self, **vals):
        """Return the policy that applies to a new shipment from Berlin to Paris."""
        shipment = self.release(
            **{"ship_from_id": self.berlin.id, "ship_to_id": self.paris.id, **vals}
        )
        return self.measure(shipment).policy_id

    def test_the_more_specific_one_wins(self):
        to_france = self.make_policy(
            destination_country_ids=[(4, self.env.ref("base.fr").id)]
        )
        to_centre = self.make_policy(destination_zones="75, 92")
        for_customer = self.make_policy(partner_ids=[(4, self.customer.id)])
        stranger = self.env["res.partner"].create({"name": "A Stranger"}).id

        self.assertEqual(self.applied(), for_customer)
        self.assertEqual(self.applied(partner_id=stranger), to_centre)
        to_centre.active = False
        self.assertEqual(self.applied(partner_id=stranger), to_france)
        back = {"ship_from_id": self.paris.id, "ship_to_id": self.berlin.id}
        self.assertEqual(self.applied(partner_id=stranger, **back), self.general)

    def test_a_customers_contact_is_the_customer(self):
        contact = self.env["res.partner"].create(
            {"name": "A Contact", "parent_id": self.customer.id}
        )
        policy = self.make_policy(partner_ids=[(4, self.customer.id)])
        self.assertEqual(self.applied(partner_id=contact.id), policy)

    def test_service_carrier_mode_and_direction_narrow_it(self):
        for vals, other in (
            ({"service_codes": "EXP, NEXT"}, {"service_code": "ECO"}),
            ({"integration_ids": [(4, self.integration.id)]}, None),
            ({"mode": "parcel"}, {"mode": "ftl"}),
            ({"direction": "outbound"}, {"direction": "inbound"}),
        ):
            with self.subTest(vals):
                policy = self.make_policy(**vals)
                self.assertEqual(self.applied(service_code="NEXT"), policy)
                other = other or {"integration_id": self.make_integration().id}
                self.assertEqual(self.applied(**other), self.general)
                policy.active = False

    def test_among_equals_the_first_one_counts(self):
        second = self.make_policy(mode="parcel", sequence=20)
        first = self.make_policy(mode="parcel", sequence=5)
        self.assertEqual(self.applied(), first)
        self.assertNotEqual(first, second)

    def test_a_further_condition(self):
        heavy = self.make_policy(domain="[('weight', '>', 100)]")
        self.assertEqual(self.applied(weight=200), heavy)
        self.assertEqual(self.applied(weight=20), self.general)

    def test_a_policy_of_another_company_does_not_apply(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.make_policy(company_id=other.id, mode="parcel")
        self.assertEqual(self.applied(), self.general)

    @mute_logger("odoo.addons.logistics_base.models.logistics_sla_policy_choice")
    def test_a_condition_that_can_be_read_no_more_stops_nobody(self):
        policy = self.make_policy(domain="[('weight', '>', 1)]")
        for broken in ("[('gone', '=', 1)]", "[(", "7"):
            with self.subTest(broken):
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE logistics_sla_policy SET domain = %s, problem = NULL "
                    "WHERE id = %s",
                    (broken, policy.id),
                )
                self.env.invalidate_all()
                self.env.registry.clear_cache()

                self.assertEqual(self.applied(weight=20), self.general)
                self.assertTrue(policy.problem)

    def test_what_makes_no_sense_is_refused(self):
        for vals in (
            {"target": 0},
            {"target_unit": "days", "target": 1.5},
            {"kind": "release", "target_unit": "promise"},
            {"clock": "calendar"},
            {"domain": "[('gone', '=', 1)]"},
            {"domain": "7"},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.make_policy(**vals)

    def test_it_reads_as_a_sentence(self):
        for vals, words in (
            ({"target": 24}, "Delivered within 24 hours of the release; "),
            (
                {
                    "target_unit": "days",
                    "target": 2,
                    "has_due_hour": True,
                    "clock": "company",
                    "partner_ids": [(4, self.customer.id)],
                },
                "Delivered within 2 working days of the release by 18:00 for Ada",
            ),
            (
                {"kind": "dispatch", "target_unit": "days", "target": 0},
                "Picked up on the same day; ",
            ),
            (
                {"kind": "resolve", "severity": "3"},
                "Cases settled within 24 hours where it is “critical”; ",
            ),
            ({"target_unit": "promise"}, "Delivered by the date that was promised; "),
        ):
            with self.subTest(words):
                self.assertTrue(
                    self.make_policy(**vals).sentence.startswith(words),
                    self.make_policy(**vals).sentence,
                )

    def test_a_dry_run_names_what_it_would_apply_to(self):
        to_paris = self.release(ship_from_id=self.berlin.id, ship_to_id=self.paris.id)
        self.release(ship_from_id=self.paris.id, ship_to_id=self.berlin.id)
        policy = self.make_policy(destination_zones="75")

        action = policy.action_dry_run()

        found = self.env["logistics.shipment"].search(action["domain"])
        self.assertEqual(found, to_paris)
        self.assertIn("1", action["name"])

    def test_only_managers_change_it(self):
        group = "logistics_base.group_dispatcher"
        dispatcher = new_test_user(self.env, "policy-dispatcher", groups=group)
        policy = self.general.with_user(dispatcher)
        self.assertTrue(policy.sentence)
        with self.assertRaises(AccessError):
            policy.target = 1
        with self.assertRaises(AccessError):
            policy.action_apply_now()

    def test_what_something_was_measured_by_is_not_deleted(self):
        policy = self.make_policy(mode="parcel")
        unused = self.make_policy()
        self.assertEqual(self.applied(), policy)
        with self.assertRaises(UserError):
            policy.unlink()
        unused.unlink()

    def test_the_shipment_shows_its_worst_level_and_what_is_next(self):
        self.make_policy(kind="dispatch", target=2)
        shipment = self.release("BADGE")
        running = shipment.sla_state, shipment.sla_due_at, shipment.sla_due_kind
        with self.at_hours(3):
            self.tick()

        self.assertEqual(running, ("running", self.at(2), "Dispatch"))
        self.assertEqual(shipment.sla_state, "breached")
        shipments = self.env["logistics.shipment"]
        self.assertIn(shipment, shipments.search([("sla_state", "=", "breached")]))
        self.assertNotIn(shipment, shipments.search([("sla_state", "=", "running")]))
        unmeasured = shipments.search([("sla_state", "=", False)])
        self.assertNotIn(shipment, unmeasured)

    def test_the_board_names_what_is_at_risk_and_what_is_breached(self):
        shipment = self.release("TODAY")
        policy = self.make_policy(kind="dispatch", target=4)
        shipment = self.release("TODAY2")
        self.assertTrue(policy)

        def names(code):
            board = self.env["logistics.today"].board()
            card = next(card for card in board["cards"] if card["code"] == code)
            return [row["title"] for row in card["rows"]]

        with self.at_hours(3.5):
            self.tick()
            self.assertIn(shipment.name, names("sla_at_risk"))
        with self.at_hours(5):
            self.tick()
            self.assertNotIn(shipment.name, names("sla_at_risk"))
            self.assertIn(shipment.name, names("sla_breached"))
            self.hear(self.event("TODAY2", "picked_up", hours=5))
            self.assertNotIn(shipment.name, names("sla_breached"))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import BillingCase


class ExpectationCase(BillingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expectations = cls.env["logistics.expectation"]
        # What contracts say is another addon's: here it is only what was agreed.
        cls.startClassPatcher(
            patch.object(
                cls.env.registry["logistics.expectation"],
                "_worked_out",
                lambda self, shipments: self._known_charges(shipments),
            )
        )
        cls.dispatcher = new_test_user(
            cls.env, "expecting dispatcher", "logistics_base.group_dispatcher"
        )
        cls.looker = new_test_user(
            cls.env, "expecting user", "logistics_base.group_user"
        )

    @classmethod
    def make_agreed(cls, basis="booked", state="booked", charges=None, **vals):
        """Return a shipment with charges that were agreed when it was booked."""
        shipment = cls.make_parcel(expected=False, **vals)
        if state != "draft":
            shipment.action_release()
        if state == "booked":
            shipment.action_book()
        cls.env["logistics.charge"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "basis": basis,
                    "type": kind,
                    "cost": cost,
                    "currency_id": cls.currency.id,
                }
                for kind, cost in (charges or {"base": 10.0, "fuel": 1.5}).items()
            ]
        )
        return shipment

    def expected(self, shipment):
        """Return {type: cost} of what is expected."""
        charges = shipment.charge_ids.filtered(lambda c: c.basis == "expected")
        return {charge.type: charge.cost for charge in charges}


class TestExpectation(ExpectationCase):
    def test_what_was_booked_is_expected(self):
        shipment = self.make_agreed(weight=4.0)
        made = self.expectations._expect(shipment)
        expectation = shipment.expectation_ids
        self.assertEqual(made, shipment)
        self.assertEqual(self.expected(shipment), {"base": 10.0, "fuel": 1.5})
        self.assertEqual(expectation.amount, 11.5)
        self.assertEqual(expectation.source, "booking")
        self.assertEqual(expectation.integration_id, self.carrier)
        self.assertEqual(expectation.actual_weight, 4.0)
        self.assertEqual(expectation.version, 1)

    def test_without_a_booking_what_was_quoted_is_expected(self):
        shipment = self.make_agreed(basis="quoted")
        self.expectations._expect(shipment)
        self.assertEqual(shipment.expectation_ids.source, "quote")
        self.assertEqual(shipment.expected_cost, 11.5)

    def test_the_same_again_changes_nothing(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        charges = shipment.charge_ids
        self.expectations._expect(shipment)
        self.assertEqual(shipment.charge_ids, charges)
        self.assertEqual(shipment.expectation_ids.version, 1)

    def test_what_differs_keeps_the_old_as_a_version(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        # when the booking turns out to cost more
        shipment.charge_ids.filtered(
            lambda c: c.basis == "booked" and c.type == "base"
        ).cost = 12.0
        self.expectations._expect(shipment)
        expectation = shipment.expectation_ids
        # then that is expected, and what was expected before can still be read
        self.assertEqual(self.expected(shipment), {"base": 12.0, "fuel": 1.5})
        self.assertEqual(expectation.version, 2)
        before = expectation.version_ids
        self.assertEqual((before.number, before.amount), (1, 11.5))
        self.assertEqual(before.reason, "computed")
        self.assertIn("10", before.summary)

    def test_what_a_person_set_is_not_overwritten(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        base = shipment.expectation_ids.charge_ids.filtered(lambda c: c.type == "base")
        expectation = shipment.expectation_ids.with_user(self.dispatcher)
        expectation.write({"charge_ids": [Command.update(base.id, {"cost": 20.0})]})
        self.expectations._expect(shipment)
        self.assertEqual(self.expected(shipment), {"base": 20.0, "fuel": 1.5})
        self.assertEqual(expectation.source, "manual")
        self.assertEqual(base.description, "By hand")
        self.assertEqual(expectation.version_ids.amount, 11.5)
        self.assertEqual(expectation.version_ids.user_id, self.dispatcher)
        # until somebody has it worked out anew
        expectation.action_expect_again()
        self.assertEqual(self.expected(shipment), {"base": 10.0, "fuel": 1.5})
        self.assertEqual(
            expectation.version_ids.mapped("source"), ["manual", "booking"]
        )

    def test_a_charge_changed_by_itself_sets_the_whole_by_hand(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        fuel = shipment.expectation_ids.charge_ids.filtered(lambda c: c.type == "fuel")
        fuel.with_user(self.dispatcher).unlink()
        self.expectations._expect(shipment)
        self.assertEqual(self.expected(shipment), {"base": 10.0})
        self.assertEqual(shipment.expectation_ids.source, "manual")

    def test_a_person_may_say_what_nobody_knows(self):
        shipment = self.make_parcel(expected=False)
        shipment.action_release()
        expectation = self.expectations.with_user(self.dispatcher).create(
            {
                "shipment_id": shipment.id,
                "zone": "4",
                "charge_ids": [
                    Command.create({"type": "base", "cost": 80.0}),
                    Command.create({"type": "discount", "cost": -8.0}),
                ],
            }
        )
        self.assertEqual(expectation.source, "manual")
        self.assertEqual(expectation.company_id, shipment.company_id)
        self.assertEqual(shipment.expected_cost, 72.0)
        self.assertEqual(set(shipment.charge_ids.mapped("basis")), {"expected"})

    def test_a_first_charge_by_hand_makes_an_expectation(self):
        shipment = self.make_parcel(expected=False)
        shipment.action_release()
        self.env["logistics.charge"].with_user(self.dispatcher).create(
            {"shipment_id": shipment.id, "type": "base", "cost": 9.0}
        )
        self.assertEqual(shipment.expectation_ids.amount, 9.0)
        self.assertEqual(shipment.expectation_ids.source, "manual")


class TestExpectationOfCourse(ExpectationCase):
    def test_it_is_made_when_the_shipment_is_booked(self):
        shipment = self.make_agreed()
        self.hand_on()
        self.assertEqual(self.expected(shipment), {"base": 10.0, "fuel": 1.5})

    def test_whoever_listens_is_told_once(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        self.expectations._expect(shipment)
        events = self.env["logistics.event"].search(
            [("type", "=", "shipment.expected"), ("shipment_id", "=", shipment.id)]
        )
        self.assertEqual(len(events), 1)

    def test_nothing_is_expected_for_what_was_called_off(self):
        shipment = self.make_agreed()
        self.hand_on()
        shipment.action_cancel()
        self.hand_on()
        expectation = shipment.expectation_ids
        self.assertTrue(expectation.is_void)
        self.assertEqual(self.expected(shipment), {})
        self.assertEqual(expectation.version_ids.reason, "void")
        # and it stays so, however often it is asked
        self.expectations._expect(shipment)
        self.assertEqual(expectation.version, 2)

    def test_what_a_person_set_stays_when_it_is_called_off(self):
        shipment = self.make_agreed()
        self.hand_on()
        shipment.expectation_ids.with_user(self.dispatcher).zone = "7"
        shipment.action_cancel()
        self.hand_on()
        self.assertFalse(shipment.expectation_ids.is_void)
        self.assertEqual(shipment.expectation_ids.zone, "7")

    def test_what_was_missed_is_made_up_for(self):
        some = self.make_agreed() | self.make_agreed() | self.make_agreed()
        draft = self.make_agreed(state="draft")
        with self.enter_registry_test_mode():
            self.env.ref(
                "logistics_billing_reconcile.ir_cron_expectation"
            ).method_direct_trigger()
        self.assertEqual(some.mapped("expected_cost"), [11.5] * 3)
        self.assertFalse(draft.expectation_ids)

    def test_a_thousand_are_made_by_as_many_statements_as_three(self):
        few = self.bulk(3)
        with self.count() as first:
            self.expectations._expect(few)
        many = self.bulk(300)
        with self.count() as second:
            self.expectations._expect(many)
        self.assertEqual(len(many.expectation_ids), 300)
        # reading in pieces is the only thing that grows, and by little
        self.assertLess(second.count, first.count + 12)

    def bulk(self, count):
        shipments = self.env["logistics.shipment"].create(
            [
                {"integration_id": self.carrier.id, "office_state": "booked"}
                for _n in range(count)
            ]
        )
        shipments._derive()
        self.env["logistics.charge"].create(
            [{"shipment_id": s.id, "basis": "booked", "cost": 4.0} for s in shipments]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return shipments

    def count(self):
        return _Statements(self.env.cr)


class _Statements:
    """Counts what is asked of the database meanwhile."""

    def __init__(self, cr):
        self._cr = cr

    def __enter__(self):
        self._before = self._cr.sql_log_count
        return self

    def __exit__(self, *_error):
        self.count = self._cr.sql_log_count - self._before


class TestExpectationRefused(ExpectationCase):
    def test_a_draft_costs_nothing_yet(self):
        shipment = self.make_agreed(state="draft")
        self.assertFalse(self.expectations._expect(shipment))
        with self.assertRaisesRegex(UserError, "draft"):
            shipment.action_view_expected_cost()
        with self.assertRaisesRegex(UserError, "draft"):
            self.expectations.with_user(self.dispatcher).create(
                {"shipment_id": shipment.id}
            )

    def test_a_booking_that_would_pay_us_is_not_believed(self):
        shipment = self.make_agreed(charges={"base": 5.0, "discount": -9.0})
        self.expectations._expect(shipment)
        self.assertFalse(shipment.expectation_ids)
        with self.assertRaisesRegex(UserError, "less than nothing"):
            shipment.with_user(self.looker).action_view_expected_cost()

    def test_a_person_cannot_expect_less_than_nothing(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        base = shipment.expectation_ids.charge_ids[0]
        with self.assertRaises(ValidationError):
            shipment.expectation_ids.with_user(self.dispatcher).write(
                {"charge_ids": [Command.update(base.id, {"cost": -90.0})]}
            )

    def test_where_it_comes_from_cannot_be_said(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        expectation = shipment.expectation_ids.with_user(self.dispatcher)
        for vals in ({"source": "tariff"}, {"version": 9}, {"is_void": True}):
            with self.assertRaises(UserError):
                expectation.write(vals)
        with self.assertRaises(UserError):
            expectation.write({"shipment_id": self.make_parcel().id})

    def test_a_charge_of_another_shipment_cannot_be_reached(self):
        mine, other = self.make_agreed(), self.make_agreed()
        self.expectations._expect(mine | other)
        theirs = other.expectation_ids.charge_ids[0]
        for command in (
            Command.update(theirs.id, {"cost": 1.0}),
            Command.delete(theirs.id),
            Command.link(theirs.id),
        ):
            with self.assertRaises(UserError):
                mine.expectation_ids.with_user(self.dispatcher).write(
                    {"charge_ids": [command]}
                )

    def test_a_charge_keeps_its_shipment_and_basis(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        booked = shipment.charge_ids.filtered(lambda c: c.basis == "booked")[0]
        expected = shipment.expectation_ids.charge_ids[0]
        for charge, vals in (
            (booked, {"basis": "expected"}),
            (expected, {"basis": "booked"}),
            (expected, {"shipment_id": self.make_agreed().id}),
        ):
            with self.assertRaises(UserError):
                charge.with_user(self.dispatcher).write(vals)

    def test_who_only_looks_changes_nothing(self):
        shipment = self.make_agreed()
        self.expectations._expect(shipment)
        expectation = shipment.expectation_ids.with_user(self.looker)
        with self.assertRaises(AccessError):
            expectation.zone = "1"
        with self.assertRaises(AccessError):
            expectation.action_expect_again()
        with self.assertRaises(AccessError):
            self.expectations.with_user(self.looker).create(
                {"shipment_id": self.make_agreed().id}
            )

    def test_a_shipment_of_another_company_is_not_reached(self):
        other = self.env["res.company"].create({"name": "Another Freight"})
        shipment = self.env["logistics.shipment"].create(
            {"company_id": other.id, "office_state": "released"}
        )
        shipment._derive()
        with self.assertRaises(AccessError):
            self.expectations.with_user(self.dispatcher).create(
                {"shipment_id": shipment.id}
            )

    def test_a_shipment_without_a_partner_has_its_cost_too(self):
        shipment = self.make_agreed()
        shipment.write({"partner_id": False, "ship_to_id": False})
        self.expectations._expect(shipment)
        self.assertEqual(shipment.expected_cost, 11.5)

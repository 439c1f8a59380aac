# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Charges that no number leads from: suggested, decided by people, and kept so."""

from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import BillingCase

DAY = date(2026, 3, 2)


@tagged("post_install", "-at_install")
class TestMatchCase(BillingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.germany = cls.env.ref("base.de")
        cls.dispatcher = new_test_user(
            cls.env, "dispatcher_b1", groups="logistics_base.group_dispatcher"
        )
        cls.cases = cls.env["logistics.match.case"]

    def parcel(self, zip_code="28195", weight=2.5, day=2, expected=None, **vals):
        to = self.env["res.partner"].create(
            {"name": "To", "zip": zip_code, "country_id": self.germany.id}
        )
        return self.make_parcel(
            expected=expected or {"base": 10.0},
            ship_to_id=to.id,
            weight=weight,
            picked_up_date=datetime(2026, 3, day, 10),
            state="in_transit",
            **vals,
        )

    def unmatched(self, number="TYPO1", amount=10.0, **vals):
        """Return an audited invoice with a charge under a number nobody knows."""
        facts = {
            "to_postcode": "28195",
            "to_country": "DE",
            "actual_weight": 2.5,
            "ship_date": DAY,
        }
        line = self.bill(number, amount, **{**facts, **vals})
        return self.audit(self.make_invoice(line))

    def find(self, *invoices):
        self.cases._find(self.env.company, self.env[invoices[0]._name].union(*invoices))
        return self.cases.search(
            [("invoice_id", "in", [invoice.id for invoice in invoices])]
        )

    def elsewhere(self):
        """Return a carrier of another company."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        return self.make_carrier("Far Parcel", company_id=company.id)

    def audits(self, invoice):
        return self.env["logistics.charge.audit"].search(
            [("invoice_id", "=", invoice.id)]
        )

    # What is suggested

    def test_the_shipment_that_left_that_day_to_that_postcode_is_suggested_first(self):
        # given the parcel that was meant, and others that resemble it
        meant = self.parcel()
        self.parcel(weight=9.0, day=8)
        self.parcel(zip_code="80331", weight=30.0)

        # when a charge under another number is looked at
        case = self.find(self.unmatched())

        # then the parcel stands first, with what speaks for it
        self.assertEqual(case.best_shipment_id, meant)
        self.assertGreater(case.best_score, 90)
        self.assertIn("went to 28195", case.best_id.why)
        self.assertIn("same day", case.best_id.why)

    def test_nothing_is_suggested_that_only_left_around_that_time(self):
        self.parcel(zip_code="80331", weight=30.0)
        self.assertFalse(self.find(self.unmatched()).candidate_ids)

    def test_without_a_postcode_day_weight_and_amount_speak_together(self):
        meant = self.parcel()
        self.parcel(weight=9.0)
        case = self.find(self.unmatched(to_postcode=None))
        self.assertEqual(case.candidate_ids.shipment_id, meant)
        self.assertIn("was expected", case.best_id.why)

    def test_charges_of_one_number_are_one_case(self):
        self.parcel()
        lines = [
            self.bill("TYPO2", amount, kind, to_postcode="28195", actual_weight=2.5)
            for amount, kind in ((10.0, "base"), (2.0, "fuel"))
        ]
        case = self.find(self.audit(self.make_invoice(*lines)))
        self.assertEqual((case.line_count, case.amount), (2, 12.0))

    def test_a_number_on_several_shipments_suggests_these(self):
        twins = [self.parcel(tracking="TWIN"), self.parcel(tracking="TWIN", day=9)]
        case = self.find(self.unmatched("TWIN"))
        self.assertTrue(case.is_ambiguous)
        self.assertEqual(case.best_shipment_id, twins[0])
        self.assertIn("bears the number", case.best_id.why)

    def test_another_companys_shipments_are_not_suggested(self):
        carrier = self.elsewhere()
        self.parcel(company_id=carrier.company_id.id, integration=carrier)
        self.assertFalse(self.find(self.unmatched()).candidate_ids)

    def test_a_charge_without_any_facts_waits_without_suggestions(self):
        self.parcel()
        invoice = self.unmatched(
            None, to_postcode=None, actual_weight=None, ship_date=None
        )
        case = self.find(invoice)
        self.assertEqual(case.state, "open")
        self.assertFalse(case.candidate_ids)

    def test_many_charges_are_looked_at_by_as_many_statements_as_one(self):
        self.parcel()
        few = self.unmatched()
        lines = [self.bill(f"MANY{at}", 1.0) for at in range(50)]
        many = self.audit(self.make_invoice(*lines))
        self.find(few)
        statements = [0, 0]
        for at, invoice in enumerate((few, many)):
            before = self.env.cr.sql_log_count
            self.cases._find(self.env.company, invoice)
            statements[at] = self.env.cr.sql_log_count - before
        self.assertEqual(*statements)

    # What a person decides

    def test_what_a_person_matches_is_matched_by_hand_and_audited(self):
        shipment = self.parcel()
        invoice = self.unmatched()
        case = self.find(invoice)

        case.with_user(self.dispatcher).candidate_ids[:1].action_accept()

        audit = self.audits(invoice)
        self.assertEqual(audit.shipment_id, shipment)
        self.assertEqual((audit.method, audit.match_state), ("hand", "matched"))
        self.assertEqual(audit.decided_by_id, self.dispatcher)
        self.assertFalse(audit.is_stale)
        self.assertEqual((case.state, case.shipment_id), ("matched", shipment))
        self.assertNotIn("unknown_shipment", self.findings(invoice))

    def test_later_audits_keep_what_was_decided(self):
        # given a decision, and a shipment that bears the number since
        shipment = self.parcel()
        invoice = self.unmatched("LATE1")
        self.find(invoice).action_accept_best()
        self.parcel(tracking="LATE1")

        # when it is audited again
        self.audits(invoice)._mark_stale_numbers(self.env.company, ["LATE1"])
        self.audit(invoice)

        # then it is as it was decided
        self.assertEqual(self.audits(invoice).shipment_id, shipment)

    def test_none_of_ours_stays_unknown_and_is_not_asked_for_again(self):
        self.parcel()
        invoice = self.unmatched()
        case = self.find(invoice)
        case.action_none()
        self.audit(invoice)
        self.assertEqual(self.find(invoice), case)
        self.assertEqual(case.state, "none")
        self.assertEqual(self.audits(invoice).match_state, "unknown")
        self.assertIn("unknown_shipment", self.findings(invoice))
        self.assertEqual(invoice.unmatched_count, 0)

    def test_a_decision_can_be_taken_back(self):
        self.parcel()
        invoice = self.unmatched()
        case = self.find(invoice)
        case.action_accept_best()
        case.action_reopen()
        self.assertEqual(case.state, "open")
        self.assertEqual(self.audits(invoice).match_state, "unknown")
        self.assertTrue(case.candidate_ids)

    def test_another_shipment_may_be_named(self):
        shipment = self.parcel(zip_code="80331", weight=30.0)
        invoice = self.unmatched()
        case = self.find(invoice)
        self.env["logistics.match.choose"].create(
            {"case_id": case.id, "shipment_id": shipment.id}
        ).action_match()
        self.assertEqual(self.audits(invoice).shipment_id, shipment)

    def test_what_is_found_by_its_number_later_is_no_case_any_more(self):
        invoice = self.unmatched("LATE2")
        self.assertTrue(self.find(invoice))
        self.parcel(tracking="LATE2")
        self.audit(invoice)
        self.assertFalse(self.find(invoice))

    # What may not be decided

    def test_a_decision_is_made_once(self):
        self.parcel()
        case = self.find(self.unmatched())
        case.action_accept_best()
        with self.assertRaises(UserError):
            case.action_none()

    def test_an_invoice_that_is_approved_is_not_matched_anew(self):
        self.parcel()
        invoice = self.unmatched()
        case = self.find(invoice)
        invoice.sudo().state = "approved"
        with self.assertRaises(UserError):
            case.action_accept_best()

    def test_another_companys_shipment_is_not_named(self):
        carrier = self.elsewhere()
        foreign = self.make_shipment(
            company_id=carrier.company_id.id, integration=carrier
        )
        case = self.find(self.unmatched())
        with self.assertRaises(UserError):
            case.action_match(foreign.id)

    def test_who_only_looks_does_not_decide(self):
        self.parcel()
        case = self.find(self.unmatched())
        viewer = new_test_user(
            self.env, "viewer2_b1", groups="logistics_base.group_user"
        )
        for decide in ("action_accept_best", "action_none"):
            with self.subTest(decide=decide), self.assertRaises(AccessError):
                getattr(case.with_user(viewer), decide)()
        with self.assertRaises(AccessError):
            case.with_user(self.dispatcher).write({"state": "matched"})

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .test_exception import ExceptionCase


@tagged("post_install", "-at_install")
class TestMerge(ExceptionCase):
    """Cases that tell of the same become one, and nothing is lost."""

    def merge(self, cases, target):
        wizard = self.env["logistics.exception.merge"].create(
            {"exception_ids": [(6, 0, cases.ids)], "target_id": target.id}
        )
        wizard.action_merge()

    def test_what_looks_the_same_is_suggested(self):
        first, again = self.make_case(), self.make_case(summary="Told by phone")
        other_trouble = self.make_case(type="customs")
        self.make_case(self.make_shipment("CASE-6"))

        self.assertEqual(first.duplicate_ids, again)
        self.assertFalse(other_trouble.duplicate_ids)
        again._set_resolved("Done")
        self.assertFalse(first.duplicate_ids)

    def test_two_packages_are_two_cases(self):
        shipment = self.make_shipment(packages=("PK-1", "PK-2"))
        one, two = (
            self.make_case(shipment, package_id=package.id)
            for package in shipment.package_ids
        )
        whole = self.make_case(shipment)
        self.assertEqual(one.duplicate_ids, whole)
        self.assertEqual(whole.duplicate_ids, one | two)

    def test_all_that_hangs_on_a_case_moves(self):
        stays, goes = self.make_case(), self.make_case(severity="3")
        child = self.make_case(parent_id=goes.id)
        claim = self.env["logistics.claim"].create(
            {"shipment_id": self.shipment.id, "exception_id": goes.id}
        )
        goes.message_post(body="The driver called")
        activity = goes.activity_schedule("mail.mail_activity_data_todo", summary="Ask")
        photo = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": goes._name, "res_id": goes.id}
        )

        self.merge(stays | goes, stays)

        self.assertEqual(goes.state, "resolved")
        self.assertEqual(goes.merged_into_id, stays)
        self.assertEqual(goes.resolution_code_id, self.code("duplicate"))
        self.assertEqual((stays.state, stays.severity), ("open", "3"))
        self.assertEqual(claim.exception_id, stays)
        self.assertEqual(child.parent_id, stays)
        self.assertEqual(activity.res_id, stays.id)
        self.assertEqual(photo.res_id, stays.id)
        self.assertIn("The driver called", "".join(stays.message_ids.mapped("body")))

    def test_the_one_that_somebody_works_on_is_proposed(self):
        first, taken = self.make_case(), self.make_case()
        taken.action_acknowledge()
        wizard = self.env["logistics.exception.merge"].create(
            {"exception_ids": [(6, 0, (first | taken).ids)]}
        )
        self.assertEqual(wizard.target_id, taken)

    def test_a_milestone_told_again_does_not_revive_a_merged_case(self):
        self.tell(self.event("CASE-1", "damaged"))
        automatic = self.shipment.exception_ids
        by_hand = self.make_case()
        self.merge(automatic | by_hand, by_hand)

        self.tell(self.event("CASE-1", "damaged", hours=1))

        self.assertEqual(self.shipment.exception_ids, automatic | by_hand)

    def test_cases_of_two_companies_are_never_merged(self):
        other = self.env["res.company"].create({"name": "Other Shipper"})
        partner = self.make_integration(company_id=other.id)
        foreign = self.make_case(
            self.make_shipment(
                integration=partner, company_id=other.id, partner_id=False
            )
        )
        ours = self.make_case()
        with self.assertRaisesRegex(UserError, "different companies"):
            self.merge(ours | foreign, ours)
        with self.assertRaisesRegex(UserError, "different companies"):
            ours._merge_into(foreign)
        with self.assertRaises(ValidationError):
            ours.parent_id = foreign
        self.assertEqual(set((ours | foreign).mapped("state")), {"open"})

    def test_cases_of_two_shipments_are_linked_not_merged(self):
        ours, theirs = self.make_case(), self.make_case(self.make_shipment("CASE-7"))
        with self.assertRaisesRegex(UserError, "root cause"):
            (ours | theirs).action_merge()

    def test_one_case_alone_is_not_merged(self):
        with self.assertRaises(UserError):
            self.make_case().action_merge()

    def test_a_viewer_merges_nothing(self):
        viewer = new_test_user(
            self.env, "case-viewer", groups="logistics_base.group_user"
        )
        cases = self.make_case() | self.make_case()
        with self.assertRaises(AccessError):
            cases.with_user(viewer).action_merge()


@tagged("post_install", "-at_install")
class TestRootCause(ExceptionCase):
    """What follows from one cause is handled with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.make_case(type="hold", summary="Strike")
        cls.child = cls.make_case(
            cls.make_shipment("CASE-8"), type="delay", parent_id=cls.root.id
        )
        cls.grandchild = cls.make_case(
            cls.make_shipment("CASE-9"), type="delay", parent_id=cls.child.id
        )

    def test_taking_the_root_can_take_what_follows(self):
        self.assertEqual(self.root.open_child_count, 1)
        self.root.action_acknowledge()
        self.assertEqual(self.child.state, "open")

        self.root.action_acknowledge_all()

        states = (self.root | self.child | self.grandchild).mapped("state")
        self.assertEqual(set(states), {"acknowledged"})

    def resolve(self, **vals):
        wizard = self.env["logistics.exception.resolve"].create(
            {
                "exception_ids": [(6, 0, self.root.ids)],
                "code_id": self.code("no_action").id,
                **vals,
            }
        )
        self.assertEqual(wizard.follower_count, 2)
        wizard.action_resolve()

    def test_resolving_the_root_resolves_what_follows(self):
        self.resolve()
        self.assertEqual(self.grandchild.state, "resolved")
        self.assertEqual(self.grandchild.resolution_code_id, self.code("no_action"))

    def test_or_the_root_alone(self):
        self.resolve(with_followers=False)
        self.assertEqual((self.root.state, self.child.state), ("resolved", "open"))

    def test_a_case_is_never_its_own_root_cause(self):
        with self.assertRaises(ValidationError):
            self.root.parent_id = self.grandchild

    def test_many_are_linked_to_one_cause_at_once(self):
        cases = self.make_case() | self.make_case(self.make_shipment("CASE-10"))
        wizard = self.env["logistics.exception.link"].with_user(self.ann)
        wizard = wizard.create(
            {
                "exception_ids": [(6, 0, cases.ids)],
                "root": "new",
                "summary": "Storm over the Channel",
            }
        )

        wizard.action_link()

        incident = cases.incident_id
        self.assertEqual(len(incident), 1)
        self.assertEqual((incident.kind, incident.state), ("reported", "open"))
        self.assertEqual(incident.exception_count, 2)
        incident._touch()
        self.assertEqual(incident.shipment_ids, cases.shipment_id)

    def test_a_link_needs_something_to_link_to(self):
        for root in ("incident", "exception", "new"):
            wizard = self.env["logistics.exception.link"].create(
                {"exception_ids": [(6, 0, self.root.ids)], "root": root}
            )
            with self.subTest(root), self.assertRaises(UserError):
                wizard.action_link()

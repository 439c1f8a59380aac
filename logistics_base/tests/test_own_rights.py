# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .rule_common import RuleCase

SECRETS = "[('integration_id.credential_ids.encrypted_value', 'like', 'a')]"
HARMLESS = "[('partner_id.country_id.code', '=', 'DE')]"


@tagged("-at_install", "post_install")
class TestOwnRights(RuleCase):
    """What acts in the company's name does no more than who sets it up may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_user("own-manager", "group_manager")
        cls.admin = cls.make_user("own-admin", "group_integration_admin")
        cls.other = cls.env["res.company"].create({"name": "Other Company"})

    def policy(self, **vals):
        return (
            self.env["logistics.rule"]
            .with_user(self.manager)
            .create({"name": "x", "trigger": "milestone", **vals})
        )

    def subscription(self, **vals):
        public = self.env["logistics.event.type"].search(
            [("is_public", "=", True)], limit=1
        )
        return (
            self.env["logistics.subscription"]
            .with_user(self.admin)
            .create(
                {
                    "name": "x",
                    "url": "https://receiver.example.com/",
                    "event_type_ids": [Command.set(public.ids)],
                    **vals,
                }
            )
        )

    # Filters

    def test_no_filter_tells_what_its_writer_may_not_read(self):
        levels = self.env["logistics.sla.policy"].with_user(self.manager)
        makers = {
            "policy": lambda text: self.policy(filter_domain=text),
            "subscription": lambda text: self.subscription(filter_domain=text),
            "service level": lambda text: levels.create({"name": "x", "domain": text}),
        }
        text = "[('partner_id.signup_type', '=', 'x')]"
        for name, make in makers.items():
            with self.subTest(name):
                made = make(HARMLESS)
                field = "domain" if name == "service level" else "filter_domain"
                with self.assertRaises(AccessError):
                    made.write({field: text})
                with self.assertRaises(AccessError):
                    make(text)
        with self.assertRaises(AccessError):
            self.policy(filter_domain=SECRETS)

    def test_a_filter_names_its_fields(self):
        late = "[('promised_date', '<', context_today() + relativedelta(days=1))]"
        self.assertTrue(self.policy(filter_domain=late))
        for text in (
            f"[] if uid == {self.manager.id} else {SECRETS}",
            "[('na' + 'me', '=', 'x')]",
            "[('partner_id', 'any', [('na' + 'me', '=', 'x')])]",
            "[[('name', '=', 'x')], [('name', '=', 'y')]][0]",
        ):
            with self.subTest(text), self.assertRaises(ValidationError):
                self.policy(filter_domain=text)

    # Actions

    def test_a_policy_runs_no_server_action_that_is_not_for_its_writer(self):
        server_action = self.env["ir.actions.server"].create(
            {
                "name": "For administrators",
                "model_id": self.env["ir.model"]._get_id("logistics.shipment"),
                "state": "code",
                "group_ids": [Command.link(self.env.ref("base.group_system").id)],
            }
        )
        does = {"type": "server", "server_action_id": server_action.id}
        with self.assertRaises(AccessError):
            self.policy(action_ids=[Command.create(does)])
        server_action.group_ids = False
        self.assertTrue(self.policy(action_ids=[Command.create(does)]))

    def test_a_policy_sends_no_template_that_is_not_for_shipments(self):
        template = self.env["mail.template"].create(
            {"name": "Users", "model_id": self.env["ir.model"]._get_id("res.users")}
        )
        does = {"type": "mail", "template_id": template.id}
        with self.assertRaises(ValidationError):
            self.policy(action_ids=[Command.create(does)])

    def test_no_action_is_given_to_another_companys_policy(self):
        theirs = self.make_rule(company_id=self.other.id)
        mine = self.policy(action_ids=[Command.create({"type": "activity"})])
        with self.assertRaises(AccessError):
            mine.action_ids.write({"rule_id": theirs.id})

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_what_partners_say_is_text_in_a_note(self):
        self.make_rule(
            {"type": "activity"}, trigger="exception", name="<a href='x'>Click</a>"
        )
        self.env["logistics.exception"]._open_case(
            self.shipment, "other", "2", "<img src='https://evil.example/'>"
        )
        self.hand_on()
        note = self.shipment.activity_ids[-1:].note
        self.assertIn("evil.example", note)
        self.assertNotIn("<img", note)
        self.assertNotIn("<a ", note)

    # Other companies

    def test_nothing_is_moved_to_a_company_one_does_not_work_for(self):
        access = self.env["logistics.service.credential"].with_user(self.admin)
        scopes = self.env["logistics.service.scope"].search([])
        moved = {
            "machine access": access.create(
                {"name": "x", "scope_ids": [Command.set(scopes.ids)]}
            ),
            "receiver": self.subscription().integration_id,
            "policy": self.policy(company_id=self.env.company.id),
            "retention": self.env["logistics.retention.policy"]
            .with_user(self.manager)
            .create({"kind": "message", "days": 400, "action": "anonymise"}),
            "course": self.env["logistics.process.template"]
            .with_user(self.manager)
            .create({"name": "x", "company_id": self.env.company.id}),
        }
        for name, record in moved.items():
            with self.subTest(name), self.assertRaises(AccessError):
                record.write({"company_id": self.other.id})
        subscription = self.subscription()
        subscription.sudo().integration_id.company_id = self.other
        with self.assertRaises(AccessError):
            subscription.write({"company_id": self.other.id})

    def test_nobody_is_forgotten_across_companies_one_does_not_work_for(self):
        wizards = self.env["logistics.forget.person"].with_user(self.manager)
        stranger = self.env["res.partner"].create(
            {"name": "Grace Hopper", "company_id": self.other.id}
        )
        wizard = wizards.create({"partner_id": stranger.id, "reason": "x"})
        with self.assertRaises(AccessError):
            wizard.action_forget()
        shared = self.env["res.partner"].create({"name": "Ada Lovelace"})
        self.make_shipment(
            partner_id=shared.id,
            company_id=self.other.id,
            integration=self.make_integration(company_id=self.other.id),
        )
        wizard = wizards.create({"partner_id": shared.id, "reason": "x"})
        with self.assertRaises(AccessError):
            wizard.action_forget()

    # Routes that are no form

    def test_the_audit_trail_is_verified_by_who_may_read_it(self):
        portal = new_test_user(self.env, "own-portal", "base.group_portal")
        for user in (portal, self.manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["logistics.audit.entry"].with_user(user).action_verify()

    # What is on record

    def test_what_was_found_and_decided_is_not_written_over(self):
        case = self.env["logistics.exception"]._open_case(
            self.shipment, "other", "2", "x"
        )
        review = self.env["logistics.access.review"].with_user(self.manager).create({})
        review.action_open()
        refused = [
            (case.with_user(self.dispatcher), {"opened_at": self.at(0)}),
            (case.with_user(self.dispatcher), {"company_id": self.other.id}),
            (self.shipment.with_user(self.dispatcher), {"invoicing_hold": False}),
            (review, {"state": "done"}),
            (review, {"state": "draft"}),
        ]
        for record, vals in refused:
            with self.subTest(record._name, **vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            review.create({"state": "done"})
        with self.assertRaises(AccessError):
            review.write({"company_id": self.other.id})

    def test_a_dispatcher_holds_and_releases_invoicing_by_its_buttons(self):
        shipment = self.shipment.with_user(self.dispatcher)
        shipment.action_hold_invoicing()
        self.assertTrue(shipment.invoicing_hold)
        shipment.action_release_invoicing()
        self.assertFalse(shipment.invoicing_hold)
        viewer = self.make_user("own-viewer", "group_user")
        with self.assertRaises(AccessError):
            self.shipment.with_user(viewer).action_hold_invoicing()

    def test_the_board_is_narrowed_by_ids_alone(self):
        board = self.env["logistics.dashboard"].with_user(self.manager)
        for value in ("x", [1], {"a": 1}):
            with self.subTest(value), self.assertRaises(UserError):
                board.board(filters={"partner_id": value})

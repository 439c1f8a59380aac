# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models.ir_http import API_SCOPE
from .common import LogisticsCase

NOW = "2026-03-02 08:00:00"


class ReviewCase(LogisticsCase):
    """A manager who reviews, a user and a machine that have access."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "rev-manager",
            "logistics_base.group_manager,logistics_base.group_integration_admin",
        )
        cls.worker = new_test_user(
            cls.env, "rev-worker", "logistics_base.group_dispatcher"
        )
        cls.access = cls.make_access(cls, "Data warehouse")

    def told_of(self, record):
        """Return how often the manager was sent a note about the record."""
        return self.env["mail.message"].search_count(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "=", "user_notification"),
                ("notified_partner_ids", "in", self.manager.partner_id.ids),
                ("subject", "not ilike", "assigned"),
            ]
        )

    def make_access(self, name, **vals):
        """Return a machine access with a key."""
        access = self.env["logistics.service.credential"].create(
            {
                "name": name,
                "owner_id": self.manager.id,
                "scope_ids": [
                    Command.set(self.env.ref("logistics_base.scope_metrics").ids)
                ],
                **vals,
            }
        )
        access.action_issue()
        return access


@tagged("-at_install", "post_install")
@freeze_time(NOW)
class TestExpiry(ReviewCase):
    """Owners are told at 30, 14 and 3 days, each once."""

    def warn(self, when):
        with freeze_time(when):
            self.env["logistics.service.credential"]._warn_of_ends()
        return len(self.access.activity_ids), self.told_of(self.access)

    def test_the_owner_is_told_at_each_step_once(self):
        end = fields.Datetime.now() + timedelta(days=40)
        self.access.valid_until = end
        expected = {
            41: (0, 0),
            29: (1, 1),
            28: (1, 1),
            14: (1, 2),
            13: (1, 2),
            2: (1, 3),
        }
        for days_left, told in expected.items():
            with self.subTest(days_left):
                self.assertEqual(self.warn(end - timedelta(days=days_left)), told)

    def test_what_is_put_off_is_told_again_when_it_is_time(self):
        self.access.valid_until = fields.Datetime.now() + timedelta(days=10)
        self.assertEqual(self.warn(NOW), (1, 1))
        self.access.valid_until = fields.Datetime.now() + timedelta(days=100)
        self.assertEqual(self.warn(NOW), (0, 1))
        self.access.valid_until = fields.Datetime.now() + timedelta(days=10)
        self.assertEqual(self.warn(NOW), (1, 2))

    def test_where_the_owner_is_gone_an_administrator_is_told(self):
        self.access.valid_until = fields.Datetime.now() + timedelta(days=10)
        self.access.owner_id = self.worker
        self.worker.active = False
        self.warn(NOW)
        administrators = self.env.ref("logistics_base.group_integration_admin")
        self.assertIn(self.access.activity_ids.user_id, administrators.all_user_ids)

    def test_the_board_of_today_shows_it_to_who_sets_it_up(self):
        self.access.valid_until = fields.Datetime.now() + timedelta(days=10)
        board = self.env["logistics.today"].with_user(self.manager).board()
        (card,) = (card for card in board["cards"] if card["code"] == "access_ends")
        self.assertIn(self.access.name, [row["title"] for row in card["rows"]])
        board = self.env["logistics.today"].with_user(self.worker).board()
        self.assertNotIn("access_ends", [card["code"] for card in board["cards"]])

    def test_users_are_told_of_their_own_keys(self):
        keys = self.env(user=self.worker)["res.users.apikeys"].sudo()
        keys._generate(
            API_SCOPE, "my script", fields.Datetime.now() + timedelta(days=14)
        )
        self.env["logistics.service.credential"]._warn_of_ends()
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.worker.partner_id.id)]
        )
        self.assertIn("my script", told.mail_message_id.mapped("subject")[0])


@tagged("-at_install", "post_install")
class TestAccessReview(ReviewCase):
    """Everybody who has access is looked through; what is revoked is shut."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review = (
            cls.env["logistics.access.review"].with_user(cls.manager).create({})
        )
        cls.review.action_open()

    def line(self, **match):
        (name, record), *_rest = match.items()
        return self.review.line_ids.filtered(
            lambda line: line[name] == record and line.kind != "key"
        )

    def test_users_and_machines_are_listed_with_what_they_may(self):
        self.assertIn("Dispatcher", self.line(user_id=self.worker).rights)
        machine = self.line(credential_id=self.access)
        self.assertEqual((machine.kind, machine.rights), ("credential", "metrics"))
        clerk = new_test_user(self.env, "rev-clerk", "base.group_user")
        self.assertFalse(self.line(user_id=clerk))

    def test_a_machine_that_is_revoked_is_shut(self):
        line = self.line(credential_id=self.access)
        with self.assertRaises(UserError):
            line.action_revoke()
        line.reason = "switched off in January"
        line.action_revoke()
        self.assertEqual(self.access.state, "revoked")
        self.assertEqual(self.access.revoke_reason, "switched off in January")
        self.assertEqual(line.decided_by_id, self.manager)

    def test_a_user_who_is_revoked_has_no_rights_and_no_key_left(self):
        keys = self.env(user=self.worker)["res.users.apikeys"].sudo()
        keys._generate(API_SCOPE, "script", None)
        line = self.line(user_id=self.worker)
        line.reason = "left the department"
        line.action_revoke()
        self.assertFalse(self.worker.has_group("logistics_base.group_user"))
        self.assertTrue(self.worker.has_group("base.group_user"))
        self.assertFalse(keys.search([("user_id", "=", self.worker.id)]))

    def test_rights_through_a_group_of_their_own_go_as_well(self):
        team = self.env["res.groups"].create(
            {
                "name": "Night shift",
                "implied_ids": self.env.ref("logistics_base.group_manager").ids,
            }
        )
        self.worker.group_ids = [Command.link(team.id)]
        line = self.line(user_id=self.worker)
        line.reason = "day shift now"
        line.action_revoke()
        self.assertFalse(self.worker.has_group("logistics_base.group_user"))

    def test_a_group_that_gives_more_is_left_to_people(self):
        team = self.env["res.groups"].create(
            {
                "name": "Directors",
                "implied_ids": [
                    self.env.ref("logistics_base.group_user").id,
                    self.env.ref("base.group_system").id,
                ],
            }
        )
        self.worker.group_ids = [Command.link(team.id)]
        line = self.line(user_id=self.worker)
        line.reason = "why"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.action_revoke()
        self.assertTrue(self.worker.has_group("logistics_base.group_user"))

    def test_nobody_decides_of_themselves(self):
        with self.assertRaises(AccessError):
            self.line(user_id=self.manager).action_keep()

    def test_nobody_decides_past_the_buttons(self):
        line = self.line(user_id=self.worker)
        with self.assertRaises(UserError):
            line.decision = "keep"

    def test_it_is_closed_when_all_is_decided(self):
        with self.assertRaises(UserError):
            self.review.action_done()
        mine = self.line(user_id=self.manager)
        (self.review.line_ids - mine).action_keep()
        mine.with_user(self.env.ref("base.user_admin")).action_keep()
        self.review.action_done()
        self.assertEqual((self.review.state, self.review.progress), ("done", 100.0))
        with self.assertRaises(UserError):
            self.line(user_id=self.worker).action_reopen()

    def test_decisions_are_on_record(self):
        self.line(user_id=self.worker).action_keep()
        self.env["logistics.audit.pending"]._append_all()
        entry = self.env["logistics.audit.entry"].search(
            [("action", "=", "access.reviewed")], limit=1
        )
        self.assertEqual(entry.user_id, self.manager)

    def test_a_campaign_begins_when_it_is_time(self):
        company = self.env["res.company"].create(
            {"name": "Reviewed Company", "logistics_review_months": 6}
        )
        reviews = self.env["logistics.access.review"]
        reviews._tend()
        ours = [("company_id", "=", company.id)]
        self.assertEqual(reviews.search(ours).state, "open")
        reviews._tend()
        self.assertEqual(reviews.search_count(ours), 1)

    def test_the_reviewer_is_reminded_once_a_week(self):
        before = self.told_of(self.review)
        for days, more in ((-1, 0), (1, 1), (2, 1), (8, 2)):
            with freeze_time(self.review.due_date + timedelta(days=days)):
                self.env["logistics.access.review"]._tend()
            self.assertEqual(self.told_of(self.review), before + more)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.logistics_credential import KEY_VARIABLE
from ..models.logistics_watchdog import LogisticsWatchdog
from ..protocols.keyring import Keyring
from .common import SECRET, LogisticsCase

LOGGERS = (
    "odoo.addons.logistics_base.models.logistics_watchdog",
    "odoo.addons.logistics_base.models.logistics_incident",
)


@tagged("-at_install", "post_install")
class TestWatchdog(LogisticsCase):
    """What fails without a sound is mended, and whoever answers for it is told once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(mute_logger(*LOGGERS))
        cls.owner = cls.env["res.users"].create(
            {
                "name": "Owner of partners",
                "login": "watchdog-owner",
                "group_ids": [
                    (4, cls.env.ref("logistics_base.group_integration_admin").id)
                ],
            }
        )
        cls.integration.owner_id = cls.owner
        # Integrations that others made live with trouble of their own.
        others = cls.env["logistics.integration"].search(
            [("id", "!=", cls.integration.id)]
        )
        others.write({"state": "draft", "inbound_circuit_state": "closed"})
        cls.crons = cls.env["logistics.message"]._drain_crons()
        cls.crons.write({"active": True, "lastcall": fields.Datetime.now()})
        cls.env["ir.cron.progress"].search([("cron_id", "in", cls.crons.ids)]).unlink()
        cls.env["logistics.incident"].search([]).unlink()
        cls.hand_on()

    def check(self, minutes=0):
        """Have the watchdog look, so many minutes from now."""
        now = fields.Datetime.now() + timedelta(minutes=minutes)
        with patch.object(fields.Datetime, "now", lambda: now):
            self.env["logistics.watchdog"]._check()
        self.env.flush_all()

    def overdue_message(self, minutes=10):
        message = self.receive(self.event("1Z-LATE")).sudo()
        message.received_at = fields.Datetime.now() - timedelta(minutes=minutes)
        self.env.flush_all()
        return message

    def activities(self):
        return self.integration.activity_ids

    def incidents(self, kind):
        return self.env["logistics.incident"].search(
            [("integration_id", "=", self.integration.id), ("kind", "=", kind)]
        )

    # Nobody processes the messages

    def test_all_is_well_and_nobody_is_told(self):
        self.receive(self.event("1Z-FRESH"))
        self.check()
        self.assertFalse(self.activities())
        self.assertFalse(self.env["logistics.incident"].search_count([]))

    def test_two_drains_are_looked_after(self):
        self.assertEqual(len(self.crons), 2)

    def test_a_deactivated_drain_is_set_going_and_the_owner_is_told(self):
        self.overdue_message()
        self.crons.write({"active": False, "failure_count": 5})
        before = self.env["ir.cron.trigger"].search_count([])
        with self.assertLogs(LOGGERS[0], "ERROR"):
            self.check()
        self.assertEqual(self.crons.mapped("active"), [True, True])
        self.assertEqual(self.crons.mapped("failure_count"), [0, 0])
        self.assertGreater(self.env["ir.cron.trigger"].search_count([]), before)
        self.assertEqual(self.activities().user_id, self.owner)
        self.assertIn("deactivated", self.activities().summary)

    def test_drains_rest_in_peace_while_nothing_is_due(self):
        self.crons.active = False
        self.check()
        self.assertEqual(self.crons.mapped("active"), [False, False])

    def test_a_silent_drain_is_woken(self):
        self.overdue_message()
        self.crons.lastcall = fields.Datetime.now() - timedelta(minutes=30)
        self.check()
        self.assertIn("does not run", self.activities().summary)
        self.assertTrue(
            self.env["ir.cron.trigger"].search([("cron_id", "=", self.crons[0].id)])
        )

    def test_a_drain_at_work_is_not_silent_however_long_its_run(self):
        self.overdue_message()
        self.crons.lastcall = fields.Datetime.now() - timedelta(minutes=30)
        self.env["ir.cron.progress"].create({"cron_id": self.crons[0].id})
        self.check()
        self.assertFalse(self.activities())

    def test_a_message_a_busy_drain_never_gets_to_is_told_in_the_end(self):
        self.overdue_message(minutes=10)
        self.check()
        self.assertFalse(self.activities())
        self.overdue_message(minutes=20)
        self.check()
        self.assertIn("does not get to", self.activities().summary)

    def test_an_old_message_that_was_just_queued_again_is_no_incident(self):
        self.overdue_message(minutes=600).attempts = 1
        self.check()
        self.assertFalse(self.activities())

    def test_waiting_on_purpose_is_no_incident(self):
        message = self.overdue_message(minutes=60)
        message.next_attempt_at = fields.Datetime.now() + timedelta(hours=1)
        self.check()
        self.integration.action_pause()
        message.next_attempt_at = False
        self.check()
        self.assertFalse(self.activities())

    def test_one_incident_is_one_activity_and_ends_with_it(self):
        message = self.overdue_message(minutes=20)
        for minutes in (0, 5, 10):
            self.crons.lastcall = fields.Datetime.now() + timedelta(minutes=minutes)
            self.check(minutes)
        self.assertEqual(len(self.activities()), 1)
        message._set_discarded("Not needed")
        self.check(15)
        self.assertFalse(self.activities())
        incident = self.incidents("drain")
        self.assertEqual(len(incident), 1)
        self.assertTrue(incident.closed_at)
        self.overdue_message(minutes=20)
        self.check()
        self.assertEqual(len(self.activities()), 1)
        self.assertEqual(len(self.incidents("drain")), 2)

    def test_an_activity_that_was_ticked_off_does_not_come_back(self):
        self.overdue_message(minutes=20)
        self.check()
        self.activities().action_feedback(feedback="I am on it")
        self.check()
        self.assertFalse(self.activities())

    def test_without_an_owner_an_administrator_is_told(self):
        self.integration.owner_id = False
        self.overdue_message(minutes=20)
        self.check()
        self.assertTrue(
            self.activities().user_id.has_group(
                "logistics_base.group_integration_admin"
            )
        )

    # Partners that do not recover

    def test_a_circuit_that_stays_open_is_told_after_a_while(self):
        self.integration._set_circuit("open", fields.Datetime.now())
        self.check()
        self.assertFalse(self.activities())
        self.integration._set_circuit("half_open")
        self.check(20)
        self.assertEqual(len(self.activities()), 1)
        self.integration._set_circuit("closed")
        self.check(25)
        self.assertFalse(self.activities())
        self.assertTrue(self.incidents("circuit").closed_at)

    # Credentials

    def credentials(self):
        return self.integration.credential_ids

    def test_an_integration_without_a_valid_credential_is_told_of(self):
        self.credentials().valid_until = fields.Datetime.now() - timedelta(days=1)
        self.check()
        self.assertIn("No credential is valid", self.activities().summary)

    def test_a_credential_that_ends_soon_needs_a_successor(self):
        soon = fields.Datetime.now() + timedelta(days=10)
        self.credentials().valid_until = soon
        self.check()
        self.assertIn("successor", self.activities().summary)
        self.env["logistics.credential"].create(
            {
                "integration_id": self.integration.id,
                "name": "webhook_secret",
                "value": SECRET,
                "valid_from": soon - timedelta(days=1),
            }
        )
        self.check()
        self.assertFalse(self.activities())

    def test_a_credential_of_another_name_does_not_count(self):
        self.credentials().name = "api_key"
        self.check()
        self.assertIn("No credential is valid", self.activities().summary)

    def test_a_credential_that_cannot_be_read_is_told_without_the_secret(self):
        with patch.dict("os.environ", {KEY_VARIABLE: Keyring.generate()}):
            self.check()
        self.assertIn("No credential can be read", self.activities().summary)
        self.assertNotIn(SECRET, self.activities().summary)

    # The watchdog itself

    def test_it_outlives_whatever_it_stumbles_on(self):
        self.credentials().valid_until = fields.Datetime.now() - timedelta(days=1)
        with patch.object(
            LogisticsWatchdog, "_neglected_integrations", side_effect=ValueError("boom")
        ):
            self.check()
        self.assertEqual(len(self.activities()), 1)

    def test_the_cron_runs_it(self):
        self.overdue_message(minutes=20)
        with self.enter_registry_test_mode():
            self.env.ref("logistics_base.ir_cron_watchdog").method_direct_trigger()
        self.assertEqual(len(self.activities()), 1)

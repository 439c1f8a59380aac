# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase


@tagged("-at_install", "post_install")
class TestEnvironment(LogisticsCase):
    """Test and production cannot be mixed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("database.is_neutralized", False)
        cls.test = cls.integration
        cls.production = cls.make_integration(environment="production")

    def test_a_test_system_never_touches_a_shipment_of_production(self):
        real = self.make_shipment("1Z1", integration=self.production)
        message = self.tell(self.event("1Z1", "delivered"), integration=self.test)
        self.assertEqual(message.state, "parked")
        self.assertFalse(real.milestone_ids)
        own = self.make_shipment("1Z2", integration=self.test)
        message = self.tell(self.event("1Z2", "delivered"), integration=self.production)
        self.assertEqual(message.state, "parked")
        self.assertFalse(own.milestone_ids)

    def test_one_number_in_both_worlds_means_the_senders(self):
        real = self.make_shipment("1Z1", integration=self.production)
        tried = self.make_shipment("1Z1", integration=self.test)
        self.tell(self.event("1Z1", "departed"), integration=self.test)
        self.assertEqual(tried.milestone_ids.mapped("code"), ["departed"])
        self.assertFalse(real.milestone_ids)

    def test_what_has_shipments_or_messages_stays_in_its_world(self):
        admin = new_test_user(
            self.env, "env-admin", "logistics_base.group_integration_admin"
        )
        self.make_shipment("1Z1", integration=self.test)
        with self.assertRaises(UserError):
            self.test.with_user(admin).environment = "production"
        self.receive(b"{}", integration=self.production)
        with self.assertRaises(UserError):
            self.production.with_user(admin).environment = "test"
        unused = self.make_integration()
        unused.with_user(admin).environment = "production"
        self.assertEqual(unused.environment, "production")

    def test_a_leg_is_of_its_shipments_world(self):
        shipment = self.make_shipment("1Z1", integration=self.production)
        with self.assertRaises(ValidationError):
            self.env["logistics.leg"].create(
                {"shipment_id": shipment.id, "integration_id": self.test.id}
            )
        loose = self.make_shipment("1Z2")
        loose.integration_id = False
        self.env["logistics.leg"].create(
            {"shipment_id": loose.id, "integration_id": self.test.id}
        )
        with self.assertRaises(ValidationError):
            loose.integration_id = self.production

    def test_a_test_that_calls_productions_host_is_shown(self):
        self.production.base_url = "https://api.carrier.example/v1"
        self.test.base_url = "https://API.carrier.example/test"
        self.test.credential_ids.unlink()
        self.assertIn("api.carrier.example", self.test.environment_problems)
        self.test.base_url = "https://sandbox.carrier.example/v1"
        self.test.invalidate_recordset(["environment_problems"])
        self.assertFalse(self.test.environment_problems)

    def test_production_that_calls_a_test_system_is_shown(self):
        self.test.credential_ids.unlink()
        for host, is_shown in {
            "sandbox.carrier.example": True,
            "wwwcie.carrier.example": True,
            "api-test.carrier.example": True,
            "api.carrier.example": False,
            "latest.carrier.example": False,
            "contest.example": False,
        }.items():
            with self.subTest(host):
                self.production.base_url = f"https://{host}/"
                self.production.invalidate_recordset(["environment_problems"])
                self.assertEqual(bool(self.production.environment_problems), is_shown)

    def test_a_secret_of_both_worlds_is_shown(self):
        # Both were made with the same secret.
        self.assertIn(self.production.name, self.test.environment_problems)
        self.assertIn(self.test.name, self.production.environment_problems)
        self.test.credential_ids.value = "another-secret-of-the-test-system"
        integrations = self.test | self.production
        integrations.invalidate_recordset(["environment_problems"])
        self.assertNotIn(self.production.name, self.test.environment_problems or "")

    def test_nothing_goes_live_for_production_in_a_copy(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        self.production.action_pause()
        self.assertTrue(self.production.is_copy)
        with self.assertRaises(ValidationError):
            self.production.action_go_live()
        self.test.action_pause()
        self.test.action_go_live()
        self.assertEqual(self.test.state, "live")

    def test_a_copy_has_no_key_of_production_and_runs_nobodys_code(self):
        access = self.env["logistics.service.credential"].create(
            {
                "name": "Data warehouse",
                "scope_ids": self.env.ref("logistics_base.scope_metrics").ids,
            }
        )
        access.action_issue()
        action = self.env["ir.actions.server"].create(
            {
                "name": "Call somebody",
                "model_id": self.env.ref("logistics_base.model_logistics_shipment").id,
                "state": "code",
                "code": "pass",
            }
        )
        rules = self.env["logistics.rule"]
        calling, telling = rules.create(
            [
                {"name": name, "trigger": "event", "event_type": "shipment.stage"}
                for name in ("Calls", "Tells")
            ]
        )
        self.env["logistics.rule.action"].create(
            [
                {
                    "rule_id": calling.id,
                    "type": "server",
                    "server_action_id": action.id,
                },
                {"rule_id": telling.id, "type": "publish", "event_name": "told"},
            ]
        )
        self.env.flush_all()

        for query in get_neutralization_queries(["logistics_base"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.env.registry.clear_cache()

        self.assertEqual(access.state, "draft")
        self.assertEqual((calling.active, telling.active), (False, True))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..canonical import deprecations
from ..models import logistics_service_door
from ..protocols.usage import UsageBuffer
from .api_common import FIRST_PAGE, ApiCase

METRICS = "/logistics/metrics"
HTTP_LOGGER = "odoo.http"


@tagged("-at_install", "post_install")
class TestServiceCredential(ApiCase):
    """Machines have keys of their own: for what they need, from where they are."""

    # What is counted is written beside the read-only request; a test sees it only so.
    _registry_readonly_enabled = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "gov-admin", "logistics_base.group_integration_admin"
        )
        cls.shipment = cls.make_shipment("1Z-OURS", state="booked")
        cls.stranger = cls.env["res.partner"].create({"name": "Somebody Else"})
        cls.foreign = cls.make_shipment(
            "1Z-FOREIGN", partner_id=cls.stranger.id, state="booked"
        )
        cls.access = cls.make_access("Data warehouse", "shipments:read")
        cls.key = cls.issue(cls.access)

    @classmethod
    def make_access(cls, name, *scopes, **vals):
        """Return a machine access of the administrator's."""
        found = cls.env["logistics.service.scope"].search([("code", "in", scopes)])
        return (
            cls.env["logistics.service.credential"]
            .with_user(cls.admin)
            .create({"name": name, "scope_ids": [Command.set(found.ids)], **vals})
        )

    @classmethod
    def issue(cls, access):
        """Return a new key, as its administrator is shown it once."""
        return access.action_issue()["context"]["default_key"]

    def ids(self, response):
        return [item["id"] for item in response.json()["items"]]

    # The key

    def test_a_key_opens_what_it_is_for(self):
        response = self.get(FIRST_PAGE, self.key)
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.shipment.id, self.ids(response))
        self.assertIn(self.foreign.id, self.ids(response))

    @mute_logger(HTTP_LOGGER)
    def test_a_key_opens_nothing_else(self):
        response = self.get(METRICS, self.key)
        self.assert_problem(response, 403, "insufficient-scope")
        self.assertIn("metrics", response.headers["WWW-Authenticate"])
        metrics = self.issue(self.make_access("Monitoring", "metrics"))
        self.assert_problem(self.get(FIRST_PAGE, metrics), 403, "insufficient-scope")

    def test_metrics_are_of_its_company_alone(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.make_integration("gov-theirs", company_id=other.id)
        self.make_integration("gov-ours")
        text = self.get(METRICS, self.issue(self.make_access("M", "metrics"))).text
        self.assertIn("gov-ours", text)
        self.assertNotIn(theirs.code, text)

    @mute_logger(HTTP_LOGGER)
    def test_nothing_like_a_key_opens(self):
        almost = self.key[:-1] + ("A" if self.key[-1] != "A" else "B")
        for wrong in (almost, self.key[:18], "lgs_", "lgs_0123456789ab_", "lgs_ü"):
            with self.subTest(wrong):
                self.assert_problem(
                    self.get(FIRST_PAGE, wrong.encode().decode("latin-1")),
                    401,
                    "unauthorized",
                )

    def test_a_key_is_kept_as_a_digest_alone(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM logistics_service_secret")
        stored = str(self.env.cr.fetchall())
        self.assertNotIn(self.key, stored)
        self.assertNotIn(self.key.rpartition("_")[2], stored)
        with self.assertRaises(AccessError):
            self.access.secret_ids.read(["digest"])

    @mute_logger(HTTP_LOGGER)
    def test_a_renewed_key_overlaps_with_the_one_before(self):
        with freeze_time("2026-03-02"):
            self.access.valid_until = fields.Datetime.now() + self.days(90)
            newer = self.issue(self.access)
            for key in (self.key, newer):
                self.assertTrue(self.find(key))
        with freeze_time("2026-03-10"):
            self.assertFalse(self.find(self.key))
            self.assertTrue(self.find(newer))

    def days(self, count):
        return fields.Datetime.to_datetime(
            date.fromordinal(1 + count)
        ) - fields.Datetime.to_datetime(date.fromordinal(1))

    def find(self, key):
        self.env.invalidate_all()
        return self.env["logistics.service.secret"]._find(key)

    def test_a_key_ends_with_its_access(self):
        self.access.valid_until = self.at(0)
        with freeze_time(self.at(-1)):
            self.assertTrue(self.find(self.key))
        with freeze_time(self.at(1)):
            self.assertFalse(self.find(self.key))
            with self.assertRaises(UserError):
                self.access.action_issue()

    @mute_logger(HTTP_LOGGER)
    def test_what_is_revoked_is_shut_at_once(self):
        self.access.action_revoke()
        self.assertEqual(self.access.state, "revoked")
        self.assert_problem(self.get(FIRST_PAGE, self.key), 401, "unauthorized")
        with self.assertRaises(UserError):
            self.access.action_issue()

    def test_states_are_found_as_they_are_shown(self):
        new = self.make_access("New", "metrics")
        expired = self.make_access("Expired", "metrics", valid_until=self.at(0))
        revoked = self.make_access("Revoked", "metrics")
        revoked.action_revoke()
        made = self.access | new | expired | revoked
        states = dict(zip(made, ("active", "draft", "expired", "revoked"), strict=True))
        for access, state in states.items():
            self.assertEqual(access.state, state)
            found = made.search([("state", "=", state), ("id", "in", made.ids)])
            self.assertEqual(found, access)

    @mute_logger(HTTP_LOGGER)
    def test_the_feed_and_exports_ask_for_scopes_of_their_own(self):
        day = fields.Date.today()
        for path, scope in {
            "/logistics/v1/events": "events:read",
            f"/logistics/v1/export/shipments?from={day}&to={day}": "export",
        }.items():
            with self.subTest(path):
                refused = self.get(path, self.key)
                self.assert_problem(refused, 403, "insufficient-scope")
                key = self.issue(self.make_access(scope, scope))
                self.assertEqual(self.get(path, key).status_code, 200)
        self.env["logistics.audit.pending"]._append_all()
        entry = self.env["logistics.audit.entry"].search(
            [("action", "=", "export"), ("res_model", "=", "logistics.shipment")],
            limit=1,
        )
        self.assertEqual((entry.actor, entry.who), ("credential", "export"))

    # Whose, and from where

    def test_a_customers_machine_sees_that_customers_alone(self):
        self.access.partner_id = self.stranger
        self.make_shipment("1Z-DRAFT", partner_id=self.stranger.id)
        response = self.get(FIRST_PAGE, self.key)
        self.assertEqual(self.ids(response), [self.foreign.id])

    @mute_logger(HTTP_LOGGER)
    def test_a_customers_machine_gets_nothing_that_stays_inside(self):
        self.env["logistics.exception"]._open_case(self.foreign, "other", "2", "x")
        self.hand_on()
        access = self.make_access(
            "Customer", "export", "metrics", partner_id=self.stranger.id
        )
        key = self.issue(access)
        days = "from=2000-01-01&to=2100-01-01"
        for path in (
            f"/logistics/v1/export/exceptions?{days}",
            f"/logistics/v1/export/measures?{days}",
            METRICS,
        ):
            with self.subTest(path):
                self.assert_problem(self.get(path, key), 403, "forbidden")
        for dataset in ("shipments", "milestones", "events"):
            response = self.get(f"/logistics/v1/export/{dataset}?{days}", key)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("exception.", response.text)

    @mute_logger(HTTP_LOGGER)
    def test_another_companys_shipments_are_not_there(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.make_shipment(
            "1Z-THEIRS",
            company_id=other.id,
            integration=self.make_integration(company_id=other.id),
        )
        response = self.get(f"{FIRST_PAGE}/{theirs.id}", self.key)
        self.assert_problem(response, 404, "not-found")

    @mute_logger(HTTP_LOGGER)
    def test_a_key_is_good_from_its_addresses_alone(self):
        self.access.allowed_networks = "203.0.113.0/24"
        self.assert_problem(self.get(FIRST_PAGE, self.key), 403, "forbidden")
        self.access.allowed_networks = "127.0.0.0/8"
        self.assertEqual(self.get(FIRST_PAGE, self.key).status_code, 200)

    @mute_logger(HTTP_LOGGER)
    def test_the_integrations_addresses_hold_for_its_machines(self):
        self.integration.allowed_networks = "203.0.113.0/24"
        self.access.integration_id = self.integration
        self.assert_problem(self.get(FIRST_PAGE, self.key), 403, "forbidden")
        with self.assertRaises(ValidationError):
            self.access.allowed_networks = "203.0.113.0/99"

    def test_a_test_systems_machine_sees_nothing_of_production(self):
        production = self.make_integration(environment="production")
        live = self.make_shipment("1Z-LIVE", integration=production, state="booked")
        self.access.integration_id = self.integration
        self.assertEqual(self.integration.environment, "test")
        self.assertNotIn(live.id, self.ids(self.get(FIRST_PAGE, self.key)))

    # Rates

    def test_answers_tell_what_is_left(self):
        self.access.write({"rate_quota": 5, "rate_window": 60})
        headers = self.get(FIRST_PAGE, self.key).headers
        self.assertEqual(headers["RateLimit-Policy"], '"machine";q=5;w=60')
        self.assertRegex(headers["RateLimit"], r'^"machine";r=4;t=1[12]$')

    @mute_logger(HTTP_LOGGER)
    def test_above_the_rate_it_is_told_when_to_come_back(self):
        self.access.write({"rate_quota": 2, "rate_window": 3600})
        codes = [self.get(FIRST_PAGE, self.key).status_code for _attempt in range(2)]
        self.assertEqual(codes, [200, 200])
        refused = self.get(FIRST_PAGE, self.key)
        self.assert_problem(refused, 429, "too-many-requests")
        self.assertGreater(int(refused.headers["Retry-After"]), 1700)
        self.assertIn("r=0", refused.headers["RateLimit"])

    def test_a_users_own_key_is_counted_by_itself(self):
        self.env["ir.config_parameter"].set_param("logistics_base.api_requests", 50)
        user = self.make_user("gov-user", ["logistics_base.group_user"])
        first, second = self.make_key(user), self.make_key(user)
        self.get(FIRST_PAGE, first)
        self.assertIn('"user";r=48', self.get(FIRST_PAGE, first).headers["RateLimit"])
        self.assertIn('"user";r=49', self.get(FIRST_PAGE, second).headers["RateLimit"])

    # Who was here

    def test_uses_are_counted_and_written_down_now_and_then(self):
        buffer = UsageBuffer(60)
        used = {self.env.cr.dbname: buffer}
        with patch.object(logistics_service_door, "_used", used):
            for _attempt in range(3):
                self.get(FIRST_PAGE, self.key)
            door = self.env["logistics.service.door"]
            secret = self.access.secret_ids
            secret.invalidate_recordset()
            self.assertEqual(secret.use_count, 1)
            door._write_uses(buffer.take_due(at_once=True))
        self.assertEqual(secret.use_count, 3)
        self.assertEqual(self.access.last_used_from, "127.0.0.1")
        self.assertTrue(self.access.last_used_at)

    # What will go away

    def test_what_will_go_away_is_announced_and_counted(self):
        old = deprecations.Deprecated(
            "shipments-list",
            since=date(2026, 3, 2),
            sunset=date(2026, 9, 1),
            route="/logistics/v1/shipments",
            instead="Use the feed of events.",
            link="https://example.org/changes",
        )
        deprecations.register(old)
        self.addCleanup(deprecations.unregister, old.code)
        uses = self.env["logistics.deprecation.use"]
        with patch.dict(
            "odoo.addons.logistics_base.models.logistics_deprecation_use._used",
            clear=True,
        ):
            headers = self.get(FIRST_PAGE, self.key).headers
        self.assertEqual(headers["Deprecation"], "@1772409600")
        self.assertEqual(headers["Sunset"], "Tue, 01 Sep 2026 00:00:00 GMT")
        self.assertIn('rel="deprecation"', headers["Link"])
        use = uses.search([("code", "=", old.code)])
        self.assertEqual((use.credential_id, use.use_count), (self.access, 1))
        self.assertEqual(use.instead, old.instead)
        one = self.get(f"{FIRST_PAGE}/{self.shipment.id}", self.key)
        self.assertNotIn("Deprecation", one.headers)

    # The metrics route without rights

    @mute_logger(HTTP_LOGGER)
    def test_metrics_are_for_those_who_have_the_right(self):
        viewer = self.make_user("gov-viewer", ["logistics_base.group_user"])
        self.assert_problem(self.get(METRICS), 401, "unauthorized")
        key = self.make_key(viewer, "logistics.metrics")
        self.assert_problem(self.get(METRICS, key), 403, "forbidden")
        self.assert_problem(
            self.get(METRICS, self.make_key(viewer)), 401, "unauthorized"
        )

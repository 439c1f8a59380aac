# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.ir_http import API_SCOPE, METRICS_SCOPE
from .api_common import ApiCase

PATH = "/logistics/metrics"
_SAMPLE = re.compile(r'[a-z_]+(\{([a-z_]+="(\\.|[^"\\\n])*",?)*\})? -?[0-9.e+]+')


@tagged("-at_install", "post_install")
class TestMetrics(ApiCase):
    """What monitoring reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.make_user(
            "metrics-admin", ["logistics_base.group_integration_admin"]
        )
        cls.key = cls.make_key(cls.admin, METRICS_SCOPE)

    def figures(self, key=None):
        response = self.get(PATH, key or self.key)
        self.assertEqual(response.status_code, 200, response.text)
        self.assertTrue(
            response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        )
        return response.text

    def figure(self, name, **labels):
        """Return the number of the one sample that bears these labels."""
        found = []
        for line in self.figures().splitlines():
            if re.match(rf"{name}[{{ ]", line) and all(
                f'{label}="{value}"' in line for label, value in labels.items()
            ):
                found.append(float(line.rsplit(" ", 1)[1]))
        self.assertEqual(len(found), 1, f"{name} {labels}: {found}")
        return found[0]

    @mute_logger("odoo.http")
    def test_it_takes_a_key_of_its_own_and_the_right_role(self):
        for key in (
            None,
            self.make_key(self.admin, API_SCOPE),
            self.make_key(self.admin, None),
        ):
            self.assert_problem(self.get(PATH, key), 401, "unauthorized")
        viewer = self.make_user("metrics-viewer", ["logistics_base.group_user"])
        key = self.make_key(viewer, METRICS_SCOPE)
        self.assert_problem(self.get(PATH, key), 403, "forbidden")

    def test_every_line_is_in_the_text_format(self):
        self.make_shipment("1Z1")
        self.tell(
            self.event("1Z1"),
            self.event("UNKNOWN"),
            self.event("1Z1", None, raw_code='odd"\\\n'),
        )
        for line in self.figures().splitlines():
            if not line.startswith(("# HELP ", "# TYPE ")):
                self.assertRegex(line, f"^{_SAMPLE.pattern}$")

    def test_messages_are_counted_by_what_became_of_them(self):
        code = self.integration.code
        self.make_shipment("1Z1")
        self.tell(self.event("1Z1"), self.event("NOT-KNOWN-YET"))
        self.receive(self.event("1Z1", hours=1), self.event("1Z1", hours=2))
        self.env.flush_all()
        self.assertEqual(
            self.figure(
                "logistics_messages_waiting", integration=code, state="received"
            ),
            2,
        )
        self.assertEqual(
            self.figure(
                "logistics_messages_open",
                integration=code,
                state="parked",
                category="reference",
            ),
            1,
        )
        self.assertEqual(
            self.figure("logistics_messages_recent", integration=code, state="done"), 1
        )
        self.assertEqual(
            self.figure("logistics_milestones_last_hour", integration=code), 1
        )

    def test_the_lag_is_the_age_of_the_oldest_message_due(self):
        message = self.receive(self.event("1Z1"))
        message.sudo().received_at = "2020-01-01 00:00:00"
        self.env.flush_all()
        self.assertGreater(self.figure("logistics_drain_lag_seconds"), 3600 * 24 * 365)
        self.assertGreater(
            self.figure(
                "logistics_oldest_due_seconds", integration=self.integration.code
            ),
            3600 * 24 * 365,
        )

    def test_unmapped_codes_and_exceptions_show(self):
        exceptions = self.env["logistics.exception"]
        damages = exceptions.search_count(
            [("type", "=", "damage"), ("state", "!=", "resolved")]
        )
        self.make_shipment("1Z1")
        self.tell(
            self.event("1Z1", None, raw_code="WHATEVER"),
            self.event("1Z1", "damaged", hours=1),
        )
        self.env.flush_all()
        self.assertEqual(
            self.figure("logistics_unmapped_codes", integration=self.integration.code),
            1,
        )
        self.assertEqual(
            self.figure("logistics_exceptions_open", type="damage"), damages + 1
        )

    def test_a_deactivated_drain_shows(self):
        self.assertEqual(self.figure("logistics_drain_cron_active", cron=1), 1)
        self.env.ref("logistics_base.ir_cron_drain_1").active = False
        self.env.flush_all()
        self.assertEqual(self.figure("logistics_drain_cron_active", cron=1), 0)

    def test_another_company_is_not_told_of(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.make_integration("their-partner", company_id=company.id)
        self.assertNotIn(theirs.code, self.figures())
        self.assertIn(self.integration.code, self.figures())

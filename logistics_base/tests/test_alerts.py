# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
import shutil
import subprocess
from unittest import skipUnless

import yaml

from odoo.tests import tagged
from odoo.tools.misc import file_path

from .common import LogisticsCase

ALERTS = "logistics_base/monitoring/alerts.yml"
READMES = ("OBSERVABILITY.md", "OPERATION.md")
PROMTOOL = shutil.which("promtool")
_NAME = re.compile(r"\blogistics_[a-z_]+\b")
_PARTS = re.compile(r"_(bucket|sum|count)$")


@tagged("-at_install", "post_install")
class TestAlerts(LogisticsCase):
    """What is said of the metrics is true of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        metrics = cls.env["logistics.metrics"]._collect()
        cls.known = {metric.name for metric in metrics}
        with open(file_path(ALERTS)) as file:
            groups = yaml.safe_load(file)["groups"]
        cls.rules = [rule for group in groups for rule in group["rules"]]

    def test_every_alert_asks_for_metrics_that_there_are(self):
        for rule in self.rules:
            for name in _NAME.findall(rule["expr"]):
                with self.subTest(rule["alert"]):
                    self.assertIn(_PARTS.sub("", name), self.known)

    def test_every_metric_is_described(self):
        text = ""
        for name in READMES:
            with open(file_path(f"logistics_base/readme/{name}")) as file:
                text += file.read()

        self.assertFalse([name for name in self.known if f"`{name}" not in text])

    def test_every_metric_that_is_described_exists(self):
        with open(file_path("logistics_base/readme/OBSERVABILITY.md")) as file:
            described = re.findall(r"^\|.*?\|", file.read(), re.M)

        for name in _NAME.findall(" ".join(described)):
            self.assertIn(name, self.known)

    @skipUnless(PROMTOOL, "promtool is not installed")
    def test_promtool_accepts_the_alerts(self):
        outcome = subprocess.run(  # noqa: S603
            [PROMTOOL, "check", "rules", file_path(ALERTS)],
            capture_output=True,
            check=False,
        )

        self.assertEqual(outcome.returncode, 0, outcome.stderr.decode())

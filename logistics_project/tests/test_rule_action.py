# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError

from odoo.addons.logistics_base.tests.rule_common import RuleCase


class TestRuleAction(RuleCase):
    """A policy opens a task for customer service, one for each shipment."""

    def test_a_case_is_a_task(self):
        project = self.env["project.project"].create({"name": "Customer Service"})
        rule = self.make_rule(
            {
                "type": "case",
                "case_kind": "task",
                "text": "Offer a replacement",
                "project_id": project.id,
            },
            words=("departed",),
        )
        self.happen("departed", hours=1)
        self.happen("departed", hours=2)
        task = project.task_ids
        self.assertEqual(task.name, f"{self.shipment.name}: Offer a replacement")
        self.assertEqual(task.logistics_shipment_id, self.shipment)
        self.assertEqual(task.user_ids, self.dispatcher)
        self.assertEqual(self.firings(rule).mapped("state"), ["done", "skipped"])

    def test_a_task_needs_a_project(self):
        with self.assertRaises(ValidationError):
            self.make_rule({"type": "case", "case_kind": "task"})

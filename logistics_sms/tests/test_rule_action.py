# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.logistics_base.tests.rule_common import RuleCase


class TestRuleAction(RuleCase):
    """A policy texts; what it writes is queued, never sent within the drain."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["sms.template"].create(
            {
                "name": "Under way",
                "model_id": cls.env["ir.model"]._get_id("logistics.shipment"),
                "body": "{{ object.name }} is under way",
            }
        )

    def text(self):
        rule = self.make_rule(
            {"type": "sms", "sms_template_id": self.template.id}, words=("departed",)
        )
        self.happen("departed")
        return self.firings(rule)

    def test_the_customer_is_texted(self):
        self.customer.phone = "+49 30 1234567"
        firing = self.text()
        self.assertEqual(firing.state, "done", firing.outcome)
        sms = self.env["sms.sms"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(sms.body, f"{self.shipment.name} is under way")
        self.assertEqual(sms.state, "outgoing")

    def test_who_has_no_number_is_not_texted(self):
        self.assertEqual(self.text().state, "skipped")

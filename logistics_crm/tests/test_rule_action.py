# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.logistics_base.tests.rule_common import RuleCase


class TestRuleAction(RuleCase):
    """A policy opens an opportunity for customer service, one for each shipment."""

    def test_a_case_is_an_opportunity(self):
        team = self.env["crm.team"].search([], limit=1)
        rule = self.make_rule(
            {
                "type": "case",
                "case_kind": "lead",
                "text": "Offer a replacement",
                "crm_team_id": team.id,
            },
            words=("departed",),
        )
        self.happen("departed", hours=1)
        self.happen("departed", hours=2)
        lead = self.env["crm.lead"].search(
            [("logistics_shipment_id", "=", self.shipment.id)]
        )
        self.assertEqual(lead.name, f"{self.shipment.name}: Offer a replacement")
        self.assertEqual(lead.partner_id, self.customer)
        self.assertEqual(lead.user_id, self.dispatcher)
        self.assertEqual(self.firings(rule).mapped("state"), ["done", "skipped"])
        self.assertIn("opportunity", rule.sentence)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo.tools import mute_logger

from .rule_common import RuleCase

_WATCH = "odoo.addons.logistics_base.models.logistics_incident_watch"


class TestShippedRules(RuleCase):
    """The policies that come with the suite do what they say."""

    def switch_on(self, name):
        rule = self.env.ref(f"logistics_base.{name}")
        with freeze_time(self.at(-100)):
            rule.write({"active": True, "news_hours": 0})
        return rule

    def assertActed(self, rule, count=1):
        firings = self.firings(rule)
        self.assertEqual(firings.mapped("state"), ["done"] * count)
        return firings

    def test_a_customs_delay_is_known_to_everybody(self):
        # given an account manager
        manager = self.make_user("account-manager", "group_user")
        self.customer.user_id = manager
        rule = self.switch_on("rule_customs_delay")
        # when customs holds a shipment in two packages' scans within a day
        with freeze_time(self.at(3)):
            self.happen("customs_hold", hours=1)
            self.happen("customs_hold", hours=2)
        # then a case is open, the promise moved once, the customer and the team told
        self.assertActed(rule)
        case = self.shipment.exception_ids
        self.assertEqual((case.type, case.severity), ("customs", "2"))
        self.assertEqual(self.shipment.revised_promise_date, self.at(96))
        self.assertEqual(self.shipment.activity_ids.user_id, manager)
        mail = self.shipment.message_ids.filtered(
            lambda m: m.partner_ids == self.customer
        )
        self.assertEqual(len(mail), 1)
        self.assertIn("customs is holding your shipment", mail.body)

    def test_a_proof_lets_the_invoice_go(self):
        waits = self.switch_on("rule_proof_awaited")
        rule = self.switch_on("rule_proof_releases_invoicing")
        self.happen("picked_up", hours=1)
        self.assertActed(waits)
        self.assertTrue(self.shipment.invoicing_hold)
        self.happen("delivered", hours=5, proof={"signatory": "A. Neighbour"})
        self.assertActed(rule)
        self.assertFalse(self.shipment.invoicing_hold)
        told = self.env["logistics.event"].search(
            [
                ("type", "=", "custom.ready_to_invoice"),
                ("shipment_id", "=", self.shipment.id),
            ]
        )
        self.assertEqual(told.chain, str(rule.id))

    @mute_logger(_WATCH)
    def test_a_silent_carrier_raises_an_alert(self):
        rule = self.switch_on("rule_silent_carrier")
        owner = self.make_user("carrier-owner", "group_integration_admin")
        self.integration.owner_id = owner
        self.env["logistics.incident"]._observe(
            "silence", {self.integration: "Not a word"}, timedelta(0)
        )
        self.hand_on()
        self.assertActed(rule)
        given = self.integration.activity_ids.filtered(
            lambda a: "fallen silent" in (a.summary or "")
        )
        self.assertEqual(given.user_id, owner)

    def test_a_failed_delivery_asks_the_customer(self):
        rule = self.switch_on("rule_failed_delivery")
        self.happen("delivery_attempted")
        self.assertActed(rule)
        self.assertEqual(self.shipment.activity_ids.user_id, self.dispatcher)

    def test_no_news_for_three_days_is_a_case(self):
        rule = self.switch_on("rule_no_news")
        with freeze_time(self.at(1)):
            self.happen("departed", hours=1)
        with freeze_time(self.at(74)):
            self.env["logistics.rule"]._keep_time()
            self.hand_on()
        self.assertActed(rule)
        self.assertEqual(self.shipment.exception_ids.type, "silence")

    def test_damage_and_loss_hold_the_invoice(self):
        for name, code in (("rule_damage", "damaged"), ("rule_lost", "lost")):
            rule = self.switch_on(name)
            shipment = self.make_shipment(f"SHIPPED-{code}")
            self.happen(code, tracking=f"SHIPPED-{code}")
            self.assertActed(rule)
            self.assertTrue(shipment.invoicing_hold)
            self.assertTrue(shipment.activity_ids)

    def test_the_eta_moves_the_promise(self):
        rule = self.switch_on("rule_eta_moves_promise")
        teller = self.switch_on("rule_promise_revised")
        eta = self.at(70).isoformat() + "Z"
        with freeze_time(self.at(2)):
            self.happen(
                "delivered", hours=70, classifier="estimated", estimated_delivery=eta
            )
        self.assertActed(rule)
        self.assertEqual(self.shipment.revised_promise_date, self.at(70))
        # and the customer is told, by a policy that waits for the promise
        self.assertActed(teller)
        self.assertEqual(self.firings(teller).chain, f"{rule.id},{teller.id}")

    def test_an_urgent_shipments_case_is_high(self):
        rule = self.switch_on("rule_escalate_urgent")
        self.shipment.priority = "1"
        self.happen("delayed")
        self.assertActed(rule)
        self.assertEqual(self.shipment.exception_ids.severity, "2")

    def test_a_document_about_a_shipment_is_a_trigger(self):
        rule = self.make_rule(trigger="document", words=("shipment",))
        self.tell(
            {
                "type": "shipment",
                "data": {
                    "references": [{"type": "tracking", "value": "RULE1"}],
                    "service_code": "express",
                },
            }
        )
        self.hand_on()
        self.assertEqual(self.firings(rule).shipment_id, self.shipment)
        self.assertEqual(self.firings(rule).about, "Shipment")

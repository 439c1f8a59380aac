# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.logistics_base.transport.call_errors import CallError

from .booking_common import BookingCase


@tagged("-at_install", "post_install")
class TestRuleAction(BookingCase):
    """Policies book what failed, and cancel what nobody wants; each label once."""

    def setUp(self):
        super().setUp()
        self.env["logistics.rule"].search([]).active = False
        self.env["logistics.process.template"].search([]).active = False
        self.hand_on()

    def make_rule(self, event, action):
        return self.env["logistics.rule"].create(
            {
                "name": f"{event}: {action}",
                "trigger": "event",
                "event_type": event,
                "once_per_shipment": True,
                "action_ids": [(0, 0, {"type": action})],
            }
        )

    def firing(self, rule):
        return self.env["logistics.rule.firing"].search([("rule_id", "=", rule.id)])

    def test_a_booking_that_failed_is_made_again(self):
        # given a policy for bookings that fail, and a carrier that refuses once
        rule = self.make_rule("booking.failed", "rebook")
        self.ledger.faults = [CallError("refused", "Not today.")]
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.assertEqual(picking.booking_id.state, "failed")
        # when the policy is told, and the queue runs
        self.hand_on()
        self.work()
        # then it is booked, once
        self.assertEqual(self.firing(rule).state, "done", self.firing(rule).outcome)
        self.assertEqual(picking.booking_id.state, "ready")
        self.assertEqual(len(self.ledger.live()), 1)

    def test_what_is_booked_is_not_booked_again(self):
        rule = self.make_rule("booking.ready", "rebook")
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        self.hand_on()
        self.work()
        self.assertEqual(self.firing(rule).state, "skipped")
        self.assertEqual(len(self.ledger.booked), 1)

    def test_what_nobody_wants_is_cancelled(self):
        rule = self.make_rule("shipment.invoicing", "cancel_booking")
        picking = self.make_delivery()
        self.validate(picking)
        self.work()
        picking.logistics_shipment_id._hold_invoicing("The customer has gone bust")
        self.hand_on()
        self.work()
        self.assertEqual(self.firing(rule).state, "done", self.firing(rule).outcome)
        self.assertFalse(self.ledger.live())
        self.assertIn("cancel the booking", rule.sentence)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One product sent in place of another: accepted, asked about, or refused."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .fulfillment_common import FulfillmentCase


@tagged("post_install", "-at_install")
class TestSubstitution(FulfillmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.substitute = cls.make_product(stock=50, list_price=99)

    def rule(self, decision, **vals):
        """Make a rule."""
        return self.env["logistics.substitution.rule"].create(
            {"decision": decision, **vals}
        )

    def send_instead(self, order, quantity=2, **data):
        """Have the warehouse send the substitute in place of so many pieces."""
        rest = order.line_ids.ordered - quantity
        instead = {"substitutes": self.product.default_code}
        return self.ship(
            order, (self.product, rest), (self.substitute, quantity, instead), **data
        )

    def test_an_accepted_substitute_is_delivered_for_what_was_ordered(self):
        # given
        self.rule("accept", product_id=self.product.id)
        order = self.make_order((self.product, 5))
        line = order.sale_id.order_line
        # when
        message = self.send_instead(order)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.state, "shipped")
        self.assertEqual(order.line_ids.substituted, 2)
        self.assertEqual(self.on_shelf(self.product), 97)
        self.assertEqual(self.on_shelf(self.substitute), 48)
        self.assertEqual(order.sale_id.order_line, line)
        self.assertEqual((line.qty_delivered, line.price_unit), (5, 10))
        self.assertIn("in place of", order.sale_id.message_ids[0].body)
        self.assertIn("substituted", order.shipment_id.milestone_ids.mapped("code"))
        self.assertEqual(line._get_qty_procurement(), 5)

    def test_both_are_told_by_the_line_and_packed_together(self):
        # given
        self.rule("accept")
        order = self.make_order((self.product, 5))
        line, sku = order.line_ids.line, self.product.default_code
        own = {"line": line, "sku": sku, "quantity": 3}
        other = {"line": line, "sku": self.substitute.default_code, "quantity": 2}
        # when what is in the carton names the line, as what was shipped does
        message = self.tell_of(
            order,
            "shipped",
            id="packed-together",
            lines=[own, {**other, "substitutes": sku}],
            packages=[{"reference": "CARTON-1", "contents": [own, other]}],
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(self.on_shelf(self.product), 97)
        self.assertEqual(self.on_shelf(self.substitute), 48)
        moved = order.picking_id.move_line_ids
        self.assertEqual(set(moved.result_package_id.mapped("name")), {"CARTON-1"})

    def test_a_partner_that_only_repeats_the_line_substitutes_as_well(self):
        # given
        self.rule("accept")
        order = self.make_order((self.product, 5))
        lines = [
            {
                "line": order.line_ids.line,
                "sku": self.substitute.default_code,
                "quantity": 5,
            }
        ]
        # when
        message = self.tell_of(order, "shipped", id="S-1", lines=lines)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.sale_id.order_line.qty_delivered, 5)
        self.assertEqual(self.on_shelf(self.product), 100)

    def test_without_a_rule_the_order_says_whether(self):
        for allowed, state in (("yes", "done"), ("ask", "parked"), ("no", "dead")):
            with self.subTest(allowed=allowed):
                order = self.make_order((self.product, 5))
                order.substitution = allowed
                self.assertEqual(self.send_instead(order).state, state)

    def test_a_returned_substitute_is_taken_off_what_was_delivered(self):
        # given
        self.rule("accept")
        order = self.make_order((self.product, 5))
        self.send_instead(order)
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=order.picking_id.id,
                active_ids=order.picking_id.ids,
                active_model="stock.picking",
            )
        ).save()
        for line in wizard.product_return_moves:
            line.quantity = 2 if line.product_id == self.substitute else 0
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        # when
        back.move_ids.picked = True
        back._action_done()
        # then
        self.assertEqual(order.sale_id.order_line.qty_delivered, 3)

    # Refused

    def test_a_refused_substitute_is_refused_with_a_case(self):
        # given
        self.rule("refuse", substitute_id=self.substitute.id)
        order = self.make_order((self.product, 5))
        # when
        message = self.send_instead(order)
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("not allowed", message.error_message)
        self.assertIn("not allowed", order.shipment_id.exception_ids.summary)
        self.assertEqual(self.on_shelf(self.substitute), 50)

    def test_a_substitute_in_another_kind_of_unit_is_refused(self):
        # given
        self.rule("accept")
        cable = self.make_product(uom_id=self.env.ref("uom.product_uom_meter").id)
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(
            order, (cable, 5, {"substitutes": self.product.default_code})
        )
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("not counted in the unit", message.error_message)

    # Asked

    def test_what_is_decided_while_a_message_is_parked_is_applied(self):
        # given: two transactions, neither of which sees the other
        self.rule("ask")
        order = self.make_order((self.product, 5))
        message = self.send_instead(order)
        request = self.env["logistics.substitution.request"].search(
            [("order_id", "=", order.id)]
        )
        waits = self.env["logistics.message.wait"]
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            waits._look_again()
        self.env.invalidate_all()
        self.assertEqual(message.state, "parked", "nobody has decided yet")
        with patch.object(
            self.registry["logistics.message.wait"], "_release", lambda *_args: 0
        ):
            request.action_accept()
        # when
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            waits._look_again()
        self.env.invalidate_all()
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.state, "shipped")

    def test_the_dispatcher_is_asked_once_and_acceptance_applies_the_message(self):
        # given
        self.rule("ask")
        order = self.make_order((self.product, 5))
        message = self.send_instead(order)
        request = self.env["logistics.substitution.request"].search(
            [("order_id", "=", order.id)]
        )
        self.assertEqual(
            (message.state, message.error_category), ("parked", "decision")
        )
        self.assertEqual((request.quantity, len(request.activity_ids)), (2, 1))
        self.assertTrue(order.is_asked)
        self.assertEqual(
            order.action_view_questions()["domain"], [("order_id", "in", order.ids)]
        )
        message.action_replay()
        self.drain()
        self.assertEqual(len(request.activity_ids), 1)
        # when
        request.action_accept()
        self.drain()
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(order.state, "shipped")
        self.assertFalse(request.activity_ids)
        self.assertFalse(order.is_asked)
        self.assertEqual(request.decided_by_id, self.env.user)

    def test_a_dispatchers_refusal_refuses_the_message(self):
        # given
        self.rule("ask")
        order = self.make_order((self.product, 5))
        message = self.send_instead(order)
        request = self.env["logistics.substitution.request"].search(
            [("order_id", "=", order.id)]
        )
        wizard = self.env["logistics.substitution.decide"].create(
            {
                "request_ids": [(6, 0, request.ids)],
                "decision": "refused",
                "reason": "The customer wants the blue one",
                "is_rule": True,
            }
        )
        # when
        wizard.action_decide()
        self.drain()
        # then
        self.assertEqual(message.state, "dead")
        self.assertEqual(order.state, "sent")
        rules = self.env["logistics.substitution.rule"].search([], limit=1)
        self.assertEqual(rules.decision, "refuse")
        self.assertEqual(rules.substitute_id, self.substitute)

    def test_what_is_decided_is_not_decided_again(self):
        # given
        self.rule("ask")
        order = self.make_order((self.product, 5))
        self.send_instead(order)
        request = self.env["logistics.substitution.request"].search(
            [("order_id", "=", order.id)]
        )
        request.action_accept()
        # when, then
        with self.assertRaises(UserError):
            request._decide("refused", None)

    # Rules

    def test_the_first_rule_that_fits_decides(self):
        # given
        child = self.env["product.category"].create(
            {"name": "Child", "parent_id": self.product.categ_id.id}
        )
        self.product.categ_id = child
        elsewhere = self.make_warehouse()
        self.rule("refuse", sequence=1, warehouse_id=elsewhere.id)
        self.rule("refuse", sequence=2, product_id=self.substitute.id)
        self.rule("refuse", sequence=3, partner_id=self.env.company.partner_id.id)
        self.rule("accept", sequence=4, categ_id=child.parent_id.id)
        self.rule("refuse", sequence=5)
        order = self.make_order((self.product, 5))
        # when
        message = self.send_instead(order)
        # then
        self.assertEqual(message.state, "done", message.error_message)

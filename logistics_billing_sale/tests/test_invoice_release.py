# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.sale.models.sale_order import SaleOrder

from .invoicing_common import InvoicingCase


@tagged("-at_install", "post_install")
class TestInvoiceRelease(InvoicingCase):
    """What is released is invoiced in the background, once."""

    def proven(self, number="REL1", **vals):
        """Return an order whose goods are proven to be delivered."""
        order = self.sell("pod", **vals)
        self.shipment_of(order.picking_ids, number)
        self.ship(order.picking_ids)
        self.news(number, "delivered", proof={"condition": "good"})
        return order

    def test_the_proof_makes_a_draft_once(self):
        order = self.proven()
        self.assertTrue(order.logistics_invoice_due)
        self.invoice_released()
        self.assertEqual(order.invoice_ids.state, "draft")
        self.assertEqual(order.invoice_ids.amount_untaxed, 150.0)
        self.assertFalse(order.logistics_invoice_due)
        # when the same is told, and run, again
        self.news("REL1", "pod_received")
        order._logistics_invoice_soon()
        self.invoice_released()
        self.assertEqual(len(order.invoice_ids), 1)

    def test_the_cron_runs_it(self):
        order = self.proven()
        with self.enter_registry_test_mode():
            self.env.ref(
                "logistics_billing_sale.ir_cron_invoice_released"
            ).method_direct_trigger()
        self.assertEqual(len(order.invoice_ids), 1)

    def test_it_is_posted_where_the_company_wants_that(self):
        self.company.logistics_release_makes = "posted"
        order = self.proven()
        self.invoice_released()
        self.assertEqual(order.invoice_ids.state, "posted")
        self.assertEqual(order.invoice_status, "invoiced")

    def test_it_is_sent_where_the_company_wants_that(self):
        self.company.logistics_release_makes = "sent"
        order = self.proven()
        with patch.object(
            type(self.env["account.move.send"]), "_generate_and_send_invoices"
        ) as send:
            self.invoice_released()
        self.assertEqual(send.call_args.args[0], order.invoice_ids)
        self.assertEqual(order.invoice_ids.state, "posted")

    def test_what_cannot_be_sent_is_invoiced_all_the_same(self):
        self.company.logistics_release_makes = "sent"
        order = self.proven()
        with (
            patch.object(
                type(self.env["account.move.send"]),
                "_generate_and_send_invoices",
                side_effect=UserError("No address"),
            ),
            self.assertLogs("odoo.addons.logistics_billing_sale", "WARNING"),
        ):
            self.invoice_released()
        self.assertEqual(order.invoice_ids.state, "posted")
        self.assertIn("No address", order.invoice_ids.message_ids[0].body)

    def test_nothing_is_made_where_people_invoice(self):
        self.company.logistics_release_makes = "nothing"
        order = self.proven()
        self.assertFalse(order.logistics_invoice_due)
        self.assertEqual(order.order_line.qty_to_invoice, 3)

    def test_what_fails_is_told_and_keeps_no_other_back(self):
        # given two orders, the first of which cannot be invoiced
        bad, good = self.proven("BAD1"), self.proven("GOOD1")
        make, why = SaleOrder._create_invoices, "No journal"

        def fail(orders, *args, **kwargs):
            if orders == bad:
                raise UserError(why)
            return make(orders, *args, **kwargs)

        with (
            patch.object(SaleOrder, "_create_invoices", fail),
            self.assertLogs("odoo.addons.logistics_billing_sale", "WARNING"),
        ):
            self.invoice_released()
        # then it is told on the order, and the other has its invoice
        self.assertEqual(bad.logistics_invoice_error, why)
        self.assertIn("Invoice the order by hand", bad.activity_ids.mapped("summary"))
        self.assertFalse(bad.logistics_invoice_due)
        self.assertEqual(len(good.invoice_ids), 1)
        # when somebody tries again, it is made
        bad.action_logistics_invoice_again()
        self.invoice_released()
        self.assertEqual(len(bad.invoice_ids), 1)
        self.assertFalse(bad.logistics_invoice_error)

    def test_an_order_another_process_is_at_is_left_to_it(self):
        order = self.proven()
        with patch.object(
            type(order), "try_lock_for_update", lambda orders, **kw: orders.browse()
        ):
            order._logistics_invoice_alone()
        self.assertFalse(order.invoice_ids)
        self.assertTrue(order.logistics_invoice_due)

    def test_whoever_invoices_takes_a_turn_that_others_see(self):
        """Two transactions write one row: the later one begins anew."""
        order = self.proven()
        order._create_invoices()
        order.invalidate_recordset()
        self.assertEqual(order.logistics_invoice_turn, 1)

    def test_a_proof_that_is_taken_back_after_the_invoice_is_told(self):
        self.company.logistics_release_makes = "posted"
        order = self.sell("delivery")
        shipment = self.shipment_of(order.picking_ids, "BACK1")
        self.ship(order.picking_ids)
        self.news("BACK1", "delivered")
        self.invoice_released()
        self.tell(self.event("BACK1", retracts="BACK1-delivered"))
        self.hand_on()
        self.assertTrue(shipment.invoicing_hold)
        self.assertIn(
            "Invoiced, and no longer proven", order.activity_ids.mapped("summary")
        )
        self.assertIn("taken back", order.invoice_ids.message_ids[0].body)
        # and no credit note is made by itself
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_a_proof_that_is_taken_back_before_the_invoice_holds_again(self):
        self.company.logistics_release_makes = "nothing"
        order = self.sell("delivery")
        shipment = self.shipment_of(order.picking_ids, "BACK2")
        self.ship(order.picking_ids)
        self.news("BACK2", "delivered")
        self.tell(self.event("BACK2", retracts="BACK2-delivered"))
        self.hand_on()
        self.assertTrue(shipment.invoicing_hold)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertFalse(order.activity_ids)

    def test_a_draft_of_held_goods_is_posted_when_they_are_released(self):
        # given a draft of an order that is held afterwards
        order = self.sell("delivery")
        shipment = self.shipment_of(order.picking_ids, "WAIT1")
        self.ship(order.picking_ids)
        shipment._release_by_finance("Paid in advance")
        draft = order._create_invoices()
        shipment._hold_invoicing("The customer complains")
        self.assertIn("complains", draft.logistics_hold_note)
        with self.assertRaisesRegex(UserError, "held from invoicing"):
            draft.action_post()
        # when it shall wait
        draft.action_logistics_post_on_release()
        self.invoice_released()
        self.assertEqual(draft.state, "draft")
        shipment._release_invoicing("Settled")
        self.hand_on()
        self.invoice_released()
        # then it is posted, and is the only one
        self.assertEqual(draft.state, "posted")
        self.assertEqual(order.invoice_ids, draft)

    def test_a_part_does_not_become_a_credit_note_for_what_was_paid_in_advance(self):
        order = self.sell("pod")
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": 90.0,
            }
        )
        wizard._create_invoices(order).action_post()
        first = order.picking_ids
        self.shipment_of(first, "DP1")
        self.ship(first, quantity=1)
        second = order.picking_ids - first
        self.news("DP1", "delivered", proof={"condition": "good"})
        self.invoice_released()
        part = order.invoice_ids.filtered(lambda move: move.state == "draft")
        self.assertEqual(part.move_type, "out_invoice")
        self.assertEqual(part.amount_untaxed, 50.0)
        # and the last one takes it off
        self.shipment_of(second, "DP2")
        self.ship(second)
        self.news("DP2", "delivered", proof={"condition": "good"})
        self.invoice_released()
        last = order.invoice_ids.filtered(lambda m: m.state == "draft") - part
        self.assertEqual(last.amount_untaxed, 10.0)

    def test_news_before_the_transfer_invoice_it_when_it_is_done(self):
        order = self.sell("pod")
        self.shipment_of(order.picking_ids, "EARLY1")
        self.news("EARLY1", "delivered", proof={"condition": "good"})
        self.invoice_released()
        self.assertFalse(order.invoice_ids)
        self.ship(order.picking_ids)
        self.invoice_released()
        self.assertEqual(order.invoice_ids.invoice_line_ids.quantity, 3)


@tagged("-at_install", "post_install")
class TestProofRule(InvoicingCase):
    """The control tower's rules hold and release the real invoice."""

    def switch_on(self, *names):
        rules = [self.env.ref(f"logistics_base.{name}") for name in names]
        with freeze_time(self.at(-100)):
            for rule in rules:
                rule.write({"active": True, "news_hours": 0})

    def test_the_rule_of_proofs_releases_the_real_invoice(self):
        # given the rules of the control tower, and a customer without a policy
        self.switch_on("rule_proof_awaited", "rule_proof_releases_invoicing")
        self.company.logistics_release_makes = "posted"
        order = self.sell()
        shipment = self.shipment_of(order.picking_ids, "TOWER1")
        self.ship(order.picking_ids)
        self.news("TOWER1", "picked_up")
        self.assertTrue(shipment.invoicing_hold)
        self.news("TOWER1", "delivered")
        self.invoice_released()
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertFalse(order.invoice_ids)
        # when the proof comes
        self.news("TOWER1", "pod_received", proof={"condition": "good"})
        self.invoice_released()
        # then the invoice is posted
        self.assertFalse(shipment.invoicing_hold)
        self.assertEqual(order.invoice_ids.state, "posted")
        self.assertEqual(order.invoice_ids.amount_untaxed, 150.0)
        # and nothing more follows, whatever is told again
        self.news("TOWER1", "pod_received", proof={"condition": "good"})
        self.invoice_released()
        self.assertEqual(len(order.invoice_ids), 1)

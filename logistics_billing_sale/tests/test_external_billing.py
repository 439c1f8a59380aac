# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.exceptions import UserError
from odoo.tests import tagged

from .invoicing_common import InvoicingCase


@tagged("-at_install", "post_install")
class TestExternalBilling(InvoicingCase):
    """Another system may own the customers' invoices; then Odoo makes none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engine = cls.make_integration(
            "billing-engine", name="Billing Engine", kind="billing"
        )
        cls.flow = cls.make_flow("invoice.posted")
        cls.make_flow("invoice.paid")
        cls.make_flow("invoice.disputed")
        cls.company.logistics_billing_integration_id = cls.engine

    @classmethod
    def make_flow(cls, document_type, **vals):
        flows = cls.engine.flow_ids.filtered(
            lambda f: (
                f.document_type == document_type
                and f.direction == vals.get("direction", "inbound")
            )
        )
        values = {"system_of_record": "partner", "mode": "live", **vals}
        if flows:
            flows.write(values)
            return flows
        return cls.env["logistics.flow"].create(
            {
                "integration_id": cls.engine.id,
                "document_type": document_type,
                **values,
            }
        )

    def told(self, document_type, number="EXT-1", **data):
        """Have the engine tell something of an invoice; return the message."""
        message = self.tell(
            {
                "type": document_type,
                "timestamp": "2026-03-02T08:00:00+00:00",
                "data": {"number": number, **data},
            },
            integration=self.engine,
        )
        self.hand_on()
        return message

    def order_reference(self, order):
        return [{"type": "order", "value": order.name}]

    def invoice(self, number="EXT-1"):
        return self.env["logistics.customer.invoice"].search([("name", "=", number)])

    def test_odoo_makes_no_invoice_and_the_partners_counts(self):
        # given
        order = self.sell()
        self.ship(order.picking_ids)
        self.assertEqual(order.logistics_billed_by_id, self.engine)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(order.invoice_status, "no")
        with self.assertRaisesRegex(UserError, "Billing Engine invoices this order"):
            order._create_invoices()
        moves = self.env["account.move"].search_count([])
        # when it posts, and is paid
        message = self.told(
            "invoice.posted",
            amount="150.00",
            currency=self.company.currency_id.name,
            references=self.order_reference(order),
        )
        self.assertEqual(message.state, "done", message.error_message)
        invoice = self.invoice()
        self.assertEqual(invoice.order_ids, order)
        self.assertEqual(invoice.partner_id, self.consignee)
        self.assertEqual(order.invoice_status, "invoiced")
        self.told("invoice.paid", amount="50.00", open="100.00")
        self.assertEqual((invoice.state, invoice.amount_open), ("posted", 100.0))
        self.told("invoice.paid", amount="100.00")
        self.assertEqual((invoice.state, invoice.amount_open), ("paid", 0.0))
        # then no entry was made
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        line = self.env["logistics.billing.overview"].browse(
            order.logistics_shipment_ids.id
        )
        self.env.flush_all()
        self.assertEqual((line.billing_status, line.invoices), ("paid", "EXT-1"))

    def test_the_same_invoice_twice_is_one(self):
        order = self.sell()
        for _again in range(2):
            self.told(
                "invoice.posted", amount="9", references=self.order_reference(order)
            )
        self.assertEqual(len(self.invoice()), 1)

    def test_news_of_an_invoice_that_is_not_known_wait_for_it(self):
        paid = self.told("invoice.paid", amount="9")
        self.assertEqual(paid.state, "parked")
        self.told("invoice.posted", amount="9")
        self.drain()
        self.assertEqual(paid.state, "done")
        self.assertEqual(self.invoice().state, "paid")

    def test_a_dispute_is_seen_and_ends(self):
        self.told("invoice.posted", amount="9")
        self.told("invoice.disputed", state="submitted", reason="Never ordered")
        self.assertEqual(self.invoice().state, "disputed")
        self.told("invoice.disputed", state="rejected")
        self.assertEqual(self.invoice().state, "posted")

    def test_a_draft_is_imported_where_that_is_set(self):
        self.engine.billing_import = "draft"
        order = self.sell()
        self.told(
            "invoice.posted",
            amount="150.00",
            references=self.order_reference(order),
            lines=[{"description": "Lamps", "quantity": "3", "amount": "150.00"}],
        )
        move = self.invoice().move_id
        self.assertEqual((move.state, move.ref), ("draft", "EXT-1"))
        self.assertEqual(move.amount_untaxed, 150.0)
        self.assertEqual(move.partner_id, self.consignee)

    def test_what_is_taken_off_is_taken_off_in_the_draft(self):
        self.engine.billing_import = "draft"
        order = self.sell()
        lines = [{"amount": "100"}, {"amount": "-10"}]
        reference = self.order_reference(order)
        self.told("invoice.posted", amount="90", lines=lines, references=reference)
        self.assertEqual(self.invoice().move_id.amount_total, 90)
        # and in a credit note, whichever way the other system writes its amounts
        for number, sign in (("EXT-2", ""), ("EXT-3", "-")):
            self.told(
                "invoice.posted",
                number,
                kind="credit",
                amount=f"{sign}30",
                lines=[{"amount": f"{sign}30"}],
                references=reference,
            )
            move = self.invoice(number).move_id
            self.assertEqual((move.move_type, move.amount_total), ("out_refund", 30))

    def test_where_odoo_is_the_system_of_record_the_partner_is_refused(self):
        self.flow.system_of_record = "odoo"
        order = self.sell()
        self.assertFalse(order.logistics_billed_by_id)
        message = self.told(
            "invoice.posted", amount="9", references=self.order_reference(order)
        )
        self.assertNotEqual(message.state, "done")
        self.assertFalse(self.invoice())

    def test_customers_may_stay_with_odoo(self):
        self.consignee.logistics_bills_in_odoo = True
        self.assertFalse(self.sell().logistics_billed_by_id)

    def test_an_order_that_odoo_invoices_too_is_warned_of(self):
        self.consignee.logistics_bills_in_odoo = True
        order = self.sell()
        self.told("invoice.posted", amount="9", references=self.order_reference(order))
        self.assertIn("Invoiced twice?", self.invoice().activity_ids.mapped("summary"))

    def test_finance_takes_an_order_back(self):
        order = self.sell()
        self.ship(order.picking_ids)
        order.action_logistics_bill_here()
        self.assertEqual(order.order_line.qty_to_invoice, 3)

    def test_unusable_news_are_refused(self):
        unknown = self.told("invoice.posted", number="X-1", amount="9", currency="QQQ")
        self.assertNotEqual(unknown.state, "done")
        self.assertIn("QQQ", unknown.error_message)
        for data in ({"number": " "}, {"number": "X-2", "amount": "NaN"}):
            message = self.told("invoice.posted", **data)
            self.assertNotEqual(message.state, "done")
        carrier = self.told("invoice.posted", number="X-3", party="carrier", amount="9")
        self.assertNotEqual(carrier.state, "done")
        self.assertFalse(
            self.invoice("X-1") | self.invoice("X-2") | self.invoice("X-3")
        )


@tagged("-at_install", "post_install")
class TestInvoicesToldOut(InvoicingCase):
    """Where Odoo owns the invoices, another system hears of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listener = cls.make_integration("listener", kind="billing")
        for document_type in ("invoice.posted", "invoice.paid", "invoice.disputed"):
            cls.env["logistics.flow"].create(
                {
                    "integration_id": cls.listener.id,
                    "document_type": document_type,
                    "direction": "outbound",
                    "system_of_record": "odoo",
                }
            )

    def sent(self, document_type):
        """Return what was queued for the listener, as data."""
        messages = self.env["logistics.message"].search(
            [
                ("integration_id", "=", self.listener.id),
                ("direction", "=", "outbound"),
                ("document_type", "=", document_type),
            ]
        )
        return [json.load(m.sudo()._open_payload())["data"] for m in messages]

    def invoiced(self):
        order = self.sell()
        self.ship(order.picking_ids)
        move = order._create_invoices()
        move.action_post()
        self.hand_on()
        return order, move

    def test_posted_and_paid_are_told_once(self):
        order, move = self.invoiced()
        [posted] = self.sent("invoice.posted")
        self.assertEqual(posted["number"], move.name)
        self.assertEqual(posted["amount"], "150.00")
        self.assertIn({"type": "order", "value": order.name}, posted["references"])
        # when it is paid
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        ).create({})._create_payments()
        self.hand_on()
        [paid] = self.sent("invoice.paid")
        self.assertEqual((paid["number"], paid["amount"]), (move.name, "150.00"))
        # and nothing is told again
        self.env["logistics.event"]._publish("invoice.posted", move)
        self.hand_on()
        self.assertEqual(len(self.sent("invoice.posted")), 1)

    def test_a_dispute_of_ours_is_told(self):
        _order, move = self.invoiced()
        self.env["logistics.invoice.disputed"].create(
            {"move_ids": move.ids, "reason": "Two lamps are broken"}
        ).action_dispute()
        self.hand_on()
        [told] = self.sent("invoice.disputed")
        self.assertEqual(told["reason"], "Two lamps are broken")
        self.assertTrue(move.logistics_is_disputed)
        # when it is settled, that is told, too
        move.action_logistics_settle_dispute()
        self.hand_on()
        states = [told["state"] for told in self.sent("invoice.disputed")]
        self.assertEqual(sorted(states), ["closed", "submitted"])

    def test_invoices_without_logistics_are_not_told(self):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.consignee.id,
                "invoice_line_ids": [(0, 0, {"name": "Advice", "price_unit": 9.0})],
            }
        )
        move.action_post()
        self.hand_on()
        self.assertFalse(self.sent("invoice.posted"))

    def test_where_the_flow_belongs_to_the_partner_nothing_is_told(self):
        self.listener.flow_ids.filtered(
            lambda f: f.direction == "outbound"
        ).system_of_record = "partner"
        self.invoiced()
        self.assertFalse(self.sent("invoice.posted"))

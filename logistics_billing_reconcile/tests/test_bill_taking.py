# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers' invoices that come by upload, EDI, JSON, and on vendor bills."""

import base64
import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.logistics_base.transport.export_csv import CsvExport

from .bill_files import csv_bill, edifact_bill, x12_bill
from .common import BillingCase


class BillTakingCase(BillingCase):
    """Partners whose bills come as CSV, X12 and EDIFACT."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.integration"].search([]).state = "draft"
        cls.env["logistics.flow"].search([]).filtered(
            lambda flow: flow.document_type == "carrier.invoice"
        ).unlink()
        cls.csv = cls.make_carrier("Plain Parcel", preset="freight_bill_csv")
        cls.x12 = cls.make_carrier("Motor Freight", preset="x12")
        cls.edifact = cls.make_carrier("Nordfracht", preset="edifact")
        cls.taking = cls.env["logistics.bill.taking"]
        cls.finance = new_test_user(
            cls.env, "finance_b1", groups="account.group_account_invoice"
        )

    def take(self, content, name="bill.csv", **options):
        return self.taking._take(content, name, **options)

    def attach(self, content, name="bill.csv", user=None):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.env.user)
            .create({"name": name, "raw": content})
        )


@tagged("post_install", "-at_install")
class TestBillTaking(BillTakingCase):
    # Whose it is

    def test_a_file_shows_whose_it_is(self):
        for content, name, carrier in (
            (csv_bill("C-1"), "march.csv", self.csv),
            (x12_bill("X-1"), "march.edi", self.x12),
            (edifact_bill("E-1"), "march.edi", self.edifact),
        ):
            with self.subTest(name=name):
                taken = self.take(content, name)
                self.assertEqual(taken.kind, "new", taken.text)
                self.assertEqual(taken.invoices.integration_id, carrier)

    def test_a_file_that_two_could_have_sent_is_asked_for(self):
        other = self.make_carrier("Other Parcel", preset="freight_bill_csv")
        taken = self.take(csv_bill())
        self.assertEqual(taken.kind, "undecided")
        self.assertIn("Other Parcel", taken.text)

        # when the vendor is known
        taken = self.take(csv_bill(), vendor=other.partner_id)

        # then it is that one's
        self.assertEqual(taken.invoices.integration_id, other)

    def test_a_file_that_nobody_reads_changes_nothing(self):
        before = self.env["logistics.message"].search_count([])
        self.assertEqual(self.take(b"hello", "hello.txt").kind, "undecided")
        self.assertEqual(self.env["logistics.message"].search_count([]), before)

    def test_a_broken_file_is_kept_and_says_what_is_wrong(self):
        # given a file whose last amount is no number, and a person who knows the carrier
        content = csv_bill(rows=[("PX1", "base", "1.00")]).replace(b",1.00,", b",1.O0,")

        # when it is taken in
        taken = self.take(content, integration=self.csv)

        # then it is there, with the reason
        self.assertEqual(taken.kind, "problem")
        self.assertIn("amount", taken.text)
        self.assertTrue(taken.message)
        self.assertFalse(taken.invoices)

    # Once

    def test_the_same_file_again_changes_nothing_and_says_so(self):
        first = self.take(csv_bill("C-2"))
        again = self.take(csv_bill("C-2"))
        self.assertEqual(again.kind, "known")
        self.assertEqual(again.invoices, first.invoices)
        self.assertIn("before", again.text)

    def test_the_same_number_in_another_file_changes_nothing_and_says_so(self):
        # given an invoice
        first = self.take(csv_bill("C-3", rows=[("PX1", "base", "10.00")]))

        # when another file has its number with another amount, and a new invoice
        other = csv_bill("C-3", rows=[("PX1", "base", "99.00")])
        new = csv_bill("C-4").split(b"\n", 1)[1]
        taken = self.take(other + new)

        # then the first is as it was, and both are told of
        self.assertEqual(first.invoices.amount_total, 10.0)
        self.assertEqual(sorted(taken.invoices.mapped("name")), ["C-3", "C-4"])
        self.assertIn("C-3: here already", taken.text)
        self.assertEqual(taken.kind, "new")

    def test_numbers_of_two_carriers_do_not_meet(self):
        self.take(x12_bill("SAME"), "a.edi")
        self.assertEqual(self.take(edifact_bill("SAME"), "b.edi").kind, "new")

    # What is in them

    def test_a_motor_freight_bill_is_answered_and_mapped(self):
        taken = self.take(x12_bill("X-2", [(1000, "400"), (250, "FUE")]), "x.edi")
        lines = taken.invoices.line_ids
        self.assertEqual(lines.mapped("type"), ["base", "fuel"])
        self.assertEqual(lines.mapped("amount"), [10.0, 2.5])
        self.assertIn(["pro", "X2"], lines[0].references)
        answer = taken.message.sudo().answer_ids
        self.assertIn(b"AK5*A", base64.b64decode(answer.payload))

    def test_a_broken_motor_freight_bill_is_refused_to_the_carrier(self):
        content = x12_bill("X-3").replace(b"***1000****400", b"***1O00****400")
        taken = self.take(content, "x.edi", integration=self.x12)
        self.assertEqual(taken.kind, "problem")
        answer = taken.message.sudo().answer_ids
        self.assertIn(b"AK5*R", base64.b64decode(answer.payload))

    def test_an_edifact_invoice_is_answered(self):
        taken = self.take(edifact_bill("E-2"), "e.edi")
        self.assertEqual(taken.invoices.amount_lines, 80.5)
        answer = taken.message.sudo().answer_ids
        self.assertIn(b"CONTRL", base64.b64decode(answer.payload))

    def test_our_own_json_is_a_way_in(self):
        data = {
            "number": "J-1",
            "currency": "USD",
            "total": "10.00",
            "lines": [{"tracking_number": "PX1", "type": "base", "amount": "10.00"}],
        }
        self.tell({"type": "carrier.invoice", "timestamp": "2026-03-02", "data": data})
        invoice = self.env["logistics.carrier.invoice"].search([("name", "=", "J-1")])
        self.assertEqual(invoice.line_ids.amount, 10.0)

    def test_a_code_never_seen_comes_in_unmapped_and_is_suggested(self):
        taken = self.take(
            csv_bill("C-5", rows=[("PX1", "KRSP", "2.00")], charge="Fuel surcharge")
        )
        self.assertFalse(taken.invoices.line_ids.type)
        entry = self.env["logistics.code.map"].search(
            [("integration_id", "=", self.csv.id), ("external_code", "=", "KRSP")]
        )
        self.assertEqual(entry.suggested_code, "fuel")

    def test_a_currency_that_is_missing_is_the_companys_and_marked(self):
        taken = self.take(csv_bill("C-6", currency=""))
        self.assertTrue(taken.invoices.is_currency_assumed)
        self.assertEqual(taken.invoices.currency_id, self.currency)

    def test_a_total_that_does_not_add_up_arrives(self):
        taken = self.take(csv_bill("C-7", total="11.00"))
        self.assertEqual(taken.invoices.amount_total, 11.0)
        self.assertEqual(taken.invoices.amount_lines, 10.0)

    def test_a_formula_is_text_and_exported_as_such(self):
        formula = "=HYPERLINK(1)"
        taken = self.take(csv_bill("C-8", charge=formula))
        line = taken.invoices.line_ids
        self.assertEqual(line.description, formula)
        written = CsvExport([("Charge", "text")]).write([[line.description]])
        self.assertIn(b"'" + formula.encode(), written)

    def test_ten_thousand_charges_of_one_parcel_arrive(self):
        rows = [("PX1", "base", "1.00")] * 10_000
        taken = self.take(csv_bill("C-9", rows=rows))
        self.assertEqual(taken.invoices.line_count, 10_000)
        self.assertEqual(taken.invoices.amount_lines, 10_000.0)

    def test_an_empty_file_changes_nothing(self):
        self.assertEqual(self.take(b"", "empty.csv").kind, "undecided")

    # Who may

    def test_who_only_looks_may_not_bring_bills(self):
        viewer = new_test_user(
            self.env, "viewer_b1", groups="logistics_base.group_user"
        )
        with self.assertRaises(AccessError):
            self.taking.with_user(viewer)._take(csv_bill(), "a.csv")

    def test_a_partner_of_no_bills_takes_none(self):
        with self.assertRaises(AccessError):
            self.take(csv_bill(), integration=self.integration)

    def test_something_else_is_no_bill_whoever_brings_it(self):
        # given a partner whose JSON may hold invoices, and much else
        self.env["logistics.flow"].create(
            {
                "integration_id": self.integration.id,
                "document_type": "carrier.invoice",
                "direction": "inbound",
            }
        )

        # when somebody brings what tells that a parcel was delivered
        content = json.dumps(self.event("PX1", "delivered")).encode()
        taken = self.take(content, "x.json", integration=self.integration)

        # then nothing of it is taken in
        self.assertEqual(taken.kind, "problem")
        self.assertFalse(taken.message)

    def test_another_companys_carrier_takes_none(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.make_integration(
            name="Foreign", preset="freight_bill_csv", company_id=other.id
        )
        with self.assertRaises(AccessError):
            self.taking.with_user(self.finance)._take(
                csv_bill(), "a.csv", integration=foreign
            )

    # The button

    def test_who_drops_files_sees_what_became_of_each(self):
        # given two files, one of them twice
        user = self.finance
        files = self.attach(csv_bill("U-1"), "a.csv", user)
        files |= self.attach(csv_bill("U-1"), "b.csv", user)
        files |= self.attach(x12_bill("U-2"), "c.edi", user)

        # when they are dropped on the list
        model = self.env["logistics.carrier.invoice"].with_user(user)
        action = model.create_document_from_attachment(files.ids)

        # then both invoices open, and each file has its words
        told = action["context"]["notifications"]
        self.assertIn("1 charges", told["a.csv"])
        self.assertIn("before", told["b.csv"])
        found = model.search(action["domain"])
        self.assertEqual(sorted(found.mapped("name")), ["U-1", "U-2"])
        self.assertFalse(files.exists())

    def test_a_file_that_nobody_reads_waits_for_its_carrier(self):
        files = self.attach(b"hello", "hello.txt", self.finance)
        model = self.env["logistics.carrier.invoice"].with_user(self.finance)
        action = model.create_document_from_attachment(files.ids)
        upload = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(upload.attachment_ids, files)
        self.assertEqual(upload.line_ids.kind, "undecided")


@tagged("post_install", "-at_install")
class TestBillOnVendorBill(BillTakingCase):
    def drop(self, content, name="bill.csv"):
        """Drop a file on the vendor bills, as finance does."""
        journal = self.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", self.env.company.id)],
            limit=1,
        )
        return (
            journal.with_user(self.finance)
            .with_context(default_move_type="in_invoice")
            ._create_document_from_attachment(
                self.attach(content, name, self.finance).ids
            )
        )

    def invoice(self, number):
        return self.env["logistics.carrier.invoice"].search([("name", "=", number)])

    def test_a_billing_file_becomes_a_carrier_invoice_and_its_bill_waits(self):
        move = self.drop(csv_bill("V-1"))
        invoice = self.invoice("V-1")
        self.assertEqual(invoice.amount_total, 10.0)
        self.assertEqual(move.ref, "V-1")
        self.assertEqual(move.partner_id, self.csv.partner_id)
        self.assertEqual(move.state, "draft")
        self.assertFalse(move.invoice_line_ids)
        self.assertIn("V-1", str(move.message_ids.mapped("body")))

    def test_the_same_file_again_leaves_no_second_bill(self):
        first = self.drop(csv_bill("V-2"))
        again = self.drop(csv_bill("V-2"))
        self.assertEqual(len(self.invoice("V-2")), 1)
        self.assertEqual((first.state, again.state), ("draft", "cancel"))
        self.assertIn("before", str(again.message_ids.mapped("body")))

    def test_a_file_of_several_invoices_is_billed_when_they_are_approved(self):
        content = csv_bill("V-3") + csv_bill("V-4").split(b"\n", 1)[1]
        move = self.drop(content)
        self.assertEqual(move.state, "cancel")
        self.assertTrue(self.invoice("V-3") and self.invoice("V-4"))

    def test_a_motor_freight_bill_may_be_dropped_too(self):
        move = self.drop(x12_bill("V-5"), "V-5.edi")
        self.assertEqual(move.ref, "V-5")

    def test_a_file_that_no_carrier_sends_is_left_to_odoo(self):
        move = self.drop(b"a;b;c;d\n1;2;3;4\n", "list.csv")
        self.assertEqual(move.state, "draft")
        self.assertFalse(move.ref)
        self.assertIn("not imported", str(move.message_ids.mapped("body")))

    def test_a_customer_invoice_takes_no_carriers_bill(self):
        move = self.env["account.move"].create({"move_type": "out_invoice"})
        file_data = {"import_file_type": "logistics.freight_bill"}
        self.assertFalse((move._get_edi_decoder(file_data) or {}).get("decoder"))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files that carriers should never send."""

from odoo.tests import tagged

from odoo.addons.logistics_base.mapping.errors import DecodeError

from .bill_files import csv_bill, edifact_bill, x12_bill
from .test_bill_taking import BillTakingCase

_NO_AMOUNTS = ("NaN", "Infinity", "1e308", "9" * 40, f"-{10**12}")


@tagged("post_install", "-at_install")
class TestHostileBill(BillTakingCase):
    """What cannot be is told, keeps nothing else back, and breaks nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.json = cls.make_carrier("Tree Parcel", preset="freight_bill_json")

    def check_refused(self, content, name, integration):
        """Have a file be taken for what it is: of no use; nothing is brought in."""
        invoices = self.env["logistics.carrier.invoice"]
        before = invoices.search_count([])
        taken = self.take(content, name, integration=integration)
        self.assertEqual(taken.kind, "problem", taken.text)
        self.assertEqual(invoices.search_count([]), before)
        return taken.text

    def test_amounts_that_are_none(self):
        for amount in _NO_AMOUNTS:
            with self.subTest(amount):
                content = csv_bill("H-1", [("PX1", "base", amount)], total=1)
                self.check_refused(content, "b.csv", self.csv)

    def test_totals_that_are_none(self):
        for amount in _NO_AMOUNTS:
            with self.subTest(amount):
                content = csv_bill("H-2", total=amount)
                self.check_refused(content, "b.csv", self.csv)

    def test_weights_that_are_none(self):
        for weight in ("NaN", "1e308", "9" * 40):
            with self.subTest(weight):
                content = csv_bill("H-3").replace(
                    b",2026-03-02,1,", f",2026-03-02,{weight},".encode()
                )
                self.check_refused(content, "b.csv", self.csv)

    def test_pieces_that_nobody_counts(self):
        with self.assertRaisesRegex(DecodeError, "pieces"):
            self.make_invoice(self.bill("PX1", 1, pieces=2**31))

    def test_amounts_in_segments(self):
        for amount in ("NaN", "1e308", "9" * 40):
            with self.subTest(amount):
                content = edifact_bill("H-5", amount)
                self.check_refused(content, "b.edi", self.edifact)
        content = x12_bill("H-6", ((10**40, "400"),))
        self.check_refused(content, "b.edi", self.x12)

    def test_nothing_in_a_file_stops_it_from_being_told(self):
        for name, content in (
            ("list", "[]"),
            ("list of lists", "[[1]]"),
            ("deep", "[" * 5000 + "]" * 5000),
            ("no number", '{"number": {"a": 1}}'),
            ("NaN", '{"number": "H-7", "lines": [{"amount": NaN}]}'),
            ("NUL", '{"number": "H\\u0000-8", "lines": [{"amount": 1}]}'),
        ):
            with self.subTest(name):
                self.check_refused(content.encode(), "b.json", self.json)

    def test_a_list_is_nobodys_where_a_person_chose_no_carrier(self):
        taken = self.take(b"[]", "b.json")
        self.assertEqual(taken.kind, "undecided")

    def test_a_number_that_only_looks_new_is_found_to_be_there(self):
        self.take(csv_bill("H-9"), "b.csv", integration=self.csv)
        for number in ("h-9", "H\u20109", "\uff28-9", "H-9\u200b"):
            with self.subTest(ascii(number)):
                taken = self.take(csv_bill(number), "b.csv", integration=self.csv)
                taken.invoices._audit()
                found = self.env["logistics.invoice.finding"].search(
                    [("invoice_id", "in", taken.invoices.ids)]
                )
                self.assertIn("duplicate_invoice", found.mapped("type"))
        for number in ("H-9 ", " H-9", "H-9\u00a0"):
            with self.subTest(ascii(number)):
                taken = self.take(csv_bill(number), "b.csv", integration=self.csv)
                self.assertEqual(taken.kind, "known")

    def test_a_cell_without_an_end(self):
        for preset in ("ups_billing_csv", "fedex_billing_csv", "dhl_mybill"):
            self.make_carrier(preset, preset=preset)
        for content in (b'a,b,c,d\n"' + b"x" * 300_000, b"," * 300_000):
            taken = self.take(content)
            self.assertEqual(taken.kind, "undecided", taken.text)

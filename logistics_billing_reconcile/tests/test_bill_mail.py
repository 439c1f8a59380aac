# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Billing files that carriers mail."""

from email.message import EmailMessage
from itertools import count

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .bill_files import csv_bill, x12_bill
from .common import BillingCase

_numbers = count(1)


@tagged("post_install", "-at_install")
class TestBillMail(BillingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.csv = cls.make_carrier("Plain Parcel", preset="freight_bill_csv")
        domain = cls.env["mail.alias.domain"].search([], limit=1)
        cls.domain = domain or cls.env["mail.alias.domain"].create(
            {"name": "us.example"}
        )
        cls.mailbox = cls.env["logistics.bill.mailbox"].create(
            {
                "name": "Plain bills",
                "integration_id": cls.csv.id,
                "alias_name": "plain-bills",
                "alias_domain_id": cls.domain.id,
                "senders": "billing@plain.example\n@invoices.plain.example",
            }
        )

    def mail(self, *files, sender="billing@plain.example", body="Hello", answers=None):
        """Have a mail arrive, as an answer to another or new; return what became of it."""
        message = EmailMessage()
        message["From"] = f"Somebody <{sender}>"
        message["To"] = f"plain-bills@{self.domain.name}"
        message["Subject"] = "Your invoice"
        message["Message-Id"] = f"<{next(_numbers)}@plain.example>"
        if answers:
            message["References"] = answers.message_ids.sorted("id")[0].message_id
        message.set_content(body)
        for name, content in files:
            message.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        found = self.env["logistics.bill.mail"]
        before = found.search([])
        self.env["mail.thread"].message_process(None, message.as_bytes())
        return found.search([]) - before

    def test_a_long_name_does_not_hide_who_sends_it(self):
        sender = "evil@evil.example"
        for name in ("billing@plain.example", '"billing@plain.example"'):
            for pad in (" " * 300, "." * 300):
                with self.subTest(name, pad=pad[:1]):
                    msg = {"email_from": f"{name}{pad} <{sender}>", "subject": "x"}
                    mail = self.env["logistics.bill.mail"].message_new(
                        msg, {"mailbox_id": self.mailbox.id}
                    )
                    self.assertEqual(mail.state, "quarantined")

    def invoice(self, number):
        return self.env["logistics.carrier.invoice"].search([("name", "=", number)])

    def test_files_of_a_known_sender_become_invoices(self):
        mail = self.mail(("march.csv", csv_bill("M-1")))
        self.assertEqual(mail.state, "taken", mail.result)
        self.assertEqual(mail.invoice_ids, self.invoice("M-1"))
        self.assertIn("march.csv: M-1", mail.result)

    def test_an_answer_with_a_file_is_a_mail_of_its_own(self):
        # given
        first = self.mail(("march.csv", csv_bill("M-8")))
        # when the carrier answers to it, and so does a stranger
        second = self.mail(("april.csv", csv_bill("M-9")), answers=first)
        third = self.mail(
            ("may.csv", csv_bill("S-9")), sender="x@evil.example", answers=first
        )
        # then
        self.assertEqual(second.state, "taken", second.result)
        self.assertTrue(self.invoice("M-9"))
        self.assertEqual(third.state, "quarantined")
        third.action_take()
        self.assertTrue(self.invoice("S-9"), third.result)

    def test_an_answer_in_words_changes_nothing(self):
        first = self.mail(("march.csv", csv_bill("M-7")))
        self.assertFalse(self.mail(answers=first, body="thank you"))
        self.assertNotIn("thank you", str(first.message_ids.mapped("body")))

    def test_a_domain_may_send_too(self):
        mail = self.mail(
            ("a.csv", csv_bill("M-2")), sender="robot@invoices.plain.example"
        )
        self.assertEqual(mail.state, "taken")

    def test_what_is_written_beside_is_not_kept(self):
        mail = self.mail(("a.csv", csv_bill("M-3")), body="=cmd() click here")
        self.assertNotIn("click here", str(mail.message_ids.mapped("body")))

    def test_the_same_file_again_changes_nothing_and_says_so(self):
        self.mail(("a.csv", csv_bill("M-4")))
        again = self.mail(("b.csv", csv_bill("M-4")))
        self.assertEqual(again.state, "taken")
        self.assertIn("before", again.result)
        self.assertEqual(len(self.invoice("M-4")), 1)

    def test_what_is_no_bill_is_left_aside(self):
        mail = self.mail(("a.csv", csv_bill("M-5")), ("logo.png", b"\x89PNG\0\0"))
        self.assertEqual(mail.state, "taken")
        self.assertIn("logo.png: no billing file", mail.result)

    def test_a_mail_without_files_is_a_problem(self):
        self.assertEqual(self.mail().state, "problem")

    def test_another_carriers_file_is_a_problem(self):
        mail = self.mail(("x.edi", x12_bill("M-6")))
        self.assertEqual(mail.state, "problem")
        self.assertFalse(self.invoice("M-6"))

    # Strangers

    def test_files_of_a_stranger_wait_and_somebody_is_told(self):
        mail = self.mail(("a.csv", csv_bill("S-1")), sender="billing@evil.example")
        self.assertEqual(mail.state, "quarantined")
        self.assertIn("billing@evil.example", mail.result)
        self.assertFalse(self.invoice("S-1"))
        self.assertEqual(mail.activity_ids.user_id, self.csv.owner_id)

    def test_a_domain_that_only_ends_alike_is_a_stranger(self):
        for sender in ("x@notinvoices.plain.example", "x@plain.example"):
            with self.subTest(sender=sender):
                mail = self.mail(("a.csv", csv_bill("S-2")), sender=sender)
                self.assertEqual(mail.state, "quarantined")

    def test_without_names_nobody_may_send(self):
        self.mailbox.senders = False
        self.assertEqual(self.mail(("a.csv", csv_bill("S-3"))).state, "quarantined")

    def test_a_person_lets_a_strangers_files_in(self):
        mail = self.mail(("a.csv", csv_bill("S-4")), sender="new@plain.example")
        finance = new_test_user(
            self.env, "finance_mail", groups="account.group_account_invoice"
        )
        mail.with_user(finance).action_take()
        self.assertEqual(mail.state, "taken", mail.result)
        self.assertTrue(self.invoice("S-4"))
        with self.assertRaises(UserError):
            mail.with_user(finance).action_discard()

    def test_what_is_discarded_stays_out(self):
        mail = self.mail(("a.csv", csv_bill("S-5")), sender="new@plain.example")
        mail.action_discard()
        self.assertEqual(mail.state, "discarded")
        self.assertFalse(self.invoice("S-5"))

    def test_who_only_looks_lets_nobody_in(self):
        mail = self.mail(("a.csv", csv_bill("S-6")), sender="new@plain.example")
        viewer = new_test_user(
            self.env, "viewer_mail", groups="logistics_base.group_user"
        )
        with self.assertRaises(AccessError):
            mail.with_user(viewer).action_take()

    def test_a_sender_is_an_address_or_a_domain(self):
        for senders in ("somebody", "@", "@nodot", "a@b@c.example"):
            with self.subTest(senders=senders), self.assertRaises(ValidationError):
                self.mailbox.senders = senders
                self.mailbox.flush_recordset()

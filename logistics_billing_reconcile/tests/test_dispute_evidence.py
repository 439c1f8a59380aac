# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import csv
import io
import zipfile

from odoo.tests import HttpCase

from .dispute_common import DisputeCase


class TestDisputeEvidence(DisputeCase):
    @classmethod
    def bundle(cls, dispute):
        """Return {path: content} of what proves a dispute."""
        archive = zipfile.ZipFile(io.BytesIO(b"".join(dispute._evidence())))
        return {name: archive.read(name) for name in archive.namelist()}

    def rows(self, content):
        return list(csv.DictReader(io.StringIO(content.decode())))

    def test_what_is_in_it(self):
        parcel = self.make_parcel("A1", expected={"base": 10, "fuel": 1})
        self.tell(self.event("A1", "delivered"), integration=self.carrier)
        proof = self.env["logistics.proof"].create(
            {"shipment_id": parcel.id, "signatory": "Ada"}
        )
        proof.attachment_ids = self.env["ir.attachment"].create(
            {"name": "photo.jpg", "datas": base64.b64encode(b"a photo")}
        )
        dispute = self.dispute(("A1", 12))

        bundle = self.bundle(dispute)

        number = parcel.name.replace("/", "_")
        self.assertEqual(bundle[f"proof {number}/photo.jpg"], b"a photo")
        charge = self.rows(bundle["charges.csv"])[0]
        self.assertEqual(
            (charge["tracking_number"], charge["billed"], charge["claimed"]),
            ("A1", "12.0", "2.0"),
        )
        self.assertEqual(
            self.rows(bundle["milestones.csv"])[0]["milestone"], "delivered"
        )
        expected = {row["charge"] for row in self.rows(bundle["expected.csv"])}
        self.assertEqual(expected, {"base", "fuel"})
        self.assertTrue(any(name.startswith(dispute._file_name()) for name in bundle))

    def test_a_formula_in_a_text_is_no_formula(self):
        dispute = self.dispute(
            self.bill("A2", 12, description='=HYPERLINK("https://evil.example")')
        )

        charge = self.rows(self.bundle(dispute)["charges.csv"])[0]

        self.assertTrue(charge["description"].startswith("'="))

    def test_a_file_name_leads_nowhere_else(self):
        parcel = self.make_parcel("A3")
        proof = self.env["logistics.proof"].create({"shipment_id": parcel.id})
        proof.attachment_ids = self.env["ir.attachment"].create(
            [
                {"name": "../../etc/passwd", "datas": base64.b64encode(b"1")},
                {"name": "photo.jpg", "datas": base64.b64encode(b"2")},
                {"name": "PHOTO.jpg", "datas": base64.b64encode(b"3")},
            ]
        )
        dispute = self.dispute(("A3", 12))

        bundle = self.bundle(dispute)

        self.assertFalse([name for name in bundle if ".." in name.split("/")])
        self.assertTrue(all(name.count("/") <= 1 for name in bundle))
        self.assertEqual(
            sorted(content for name, content in bundle.items() if "proof" in name),
            [b"1", b"2", b"3"],
        )

    def test_raw_rows_of_the_invoice_are_not_in_it(self):
        dispute = self.dispute(self.bill("A4", 12, raw="secret;of;the;file"))

        bundle = self.bundle(dispute)

        self.assertFalse([n for n, content in bundle.items() if b"secret" in content])


class TestDisputeEvidenceDoor(DisputeCase, HttpCase):
    def test_it_is_downloaded_by_who_may_see_it(self):
        dispute = self.dispute(("B1", 12))
        url = f"/logistics/dispute/{dispute.id}/evidence"

        self.authenticate("dispute-finance", "dispute-finance")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(
            "charges.csv", zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        )

        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.make_person("evidence-stranger", "logistics_base.group_user")
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.authenticate("evidence-stranger", "evidence-stranger")
        self.assertEqual(self.url_open(url).status_code, 404)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase, PortalHttpCase

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestRecordAccess(PortalCase):
    """What a portal user may do through any door, RPC included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.make_shipment("OWN1")
        cls.other = cls.make_shipment("OTHER1", partner_id=cls.rival.id)

    def test_customers_find_their_company_s_shipments_alone(self):
        for user in (self.ada, self.bob):
            found = self.env["logistics.shipment"].with_user(user).search([])
            self.assertEqual(found, self.own)
        found = self.env["logistics.shipment"].with_user(self.eve).search([])
        self.assertEqual(found, self.other)

    def test_a_draft_is_not_told_to_anybody(self):
        draft = self.env["logistics.shipment"].create({"partner_id": self.acme.id})
        self.assertFalse(draft.with_user(self.ada).has_access("read"))

    def test_a_contact_s_own_shipment_is_the_company_s(self):
        shipment = self.make_shipment("BOB1", partner_id=self.bob.partner_id.id)
        self.assertTrue(shipment.with_user(self.ada).has_access("read"))

    def test_nothing_can_be_changed(self):
        own = self.own.with_user(self.ada)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(own.has_access(operation), operation)
        with self.assertRaises(AccessError):
            own.write({"name": "mine"})
        with self.assertRaises(AccessError):
            own.action_renew_share_link()

    def test_internal_fields_can_neither_be_read_nor_searched(self):
        own = self.own.with_user(self.ada)
        for field in ("note", "correlation_id", "charge_ids", "user_id", "message_ids"):
            with self.subTest(field), self.assertRaises(AccessError):
                own.read([field])
            with self.subTest(field), self.assertRaises(AccessError):
                own.search([(field, "!=", False)])

    def test_a_read_of_everything_gives_the_curated_fields(self):
        told = self.own.with_user(self.ada).read()[0]
        self.assertIn("shown_promise_date", told)
        self.assertNotIn("note", told)
        self.assertNotIn("portal_document_ids", told)

    @mute_logger("odoo.addons.base.models.ir_access")
    def test_what_belongs_to_a_shipment_is_closed(self):
        for model in (
            "package",
            "milestone",
            "charge",
            "proof",
            "exception",
            "message",
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[f"logistics.{model}"].with_user(self.ada).search([])

    def test_staff_keep_reading_everything(self):
        self.own.note = "internal"
        self.assertIn("internal", self.own.read(["note"])[0]["note"])


@tagged("post_install", "-at_install")
class TestPageAccess(PortalHttpCase):
    """Who is let in to the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("ACC1")
        cls.url = f"/my/shipments/{cls.shipment.id}"

    def test_the_customer_and_colleagues_see_the_page(self):
        for login in ("ada", "bob"):
            self.authenticate(login, login)
            response = self.get(self.url)
            self.assertEqual(response.status_code, 200)
            self.assertIn(self.shipment.name, response.text)

    def test_for_another_customer_it_does_not_exist(self):
        self.authenticate("eve", "eve")
        strange = self.get(self.url)
        missing = self.get("/my/shipments/999999999")
        for response in (strange, missing):
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith("/my"))
        self.assertEqual(self.get(f"{self.url}/live").status_code, 404)

    def test_a_stranger_is_sent_to_sign_in(self):
        self.assertEqual(self.get(self.url).status_code, 303)
        for url in ("/my/shipments", f"{self.url}/live"):
            self.assertIn("/web/login", self.get(url).headers["Location"])

    def test_the_bearer_of_the_link_gets_the_link_s_page(self):
        token = self.shipment._portal_ensure_token()
        response = self.get(f"{self.url}?access_token={token}")
        self.assertTrue(response.headers["Location"].endswith(f"/track/{token}"))
        self.assertEqual(self.get(f"/track/{token}").status_code, 200)

    def test_another_customer_with_the_link_sees_no_more_than_a_stranger(self):
        token = self.shipment._portal_ensure_token()
        self.authenticate("eve", "eve")
        response = self.get(f"{self.url}?access_token={token}")
        self.assertTrue(response.headers["Location"].endswith(f"/track/{token}"))

    def test_a_wrong_token_is_refused(self):
        self.shipment._portal_ensure_token()
        response = self.get(f"{self.url}?access_token=wrong")
        self.assertTrue(response.headers["Location"].endswith("/my"))
        self.assertEqual(self.get("/track/wrong").status_code, 404)

    def test_the_conversation_stays_closed_to_the_bearer_of_the_link(self):
        token = self.shipment._portal_ensure_token()
        self.shipment.message_post(body="secret talk", subtype_xmlid="mail.mt_comment")
        answer = self.make_jsonrpc_request_raw(
            "/mail/chatter_fetch",
            {
                "thread_model": "logistics.shipment",
                "thread_id": self.shipment.id,
                "token": token,
            },
        )
        self.assertNotIn("secret talk", answer)

    def make_jsonrpc_request_raw(self, url, params):
        with mute_logger("odoo.http"):
            return self.url_open(url, json={"params": params}).text


@tagged("post_install", "-at_install")
class TestFiles(PortalHttpCase):
    """Proofs of delivery and documents go out through checked routes alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("FILE1")
        files = cls.env["ir.attachment"].create(
            [
                {"name": "photo.png", "raw": PNG},
                {"name": "note.html", "raw": b"<script>alert(1)</script>"},
                {"name": "internal.pdf", "raw": b"%PDF-1.4"},
                {"name": "link", "type": "url", "url": "https://carrier.example/x"},
            ]
        )
        cls.photo, cls.page_file, cls.internal, cls.link = files
        cls.internal.write({"res_model": "logistics.shipment"})
        cls.internal.res_id = cls.shipment.id
        cls.proof = cls.env["logistics.proof"].create(
            {
                "shipment_id": cls.shipment.id,
                "signatory": "Jean Dupont",
                "signature": base64.b64encode(PNG),
                "attachment_ids": [(6, 0, (cls.photo | cls.link).ids)],
            }
        )
        cls.shipment.portal_document_ids = cls.page_file
        cls.url = f"/my/shipments/{cls.shipment.id}"

    def statuses(self):
        urls = [
            f"{self.url}/file/{self.photo.id}",
            f"{self.url}/file/{self.page_file.id}",
            f"{self.url}/proof/{self.proof.id}/signature",
        ]
        return [self.get(url).status_code for url in urls]

    def test_the_customer_gets_them(self):
        self.authenticate("ada", "ada")
        self.assertEqual(self.statuses(), [200, 200, 200])
        photo = self.get(f"{self.url}/file/{self.photo.id}")
        self.assertEqual(photo.headers["Content-Type"], "image/png")
        self.assertEqual(photo.content, PNG)

    def test_nobody_else_does(self):
        self.assertEqual(self.statuses(), [303, 303, 303])
        self.authenticate("eve", "eve")
        self.assertEqual(self.statuses(), [404, 404, 404])

    def test_files_that_were_not_offered_stay_here(self):
        self.authenticate("ada", "ada")
        for file in (self.internal, self.link):
            self.assertEqual(self.get(f"{self.url}/file/{file.id}").status_code, 404)

    def test_a_file_of_another_shipment_stays_there(self):
        other = self.make_shipment("FILE2")
        self.authenticate("ada", "ada")
        for path in (f"file/{self.photo.id}", f"proof/{self.proof.id}/signature"):
            response = self.get(f"/my/shipments/{other.id}/{path}")
            self.assertEqual(response.status_code, 404)

    def test_a_hostile_file_is_only_downloaded(self):
        self.authenticate("ada", "ada")
        response = self.get(f"{self.url}/file/{self.page_file.id}")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", response.headers["Content-Security-Policy"])

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import PortalHttpCase


@tagged("post_install", "-at_install")
class TestTrack(PortalHttpCase):
    """Following a shipment by number and postcode."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("TRK-5512-01", packages=["TRK-5512-02"])

    def track(self, number, postcode):
        return self.url_open(
            "/track",
            data={"number": number, "postcode": postcode},
            allow_redirects=False,
        )

    def assertFound(self, response):
        self.assertEqual(response.status_code, 303)
        self.shipment.invalidate_recordset()
        self.assertTrue(
            response.headers["Location"].endswith(
                f"/track/{self.shipment.access_token}"
            )
        )

    def test_number_and_postcode_lead_to_the_shipment(self):
        self.assertEqual(self.get("/track").status_code, 200)
        for number in ("TRK-5512-01", " trk 5512 02 ", self.shipment.name):
            with self.subTest(number):
                self.assertFound(self.track(number, "69 009"))

    def test_the_same_answer_whatever_was_wrong(self):
        answers = [
            self.track("TRK-5512-01", "75001"),
            self.track("TRK-5512-01", "Lyon"),
            self.track("TRK-9999-99", "69009"),
        ]
        for response in answers:
            self.assertEqual(response.status_code, 404)
            self.assertIn("We found no shipment with this number", response.text)
            self.assertNotIn("/track/", response.text.replace('"/track"', ""))

    def test_a_number_alone_is_never_enough(self):
        for postcode in ("", " ", "-"):
            self.assertEqual(self.track("TRK-5512-01", postcode).status_code, 404)

    def test_the_city_where_there_are_no_postcodes(self):
        self.shop.write({"zip": False, "city": "Saint-Étienne"})
        self.assertFound(self.track("TRK-5512-01", "saint etienne"))
        self.assertEqual(self.track("TRK-5512-01", "69009").status_code, 404)

    def test_a_destination_without_any_place_cannot_be_followed(self):
        self.shop.write({"zip": False, "city": False})
        self.assertEqual(self.track("TRK-5512-01", "").status_code, 404)

    def test_a_zip_plus_four_is_the_same_place(self):
        self.shop.write({"zip": "10001-1234", "country_id": self.env.ref("base.us").id})
        self.assertFound(self.track("TRK-5512-01", "10001"))
        self.assertEqual(self.track("TRK-5512-01", "1000").status_code, 404)

    def test_of_two_companies_the_postcode_tells_which(self):
        other = self.env["res.company"].create({"name": "Second"})
        abroad = self.env["res.partner"].create({"name": "X", "zip": "1000"})
        self.make_shipment(
            "TRK-5512-01",
            company_id=other.id,
            ship_to_id=abroad.id,
            integration=self.make_integration(company_id=other.id),
        )
        self.assertFound(self.track("TRK-5512-01", "69009"))

    def test_internal_numbers_and_short_ones_find_nothing(self):
        self.env["logistics.reference"].create(
            [
                {"shipment_id": self.shipment.id, "type": "other", "value": "HIDDEN-1"},
                {"shipment_id": self.shipment.id, "type": "order", "value": "12"},
            ]
        )
        self.assertEqual(self.track("HIDDEN-1", "69009").status_code, 404)
        self.assertEqual(self.track("12", "69009").status_code, 404)

    def test_a_draft_is_not_found(self):
        draft = self.env["logistics.shipment"].create(
            {"partner_id": self.acme.id, "ship_to_id": self.shop.id}
        )
        self.assertEqual(self.track(draft.name, "69009").status_code, 404)

    def test_guessing_is_slowed_down(self):
        for number in range(10):
            self.assertEqual(self.track(f"GUESS-{number}", "1").status_code, 404)
        refused = self.track("TRK-5512-01", "69009")
        self.assertEqual(refused.status_code, 429)
        self.assertGreater(int(refused.headers["Retry-After"]), 0)
        self.assertIn("Too many attempts", refused.text)

    def test_hostile_input_is_text(self):
        response = self.track("<script>alert(1)</script>" * 40, "\x00" * 500)
        self.assertEqual(response.status_code, 404)
        self.assertNotIn("<script>alert(1)", response.text)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .common import PortalHttpCase


@tagged("post_install", "-at_install")
class TestList(PortalHttpCase):
    """The list of shipments and the counter that leads to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.moving = cls.make_shipment("LST-MOVE-01")
        cls.happen(cls.moving, "in_transit", "2026-01-05 10:00:00")
        cls.done = cls.make_shipment("LST-DONE-01", promised_date="2026-01-04 10:00:00")
        cls.happen(cls.done, "delivered", "2026-01-05 10:00:00")
        cls.late = cls.make_shipment("LST-LATE-01", promised_date="2026-01-04 10:00:00")
        cls.held = cls.make_shipment("LST-HELD-01")
        cls.happen(cls.held, "customs_hold", "2026-01-05 10:00:00")
        cls.env["logistics.reference"].create(
            {"shipment_id": cls.late.id, "type": "customer", "value": "PO 4711/9"}
        )
        cls.foreign = cls.make_shipment("LST-FOREIGN-1", partner_id=cls.rival.id)

    def setUp(self):
        super().setUp()
        self.authenticate("ada", "ada")

    def shown(self, query=""):
        response = self.get(f"/my/shipments{query}")
        self.assertEqual(response.status_code, 200)
        names = self.texts(response, "o_line_name")
        own = self.env["logistics.shipment"].search([])
        return own.filtered(lambda s: any(n.startswith(s.name) for n in names))

    def test_the_customer_s_own_and_no_others(self):
        self.assertEqual(self.shown(), self.moving | self.done | self.late | self.held)

    def test_filters(self):
        for key, expected in (
            ("moving", self.moving | self.held),
            ("delivered", self.done),
            ("late", self.late),
            ("problem", self.held),
            ("preparing", self.late),
            ("nonsense", self.moving | self.done | self.late | self.held),
        ):
            with self.subTest(key):
                self.assertEqual(self.shown(f"?filterby={key}"), expected)

    def test_search_by_any_number_however_it_is_written(self):
        for text, expected in (
            ("lst move 01", self.moving),
            ("LST-MO", self.moving),
            ("po4711", self.late),
            (self.done.name, self.done),
            ("LST-FOREIGN-1", self.env["logistics.shipment"]),
            ("%", self.env["logistics.shipment"]),
        ):
            with self.subTest(text):
                self.assertEqual(
                    self.shown(f"?search={text.replace('%', '%25')}"), expected
                )

    def test_a_secret_reference_finds_nothing(self):
        self.env["logistics.reference"].create(
            {"shipment_id": self.late.id, "type": "other", "value": "INTERNAL77"}
        )
        self.assertFalse(self.shown("?search=INTERNAL77"))

    def test_sorting_is_kept_to_what_is_offered(self):
        response = self.get("/my/shipments?sortby=number")
        names = [text.split()[0] for text in self.texts(response, "o_line_name")]
        self.assertEqual(names, sorted(names))
        self.assertEqual(self.get("/my/shipments?sortby=note").status_code, 200)

    def test_pages(self):
        for number in range(25):
            self.make_shipment(f"LST-PAGE-{number}")
        first = self.get("/my/shipments?search=LST-PAGE")
        second = self.get("/my/shipments/page/2?search=LST-PAGE")
        names = (self.texts(first, "o_line_name"), self.texts(second, "o_line_name"))
        self.assertEqual([len(page) for page in names], [20, 5])
        self.assertFalse(set(names[0]) & set(names[1]))
        self.assertIn("search=LST-PAGE", first.text)

    def test_nothing_found_and_nothing_at_all(self):
        self.assertIn("No shipment fits", self.get("/my/shipments?search=zzzz").text)
        newcomer = self.env["res.partner"].create({"name": "New"})
        self.make_customer("new", newcomer)
        self.authenticate("new", "new")
        self.assertIn("No shipments yet", self.get("/my/shipments").text)

    def test_the_home_page_leads_here_and_counts(self):
        self.assertIn("/my/shipments", self.get("/my/home").text)
        counted = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["logistics_shipment_count"]}
        )
        self.assertEqual(counted["logistics_shipment_count"], 4)

    def test_staff_see_their_own_company_s_shipments_here_and_no_error(self):
        self.authenticate("admin", "admin")
        self.assertEqual(self.get("/my/shipments").status_code, 200)

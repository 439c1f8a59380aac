# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import tagged

from ..models import logistics_event_feed as feed
from .api_common import ApiCase

FEED = "/logistics/v1/events"


@tagged("-at_install", "post_install")
class TestEventFeed(ApiCase):
    """Who does not want to be told asks, and misses nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hand_on()
        cls.mine = cls.make_shipment("FEED-1")
        stranger = cls.env["res.partner"].create({"name": "Stranger"})
        cls.theirs = cls.make_shipment("FEED-2", partner_id=stranger.id)
        cls.hand_on()
        cls.start = f"p{cls.env['logistics.event']._head()}"
        customer = cls.make_user("feed-customer", ["base.group_portal"])
        customer.partner_id.parent_id = cls.customer
        cls.key = cls.make_key(customer)
        cls.office_key = cls.make_key(
            cls.make_user("feed-office", ["logistics_base.group_user"])
        )

    def read(self, key=None, after=None, **query):
        parameters = "&".join(
            f"{name}={value}"
            for name, value in {"after": after or self.start, **query}.items()
        )
        return self.get(f"{FEED}?{parameters}", key or self.office_key)

    def happen(self, *codes, tracking="FEED-1"):
        for hours, code in enumerate(codes):
            self.tell(self.event(tracking, code, hours=hours))
        self.hand_on()

    def test_events_come_in_order_and_once(self):
        self.happen("picked_up", "departed", "delivered")
        codes, cursor = [], self.start
        for _page in range(10):
            page = self.read(after=cursor, limit=2, type="shipment.milestone").json()
            codes += [item["data"]["code"] for item in page["items"]]
            cursor = page["next_cursor"]
            if not page["has_more"]:
                break
        self.assertEqual(codes, ["picked_up", "departed", "delivered"])
        # when more happens, the reader goes on from there
        self.happen("returned")
        page = self.read(after=cursor, type="shipment.milestone").json()
        self.assertEqual([i["data"]["code"] for i in page["items"]], ["returned"])

    def test_a_cursor_is_given_even_where_nothing_happened(self):
        page = self.read().json()
        self.assertEqual(page["items"], [])
        self.assertFalse(page["has_more"])
        self.assertEqual(page["next_cursor"], self.start)

    def test_customers_read_what_concerns_them(self):
        self.happen("picked_up")
        self.happen("picked_up", tracking="FEED-2")
        self.env["logistics.event"]._publish("sla.breached", self.mine)
        self.hand_on()
        told = self.read(self.key).json()["items"]
        self.assertEqual(
            {item["data"]["shipment"]["id"] for item in told}, {self.mine.id}
        )
        self.assertNotIn("sla.breached", {item["type"] for item in told})
        office = self.read(self.office_key).json()["items"]
        self.assertEqual(
            {item["data"]["shipment"]["id"] for item in office},
            {self.mine.id, self.theirs.id},
        )
        self.assertIn("sla.breached", {item["type"] for item in office})

    def test_another_companys_events_are_not_read(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        self.make_shipment("FEED-3", company_id=company.id, integration_id=False)
        self.happen("picked_up")
        self.env["logistics.event"]._publish(
            "shipment.stage",
            self.env["logistics.shipment"].search([("company_id", "=", company.id)]),
        )
        self.hand_on()
        told = self.read().json()["items"]
        self.assertEqual(
            {item["data"]["shipment"]["id"] for item in told}, {self.mine.id}
        )

    def test_what_is_ours_alone_is_read_by_nobody(self):
        self.env["logistics.event"]._publish("incident.opened", self.mine)
        self.hand_on()
        self.assertEqual(self.read().json()["items"], [])

    def test_a_long_way_to_the_own_events_is_gone_page_by_page(self):
        with patch.object(feed, "CHUNK", 2), patch.object(feed, "CHUNKS", 2):
            self.happen(*["in_transit"] * 6, tracking="FEED-2")
            self.happen("picked_up")
            cursor, found, pages = self.start, [], 0
            has_more = True
            while has_more:
                page = self.read(
                    self.key, after=cursor, type="shipment.milestone"
                ).json()
                cursor, has_more = page["next_cursor"], page["has_more"]
                found += page["items"]
                pages += 1
                self.assertLess(pages, 20)
        self.assertEqual([item["data"]["code"] for item in found], ["picked_up"])
        self.assertGreater(pages, 1)

    def test_an_event_has_the_id_subscribers_are_told(self):
        self.happen("picked_up")
        (item,) = self.read(type="shipment.milestone").json()["items"]
        event = self.env["logistics.event"].search(
            [("type", "=", "shipment.milestone")], limit=1
        )
        name_of = self.env["logistics.notice"]._id_maker()
        self.assertEqual(item["id"], name_of(event.id))

    def test_a_cursor_that_is_too_old_is_gone(self):
        self.env["ir.config_parameter"].set_param(feed.DELETED_TO, "2000000000")
        self.assert_problem(self.read(), 410, "gone")

    def test_nonsense_is_refused(self):
        for query in (
            {"after": "12"},
            {"after": "p-1"},
            {"after": "p99999999999"},
            {"limit": "0"},
            {"limit": "201"},
            {"limit": "many"},
            {"type": "tea.served"},
            {"type": "incident.opened"},
        ):
            with self.subTest(query):
                self.assert_problem(self.read(**query), 400, "invalid-request")

    def test_nobody_reads_without_a_key(self):
        self.assert_problem(self.get(FEED), 401, "unauthorized")

    def test_unchanged_is_said_so(self):
        first = self.read()
        again = self.get(
            f"{FEED}?after={self.start}",
            self.office_key,
            If_None_Match=first.headers["ETag"],
        )
        self.assertEqual(again.status_code, 304)

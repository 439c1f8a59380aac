# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, PortalHttpCase


@tagged("post_install", "-at_install")
class TestLive(PortalHttpCase):
    """The part of the page that keeps itself up to date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls.make_shipment("LIVE1")
        cls.url = f"/my/shipments/{cls.shipment.id}/live"

    def test_it_is_sent_once_until_something_happens(self):
        self.authenticate("ada", "ada")
        first = self.get(self.url)
        known = {"If-None-Match": first.headers["ETag"]}
        again = self.get(self.url, headers=known)
        self.assertEqual((again.status_code, again.content), (304, b""))
        self.happen(self.shipment, "picked_up", "2026-01-05 10:00:00")
        news = self.get(self.url, headers=known)
        self.assertEqual(news.status_code, 200)
        self.assertIn("Collected by the carrier", news.text)
        self.assertNotEqual(news.headers["ETag"], first.headers["ETag"])

    # A minute that begins between the two would be a reason to look again.
    @freeze_time(NOW)
    def test_an_unchanged_page_is_not_put_together_again(self):
        self.authenticate("ada", "ada")
        known = {"If-None-Match": self.get(self.url).headers["ETag"]}
        shipments = self.registry["logistics.shipment"]
        with patch.object(shipments, "_tracking_page", side_effect=AssertionError):
            again = self.get(self.url, headers=known)
        self.assertEqual(again.status_code, 304)

    def test_the_page_starts_with_the_tag_of_its_live_part(self):
        self.authenticate("ada", "ada")
        page = self.get(f"/my/shipments/{self.shipment.id}")
        live = self.get(self.url)
        self.assertIn(f"data-etag={live.headers['ETag']}", page.text)

    def test_a_message_of_the_carrier_shows_up(self):
        self.authenticate("ada", "ada")
        known = {"If-None-Match": self.get(self.url).headers["ETag"]}
        self.tell(self.event("LIVE1", "out_for_delivery"))
        news = self.get(self.url, headers=known)
        self.assertIn("Out for delivery", news.text)

    def test_a_stranger_s_times_are_those_of_the_browser(self):
        self.happen(self.shipment, "picked_up", "2026-01-05 10:00:00")
        url = f"/track/{self.shipment._portal_ensure_token()}/live"
        tokyo = self.get(f"{url}?tz=Asia/Tokyo").text
        self.assertIn("Times are those of Tokyo", tokyo)
        self.assertIn("7:00", tokyo)
        self.assertEqual(self.get(f"{url}?tz=../../etc/passwd").status_code, 200)

    def test_a_revoked_link_ends_it(self):
        url = f"/track/{self.shipment._portal_ensure_token()}/live"
        self.assertEqual(self.get(url).status_code, 200)
        self.shipment.action_revoke_share_link()
        self.assertEqual(self.get(url).status_code, 404)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, PortalCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestHeadline(PortalCase):
    """The sentence on top: where it is, when it comes."""

    def headline(self, shipment, **reader):
        page = self.page(shipment, **reader)
        return page.headline.replace("\u202f", " "), page.tone

    def test_a_promise_in_plain_words(self):
        shipment = self.make_shipment("H1", promised_date="2026-11-24 17:00:00")
        self.assertEqual(
            self.headline(shipment), ("Arriving tomorrow by 6:00 PM", "info")
        )
        other = self.make_shipment("H2", promised_date="2026-11-26 17:00:00")
        self.assertEqual(
            self.headline(other)[0], "Arriving Thursday, November 26 by 6:00 PM"
        )

    def test_the_same_moment_is_another_day_elsewhere(self):
        shipment = self.make_shipment("H3", promised_date="2026-11-24 02:00:00")
        self.assertIn("tomorrow", self.headline(shipment)[0])
        new_york = self.headline(shipment, zone="America/New_York")[0]
        self.assertEqual(new_york, "Arriving today by 9:00 PM")

    def test_a_promise_for_a_day_names_no_hour(self):
        shipment = self.make_shipment("H4", promised_date="2026-11-24 22:59:00")
        self.assertEqual(self.headline(shipment)[0], "Arriving tomorrow")

    def test_the_newest_estimate_counts_and_a_later_one_warns(self):
        shipment = self.make_shipment("H5", promised_date="2026-11-24 17:00:00")
        self.happen(
            shipment,
            "in_transit",
            "2026-11-23 08:00:00",
            estimated_delivery="2026-11-25 11:00:00",
        )
        self.assertEqual(
            self.headline(shipment),
            ("Arriving Wednesday, November 25 by 12:00 PM", "warning"),
        )

    def test_a_promise_that_was_missed_is_owned_up_to(self):
        shipment = self.make_shipment("H6", promised_date="2026-11-20 17:00:00")
        self.assertEqual(
            self.headline(shipment),
            ("Was due Friday, November 20 and is late", "warning"),
        )

    def test_without_a_date_the_stage_says_it(self):
        shipment = self.make_shipment("H7")
        page = self.page(shipment)
        self.assertEqual(page.headline, "Being prepared")
        self.assertIn("as soon as it is known", page.sublines[0])

    def test_a_revised_promise_comes_with_its_reason(self):
        shipment = self.make_shipment(
            "H8",
            promised_date="2026-11-23 17:00:00",
            revised_promise_date="2026-11-25 17:00:00",
            revised_promise_reason="Snow has closed the road.",
        )
        changed = "The arrival date changed from today to Wednesday, November 25."
        page = self.page(shipment)
        self.assertEqual(page.notices, (changed, "Snow has closed the road."))
        self.assertEqual(self.page(shipment, full=False).notices, (changed,))

    def test_delivered_and_signed(self):
        shipment = self.make_shipment("H9", promised_date="2026-11-22 17:00:00")
        self.happen(shipment, "delivered", "2026-11-22 13:12:00")
        self.env["logistics.proof"].create(
            {"shipment_id": shipment.id, "signatory": "Jean-Luc Dupont"}
        )
        self.assertEqual(
            self.headline(shipment), ("Delivered yesterday at 2:12 PM", "success")
        )
        self.assertEqual(self.page(shipment).sublines, ("Signed by Jean-Luc Dupont",))
        self.assertEqual(self.page(shipment, full=False).sublines, ("Signed by J. D.",))

    def test_some_packages_are_there(self):
        shipment = self.make_shipment(packages=["H10A", "H10B", "H10C"])
        package = shipment.package_ids[0]
        self.happen(shipment, "delivered", "2026-11-23 08:00:00", package_id=package.id)
        page = self.page(shipment)
        self.assertIn("1 of 3 packages delivered", page.sublines)
        self.assertEqual(
            [line.stage for line in page.packages],
            ["Delivered", "Being prepared", "Being prepared"],
        )

    def test_waiting_at_the_pickup_point(self):
        shipment = self.make_shipment("H11", promised_date="2026-11-20 17:00:00")
        self.happen(
            shipment,
            "available_for_pickup",
            "2026-11-23 08:00:00",
            location_name="Relay Bellecour",
            location_city="Lyon",
        )
        page = self.page(shipment)
        self.assertEqual(page.headline, "Ready for you to pick up")
        self.assertEqual(page.sublines[0], "At Relay Bellecour, Lyon")

    def test_beside_the_straight_road(self):
        for code, said in (
            ("return_initiated", "On its way back to the sender"),
            ("returned", "Returned to the sender today at 9:00 AM"),
            ("cancelled", "This shipment was cancelled"),
            ("lost", "This shipment cannot be found at the moment"),
        ):
            with self.subTest(code):
                shipment = self.make_shipment(f"H12{code}")
                self.happen(shipment, code, "2026-11-23 08:00:00")
                self.assertEqual(self.headline(shipment)[0], said)

    def test_every_stage_can_be_shown(self):
        shipment = self.make_shipment("H13")
        for state, _label in shipment._fields["state"].selection:
            with self.subTest(state):
                self.env.cr.execute(
                    "UPDATE logistics_shipment SET state = %s WHERE id = %s",
                    (state, shipment.id),
                )
                shipment.invalidate_recordset()
                page = self.page(shipment)
                self.assertTrue(page.headline and page.steps and page.stage_label)

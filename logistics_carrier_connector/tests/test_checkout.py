# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What who buys in a web shop is told, and how long they wait for it."""

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..offers.patience import Patience
from .rates_common import RatesCase


@tagged("-at_install", "post_install")
class TestCheckout(RatesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.routing.guide"].search([]).active = False
        cls.env["logistics.service"].search([]).active = False
        cls.public = cls.env.ref("base.public_user")

    def setUp(self):
        super().setUp()
        self.server = self.make_server(6.0)
        self.service = self.make_service("Parcel", self.server)
        self.method = self.make_carrier(
            "Parcel",
            delivery_type="logistics",
            logistics_integration_id=self.service.integration_id.id,
            logistics_rate_source="live",
        )
        self.order = self.make_order(confirm=False)

    def rated(self, user=None, **context):
        """Return what the checkout gets, which asks as who buys, with all rights."""
        user = user or self.public
        order = self.order.with_user(user).sudo().with_context(**context)
        return self.method.with_user(user).sudo().rate_shipment(order)

    def guide(self, **vals):
        return self.env["logistics.routing.guide"].create(
            {
                "name": "Ours alone",
                "line_ids": [Command.create({"service_id": self.service.id})],
                **vals,
            }
        )

    def test_a_guest_gets_the_price_and_nothing_that_is_ours(self):
        rated = self.rated()
        self.assertTrue(rated["success"])
        self.assertEqual(rated["price"], 6.0)
        self.assertNotIn("logistics_offer_id", rated)

    def test_a_customer_reads_nothing_of_a_carriers_trouble(self):
        self.guide()
        self.server.status = 500
        portal = new_test_user(self.env, "buys-in-the-shop", "base.group_portal")
        for user in self.public, portal:
            with self.subTest(user.login):
                rated = self.rated(user)
                self.assertFalse(rated["success"])
                self.assertIn("No price at the moment", rated["error_message"])
                self.assertNotIn("500", rated["error_message"])
                self.assertNotIn("Ours alone", rated["error_message"])

    def test_a_salesperson_reads_the_trouble(self):
        self.server.status = 500
        rated = self.rated(self.env.ref("base.user_admin"))
        self.assertIn("the carrier answered 500", rated["error_message"])

    def test_a_customer_is_told_what_the_address_lacks(self):
        self.server.status = 500
        self.consignee.write({"zip": False, "street": False, "phone": False})
        said = self.rated()["error_message"]
        self.assertEqual(said, "Please check your address: the street, the postcode.")

    def test_an_address_is_not_to_blame_for_what_nobody_carries_there(self):
        self.service.country_ids = self.env.ref("base.fr")
        self.consignee.street = False
        self.assertIn("Not available", self.rated()["error_message"])

    def test_an_address_is_not_to_blame_for_who_keeps_silent(self):
        self.consignee.street = False
        quote = self.shop(self.service, deadline=Patience(0))
        self.assertIn("No price", quote._said_to_customer(self.order))

    def test_a_tariff_goes_by_the_postcode_that_is_missing(self):
        self.method.logistics_rate_source = "tariff"
        zone = {
            "name": "North",
            "country_ids": [Command.set(self.env.ref("base.de").ids)],
            "postcodes": "20..29",
            "break_ids": [Command.create({"price": 5.0})],
        }
        self.make_tariff(self.service, zone_ids=[Command.create(zone)])
        self.consignee.zip = False
        self.assertIn("the postcode", self.rated()["error_message"])

    def test_a_wallet_that_tells_the_street_later_is_not_asked_for_it(self):
        self.server.status = 500
        self.consignee.write({"street": False, "zip": False})
        partial = {"express_checkout_partial_delivery_address": True}
        said = self.rated(**partial)["error_message"]
        self.assertEqual(said, "Please check your address: the postcode.")
        self.consignee.zip = "10115"
        self.assertIn("No price", self.rated(**partial)["error_message"])

    def test_goods_that_nobody_carries(self):
        self.service.max_weight = 1
        self.assertIn("Not available", self.rated()["error_message"])

    def test_who_was_silent_is_not_asked_again_by_the_next_guide(self):
        self.guide()
        self.guide(name="Another")
        self.server.status = 500
        self.assertFalse(self.rated()["success"])
        self.assertEqual(len(self.server.asked), 1)

    def test_who_did_not_answer_a_guide_is_replaced_by_the_tariff(self):
        self.guide(max_price=5)
        self.make_tariff(self.service, 9.0)
        self.method.logistics_rate_source = "live_then_tariff"
        self.server.status = 500
        self.assertEqual(self.rated()["price"], 9.0)
        self.assertEqual(len(self.server.asked), 1)

    def test_a_guides_silent_carrier_leaves_time_to_ask_another(self):
        self.guide()
        self.make_service("Second", self.make_server(3.0))
        self.server.seconds = 3
        quote = self.env["logistics.quote"]._quote_order(self.order, deadline=2)
        self.assertEqual(quote.amount, 3.0)
        self.assertEqual(len(self.server.asked), 1)

    def test_when_the_time_is_up_nobody_is_asked(self):
        ended = Patience(0)
        quote = self.shop(self.service, deadline=ended)
        self.assertEqual(quote.line_ids.state, "late")
        self.assertFalse(self.server.asked)

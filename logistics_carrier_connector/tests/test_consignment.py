# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo.tests import tagged

from odoo.addons.logistics_base.canonical.money import Money

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestConsignment(OrderCase):
    """What a carrier is told of an order and of a delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.swiss = cls.make_partner(
            "Beat Kunde",
            street="Bundesplatz 3",
            city="Bern",
            zip="3011",
            country_id=cls.env.ref("base.ch").id,
            phone="031 322 21 11",
        )
        cls.currency = cls.env.company.currency_id.name

    def export(self, **vals):
        return self.make_order(partner_id=self.swiss.id, **vals)

    def problems(self, picking):
        consignment = picking._logistics_consignment()
        return picking._logistics_problems(
            consignment, self.env["logistics.integration"]
        )

    # People

    def test_a_person_at_a_company_has_both_names_and_the_companys_numbers(self):
        company = self.make_partner(
            "Buyer GmbH",
            is_company=True,
            vat="DE136695976",
            email="office@buyer.example",
        )
        company.logistics_eori = "DE1234567"
        person = self.make_partner(
            "Carl Clerk", parent_id=company.id, type="delivery", phone=False
        )
        party = person._logistics_party()
        self.assertEqual((party.name, party.company), ("Carl Clerk", "Buyer GmbH"))
        self.assertEqual(party.phone, "+4930901821")
        self.assertEqual(party.email, "office@buyer.example")
        self.assertEqual((party.tax_id, party.eori), ("DE136695976", "DE1234567"))
        self.assertFalse(party.residential)

    def test_a_phone_number_is_told_in_e164(self):
        self.assertEqual(self.swiss._logistics_party().phone, "+41313222111")

    # Goods and customs

    def test_customs_is_told_what_each_article_is_worth_without_taxes(self):
        self.lamp.write(
            {
                "hs_code": "940511",
                "country_of_origin": self.env.ref("base.pt").id,
                "default_code": "LAMP",
            }
        )
        order = self.export(confirm=False)
        order.order_line.write({"price_unit": 40.0, "discount": 25.0})
        order.incoterm = self.env["account.incoterms"].search([("code", "=", "DDP")])
        order.action_confirm()
        consignment = order.picking_ids._logistics_consignment()
        (piece,) = consignment.pieces
        (article,) = piece.articles
        self.assertEqual(
            (article.sku, article.hs_code, article.origin, article.weight),
            ("LAMP", "940511", "PT", 2.0),
        )
        self.assertEqual(article.value, Money(Decimal("30.00"), self.currency))
        self.assertEqual(piece.value, Money(Decimal("90.00"), self.currency))
        self.assertEqual(consignment.customs.declared_value, piece.value)
        self.assertEqual(consignment.customs.incoterm, "DDP")
        self.assertEqual(consignment.customs.invoice_number, order.picking_ids.name)

    def test_a_gift_is_worth_its_cost(self):
        order = self.export(confirm=False, logistics_export_reason="gift")
        order.order_line.price_unit = 0.0
        order.action_confirm()
        consignment = order.picking_ids._logistics_consignment()
        self.assertEqual(
            consignment.pieces[0].articles[0].value,
            Money(Decimal("20.00"), self.currency),
        )
        self.assertEqual(consignment.customs.contents, "gift")

    def test_dozens_are_told_in_pieces(self):
        order = self.make_order(confirm=False)
        order.order_line.write(
            {
                "product_uom_id": self.env.ref("uom.product_uom_dozen").id,
                "product_uom_qty": 1,
                "price_unit": 240.0,
            }
        )
        order.action_confirm()
        for consignment in (
            order._logistics_consignment(),
            order.picking_ids._logistics_consignment(),
        ):
            (article,) = consignment.pieces[0].articles
            self.assertEqual(article.quantity, 12.0)
            self.assertEqual(article.value, Money(Decimal("20.00"), self.currency))
            self.assertEqual(consignment.weight, 24.0)

    def test_a_quotation_is_told_with_the_weight_that_people_corrected(self):
        order = self.make_order(confirm=False)
        self.assertEqual(order._logistics_consignment().weight, 6.0)
        order.shipping_weight = 7.5
        self.assertEqual(order._logistics_consignment().weight, 7.5)
        in_wizard = order.with_context(order_weight=9.0)
        self.assertEqual(in_wizard._logistics_consignment().weight, 9.0)

    def test_dangerous_goods_are_told_and_flagged(self):
        paint = self.make_product(
            "Paint",
            stock=10,
            logistics_is_dangerous=True,
            logistics_un_number="1263",
            logistics_hazard_class="3",
            logistics_packing_group="II",
            logistics_proper_name="PAINT",
            logistics_limited_quantity=True,
        )
        order = self.make_order((paint, 1), (self.lamp, 1))
        consignment = order.picking_ids._logistics_consignment()
        (goods,) = consignment.pieces[0].dangerous_goods
        self.assertEqual(
            (goods.un_number, goods.hazard_class, goods.packing_group),
            ("1263", "3", "II"),
        )
        self.assertTrue(goods.limited_quantity)
        self.assertTrue(order.picking_ids.logistics_has_dangerous_goods)
        self.assertTrue(order.logistics_shipment_ids.has_dangerous_goods)

    # Terms

    def test_the_method_insures_a_part_of_the_value_unless_people_say_how_much(self):
        self.carrier.shipping_insurance = 50
        order = self.make_order(carrier_id=self.carrier.id)
        picking = order.picking_ids
        self.assertEqual(
            picking._logistics_consignment().insured_value,
            Money(Decimal("75.00"), self.currency),
        )
        picking.logistics_insured_value = 500
        self.assertEqual(
            picking._logistics_consignment().insured_value,
            Money(Decimal("500.00"), self.currency),
        )

    def test_options_of_the_order_go_with_its_deliveries_and_backorders(self):
        saturday = self.env.ref("logistics_carrier_connector.delivery_option_saturday")
        order = self.make_order(
            logistics_option_ids=saturday.ids, logistics_instructions="Ring twice"
        )
        picking = order.picking_ids
        self.ship(picking, quantity=1)
        for each in order.picking_ids:
            consignment = each._logistics_consignment()
            self.assertEqual(consignment.options, ("saturday",))
            self.assertEqual(consignment.instructions, "Ring twice")

    def test_a_return_is_sent_by_the_customer(self):
        order = self.make_order()
        self.ship(order.picking_ids)
        consignment = self.take_back(order.picking_ids)._logistics_consignment()
        self.assertTrue(consignment.is_return)
        self.assertEqual(consignment.ship_from.name, "Ada Consignee")
        self.assertEqual(consignment.ship_to.company, "Lamps Warehouse")

    # What is missing

    def test_everything_that_is_missing_is_listed_at_once(self):
        self.lamp.write({"weight": 0, "hs_code": False})
        self.swiss.write({"zip": False, "phone": "12", "street": False})
        picking = self.export().picking_ids
        self.assertEqual(
            self.problems(picking),
            [
                "Consignee Beat Kunde: the street is missing.",
                "Consignee Beat Kunde: the postcode is missing.",
                "Consignee Beat Kunde: the phone number “12” is not valid.",
                "What is in no package weighs nothing. Weigh it, or enter what its "
                "products weigh.",
                "Shipment: the Incoterm is missing.",
                "Lamp: the HS code is missing.",
            ],
        )

    def test_the_transfer_shows_them_with_links_to_where_they_are_put_right(self):
        carrier = self.make_carrier(
            "Logistics",
            delivery_type="logistics",
            logistics_integration_id=self.make_integration(kind="carrier").id,
        )
        self.consignee.zip = "1011"
        picking = self.make_order(carrier_id=carrier.id).picking_ids
        self.assertIn("postcode “1011” is not valid", picking.logistics_problems)
        self.assertIn(
            f"/odoo/res.partner/{self.consignee.id}", picking.logistics_problems
        )
        self.consignee.zip = "10115"
        picking.invalidate_recordset(["logistics_problems"])
        self.assertFalse(picking.logistics_problems)

    def test_a_name_cannot_smuggle_markup_into_the_list(self):
        carrier = self.make_carrier(
            "Logistics",
            delivery_type="logistics",
            logistics_integration_id=self.make_integration(kind="carrier").id,
        )
        self.consignee.write(
            {"name": "<img src=x onerror=alert(1)> 100%s", "zip": False}
        )
        picking = self.make_order(carrier_id=carrier.id).picking_ids
        self.assertNotIn("<img", picking.logistics_problems)

    def test_within_the_union_customs_asks_for_nothing(self):
        picking = self.make_order().picking_ids
        self.assertEqual(self.problems(picking), [])

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gets the order: by the guides, in the wizard, at checkout, for a transfer."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from .rates_common import RatesCase


@tagged("-at_install", "post_install")
class TestRoutingGuide(RatesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.routing.guide"].search([]).active = False
        cls.env["logistics.service"].search([]).active = False
        cls.slow = cls.make_service("Slow", transit_days=4)
        cls.fast = cls.make_service("Fast", transit_days=1)
        cls.make_tariff(cls.slow, 4.0)
        cls.make_tariff(cls.fast, 12.0)
        cls.method = cls.make_method()

    @classmethod
    def make_method(cls, name="Parcel", service=None, **vals):
        service = service or cls.slow
        return cls.make_carrier(
            name,
            delivery_type="logistics",
            logistics_integration_id=service.integration_id.id,
            logistics_service_id=service.id,
            **vals,
        )

    @classmethod
    def make_guide(cls, *services, **vals):
        return cls.env["logistics.routing.guide"].create(
            {
                "name": "Test",
                "line_ids": [Command.create({"service_id": s.id}) for s in services],
                **vals,
            }
        )

    def rated(self, **promise):
        """Return the quote of an order by all carriers, under the guides."""
        order = self.make_order(confirm=False, **promise)
        return self.env["logistics.quote"]._quote_order(order)

    def test_without_a_guide_the_cheapest_is_taken(self):
        quote = self.rated()
        self.assertEqual(quote.line_id.service_id, self.slow)
        self.assertIn("cheapest of 2", quote.reason)

    def test_the_cheapest_that_meets_the_promise(self):
        quote = self.rated(commitment_date="2026-03-04 08:00:00")
        self.assertEqual(quote.line_id.service_id, self.fast)
        self.assertIn("arrive by", quote.reason)
        verdict = quote.line_ids.filtered(lambda li: li.service_id == self.slow).verdict
        self.assertEqual(verdict, "arrives too late")

    def test_a_guide_names_the_carriers_and_their_order(self):
        self.make_guide(self.fast, self.slow, strategy="first", name="Fast first")
        quote = self.rated()
        self.assertEqual(quote.line_id.service_id, self.fast)
        self.assertIn("Fast first", quote.reason)

    def test_the_second_carrier_takes_over_by_rule(self):
        self.make_guide(self.fast, self.slow, strategy="first")
        self.fast.max_weight = 1
        quote = self.rated()
        self.assertEqual(quote.line_id.service_id, self.slow)

    def test_a_guide_whose_conditions_do_not_hold_is_passed_over(self):
        other = self.env["res.partner"].create({"name": "Another Customer"})
        for condition in (
            {"partner_ids": [Command.set(other.ids)]},
            {"country_ids": [Command.set(self.env.ref("base.fr").ids)]},
            {"postcodes": "20..29"},
            {"weight_from": 50},
            {"dangerous_goods": "yes"},
            {"border": "international"},
            {"value_from": 5000},
            {"ready_before": 8.0, "tz": "Europe/Berlin"},
        ):
            guide = self.make_guide(self.fast, **condition)
            with self.subTest(condition):
                self.assertFalse(self.rated().guide_id)
            guide.unlink()

    def test_a_guide_whose_conditions_hold_decides(self):
        for condition in (
            {"partner_ids": [Command.set(self.consignee.ids)]},
            {"country_ids": [Command.set(self.env.ref("base.de").ids)]},
            {"postcodes": "10..19"},
            {"weight_from": 5, "weight_until": 10},
            {"warehouse_ids": [Command.set(self.warehouse.ids)]},
            {"ready_after": 8.0, "tz": "Europe/Berlin"},
        ):
            guide = self.make_guide(self.fast, **condition)
            with self.subTest(condition):
                self.assertEqual(self.rated().guide_id, guide)
            guide.unlink()

    def test_nobody_in_the_guide_offers_and_the_next_is_asked_or_nobody(self):
        self.fast.max_weight = 1
        guide = self.make_guide(self.fast)
        self.assertEqual(self.rated().line_id.service_id, self.slow)
        guide.continue_if_none = False
        quote = self.rated()
        self.assertFalse(quote.line_id)
        self.assertIn("heavier than", quote.reason)

    def test_nobody_pays_more_than_the_guide_allows(self):
        self.make_guide(self.fast, max_price=10, continue_if_none=False)
        self.assertFalse(self.rated().line_id)

    # Where people meet it

    def test_odoo_gets_the_price_it_expects(self):
        order = self.make_order(confirm=False)
        rated = self.method.rate_shipment(order)
        self.assertTrue(rated["success"])
        self.assertEqual(rated["price"], 4.0)

    def test_odoo_is_told_why_there_is_no_price(self):
        self.slow.max_weight = 1
        rated = self.method.rate_shipment(self.make_order(confirm=False))
        self.assertFalse(rated["success"])
        self.assertIn("heavier than", rated["error_message"])

    def test_a_price_is_told_in_the_currency_of_the_order(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        dollar.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 2.0, "name": "2026-01-01"}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Dollars", "currency_id": dollar.id}
        )
        order = self.make_order(confirm=False, pricelist_id=pricelist.id)
        rated = self.env["logistics.quote"]._rate_for(self.method, order)
        self.assertEqual(rated["price"], 8.0)
        self.assertIn("offered as", rated["warning_message"])

    def wizard(self, order):
        action = order.action_open_delivery_wizard()
        return (
            self.env["choose.delivery.carrier"]
            .with_context(**action["context"])
            .create({"carrier_id": self.method.id})
        )

    def test_the_wizard_compares_and_takes_what_is_picked(self):
        express = self.make_method("Express", self.fast, margin=0.5)
        order = self.make_order(confirm=False)
        wizard = self.wizard(order)
        wizard.action_compare_offers()
        rows = {row.carrier_id: row for row in wizard.logistics_offer_ids}
        self.assertEqual(rows[self.method].price, 4.0)
        self.assertEqual(rows[express].price, 18.0)
        self.assertTrue(rows[self.method].is_recommended)
        self.assertTrue(rows[express].is_fastest)
        rows[express].action_take()
        wizard.button_confirm()
        self.assertEqual(order.carrier_id, express)
        self.assertEqual(order.logistics_offer_id.service_id, self.fast)
        line = order.order_line.filtered("is_delivery")
        self.assertEqual(line.price_unit, 18.0)

    def test_carriers_are_compared_where_none_was_chosen_yet(self):
        order = self.make_order(confirm=False)
        order.partner_id.property_delivery_carrier_id = False
        context = order.action_open_delivery_wizard()["context"]
        with Form(self.env["choose.delivery.carrier"].with_context(**context)) as form:
            self.assertIn(form.carrier_id, form.available_carrier_ids[:])
        self.assertEqual(form.record.carrier_id.delivery_type, "logistics")

    def test_a_salesperson_who_is_no_dispatcher_can_compare(self):
        seller = self.env["res.users"].create(
            {
                "name": "Sam Seller",
                "login": "sam-seller",
                "group_ids": [
                    Command.set(
                        self.env.ref("sales_team.group_sale_salesman_all_leads").ids
                    )
                ],
            }
        )
        order = self.make_order(confirm=False).with_user(seller)
        wizard = self.wizard(order).with_user(seller)
        wizard.action_compare_offers()
        offers = wizard.logistics_offer_ids
        offers.filtered(lambda o: o.carrier_id == self.method).action_take()
        wizard.button_confirm()
        self.assertEqual(order.sudo().logistics_offer_id.service_id, self.slow)

    def test_a_transfer_is_booked_by_what_was_offered_on_its_order(self):
        self.method.logistics_service_id = False
        order = self.make_order(confirm=False)
        rated = self.method.rate_shipment(order)
        order.set_delivery_line(self.method, rated["price"])
        order.action_confirm()
        line = self.env["logistics.quote"]._offer_for(order.picking_ids)
        self.assertEqual(line, order.logistics_offer_id)
        self.assertEqual(line.service_id, self.slow)

    def test_a_transfer_that_grew_too_heavy_is_offered_anew(self):
        self.method.logistics_service_id = False
        self.fast.integration_id = self.slow.integration_id
        self.fast.code = "FAST"
        order = self.make_order(confirm=False)
        order.set_delivery_line(self.method, self.method.rate_shipment(order)["price"])
        order.action_confirm()
        self.slow.max_weight = 1
        quotes, picking = self.env["logistics.quote"], order.picking_ids
        # then what was offered on the order counts no more, and the rules choose anew
        self.assertFalse(quotes._offer_for(picking))
        quote = quotes._quote_picking(picking, self.method)
        self.assertEqual(quote.line_id.service_id, self.fast)

    def test_expected_charges_are_written_by_the_contract(self):
        shipment = self.make_shipment()
        self.env["logistics.quote"]._expect(shipment, self.slow, self.consignment())
        again = self.env["logistics.quote"]._expect(
            shipment, self.slow, self.consignment()
        )
        self.assertEqual(shipment.charge_ids, again)
        self.assertEqual(again.mapped("type"), ["base"])
        self.assertEqual(again.cost, 4.0)
        self.assertEqual(again.basis, "expected")
        self.assertIn("zone 1", again.description)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestAdoption(OrderCase):
    """Parcels that other connectors, or people, shipped are tracked all the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracker = cls.make_integration(kind="carrier")
        cls.carrier.logistics_tracked_by_id = cls.tracker

    def delivery(self, **vals):
        """Return the delivery of a new order and its shipment."""
        picking = self.make_order(carrier_id=self.carrier.id, **vals).picking_ids
        return picking, picking.logistics_shipment_id

    def numbers(self, shipment):
        return sorted(
            (r.value, r.package_id.name)
            for r in shipment.reference_ids
            if r.type == "tracking"
        )

    def test_a_number_typed_in_books_the_shipment_and_is_tracked(self):
        picking, shipment = self.delivery()
        picking.carrier_tracking_ref = "1Z 999"
        self.assertEqual(self.numbers(shipment), [("1Z 999", picking.name)])
        self.assertEqual(shipment.state, "booked")
        self.assertEqual(shipment.integration_id, self.tracker)

        self.tell(self.event("1Z999", "picked_up"), integration=self.tracker)
        self.assertEqual(shipment.state, "picked_up")

    def test_a_connector_that_ships_at_validation_is_adopted(self):
        picking, shipment = self.delivery()
        self.patch(
            type(self.carrier),
            "fixed_send_shipping",
            lambda carrier, pickings: [
                {"exact_price": 5.0, "tracking_number": "CON-1"} for _ in pickings
            ],
        )
        self.carrier.integration_level = "rate_and_ship"
        picking.picking_type_id.print_label = True
        self.ship(picking)
        self.assertEqual(self.numbers(shipment), [("CON-1", picking.name)])
        self.assertEqual(shipment.state, "booked")

    def test_several_numbers_are_a_package_each(self):
        picking, shipment = self.delivery()
        picking.carrier_tracking_ref = "AAA1,BBB2 , CCC3"
        self.assertEqual(
            self.numbers(shipment),
            [("AAA1", picking.name), ("BBB2", "BBB2"), ("CCC3", "CCC3")],
        )
        self.tell(self.event("AAA1", "delivered"), integration=self.tracker)
        self.assertEqual(shipment.delivered_package_count, 1)
        self.assertEqual(shipment.state, "booked")

    def test_numbers_go_to_the_packages_in_the_order_they_were_packed(self):
        picking, shipment = self.delivery()
        first, second = self.pack(picking, 1), self.pack(picking, 2)
        picking.carrier_tracking_ref = "AAA1,BBB2"
        self.assertEqual(
            self.numbers(shipment), [("AAA1", first.name), ("BBB2", second.name)]
        )

    def test_fewer_numbers_than_packages_are_of_the_whole_shipment(self):
        picking, shipment = self.delivery()
        self.pack(picking, 1)
        self.pack(picking, 2)
        picking.carrier_tracking_ref = "AAA1"
        self.assertEqual(self.numbers(shipment), [("AAA1", False)])

    def test_a_number_copied_to_a_backorder_is_not_tracked_twice(self):
        picking, shipment = self.delivery()
        picking.carrier_tracking_ref = "AAA1"
        self.ship(picking, quantity=1)
        rest = picking.backorder_ids
        rest.carrier_tracking_ref = "AAA1"
        self.assertEqual(self.numbers(rest.logistics_shipment_id), [])
        self.assertEqual(rest.logistics_shipment_id.state, "released")
        self.assertFalse(rest.logistics_shipment_id.exception_ids)

        rest.carrier_tracking_ref = "AAA1,BBB2"
        self.assertEqual(
            [number for number, _ in self.numbers(rest.logistics_shipment_id)], ["BBB2"]
        )

    def test_a_number_copied_to_the_steps_before_is_tracked_once(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.make_order(carrier_id=self.carrier.id)
        pick = order.picking_ids
        pick.carrier_tracking_ref = "AAA1"
        self.ship(pick)
        last = order.picking_ids - pick
        last.carrier_tracking_ref = "AAA1"
        references = self.env["logistics.reference"].search([("value", "=", "AAA1")])
        self.assertEqual(references.shipment_id, last.logistics_shipment_id)
        self.assertEqual(len(references), 1)

    def test_a_number_of_another_customers_parcel_is_a_case_for_people(self):
        one, first = self.delivery()
        two, second = self.delivery()
        one.carrier_tracking_ref = "AAA1"
        two.carrier_tracking_ref = "AAA1"
        self.assertEqual(self.numbers(second), [])
        self.assertIn(first.name, second.exception_ids.summary)

    def test_carriers_use_their_numbers_again(self):
        one, first = self.delivery()
        one.carrier_tracking_ref = "AAA1"
        self.tell(self.event("AAA1", "delivered"), integration=self.tracker)
        two, second = self.delivery()
        two.carrier_tracking_ref = "AAA1"
        self.assertEqual(self.numbers(second), [("AAA1", two.name)])

    def test_a_mistyped_number_is_replaced(self):
        picking, shipment = self.delivery()
        picking.carrier_tracking_ref = "AAA1"
        picking.carrier_tracking_ref = "AAA2"
        self.assertEqual([number for number, _ in self.numbers(shipment)], ["AAA2"])
        self.assertEqual(shipment.state, "booked")

    def test_a_cancelled_label_frees_the_shipment_and_a_new_one_books_it(self):
        picking, shipment = self.delivery()
        picking.carrier_tracking_ref = "AAA1"
        picking.carrier_tracking_ref = False
        self.assertEqual(self.numbers(shipment), [])
        self.assertEqual(shipment.state, "released")
        picking.carrier_tracking_ref = "AAA2"
        self.assertEqual([number for number, _ in self.numbers(shipment)], ["AAA2"])
        self.assertEqual(shipment.state, "booked")

    def test_a_delivery_made_by_hand_is_adopted_by_its_number(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": self.consignee.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.lamp.id,
                            "product_uom_qty": 1,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        self.assertFalse(picking.logistics_shipment_id)
        picking.carrier_tracking_ref = "AAA1"
        self.assertEqual(
            self.numbers(picking.logistics_shipment_id), [("AAA1", picking.name)]
        )

    def test_people_of_sales_and_stock_need_no_right_of_ours(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "clerk",
                "group_ids": [
                    (
                        6,
                        0,
                        [
                            self.env.ref("sales_team.group_sale_salesman_all_leads").id,
                            self.env.ref("stock.group_stock_user").id,
                        ],
                    )
                ],
            }
        )
        order = self.make_order(carrier_id=self.carrier.id, confirm=False)
        order.with_user(clerk).action_confirm()
        picking = order.picking_ids.with_user(clerk)
        picking.carrier_tracking_ref = "AAA1"
        self.ship(picking)
        self.assertEqual(order.logistics_shipment_ids.state, "booked")

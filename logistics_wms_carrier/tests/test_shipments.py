# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shipments of deliveries that warehouses ship."""

from odoo.tests import tagged

from odoo.addons.logistics_wms_sync.tests.fulfillment_common import FulfillmentCase

SSCC, PALLET = "340123450000000017", "340123450000000024"


@tagged("post_install", "-at_install")
class TestShipments(FulfillmentCase):
    def box(self, reference, number, quantity, **more):
        """Return a package as the warehouse tells it."""
        contents = [{"sku": self.product.default_code, "quantity": quantity}]
        return {
            "reference": reference,
            "tracking_number": number,
            "contents": contents,
            **more,
        }

    def shipments_of(self, order):
        return self.env["logistics.shipment"].search(
            [("sale_id", "=", order.sale_id.id)]
        )

    def test_a_delivery_has_one_shipment(self):
        # given
        order = self.make_order((self.product, 5))
        delivery = order.picking_id
        # when
        boxes = [self.box(SSCC, "1Z-1", 3, weight=2.5), self.box("B2", "1Z-2", 2)]
        message = self.ship(order, (self.product, 5), packages=boxes)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        shipment = self.shipments_of(order)
        self.assertEqual(shipment, delivery.logistics_shipment_id)
        self.assertEqual(shipment, order.shipment_id)
        self.assertEqual(shipment, order.fulfillment_ids.shipment_id)
        self.assertEqual(shipment.state, "picked_up")
        packages = shipment.package_ids
        self.assertEqual(packages.mapped("tracking_reference"), ["1Z-1", "1Z-2"])
        self.assertEqual(packages[0].weight, 2.5)
        sscc = packages[0].reference_ids.filtered(lambda ref: ref.type == "sscc")
        self.assertEqual(sscc.value, SSCC)
        self.assertEqual(delivery.carrier_tracking_ref, "1Z-1,1Z-2")

    def test_a_backorder_has_a_shipment_of_its_own(self):
        # given
        order = self.make_order((self.product, 5))
        self.ship(order, (self.product, 3), packages=[self.box("B1", "1Z-1", 3)])
        backorder = order.picking_id.backorder_ids
        self.assertFalse(backorder.carrier_tracking_ref)
        # when
        self.tell_of(order, "packed")
        self.ship(order, (self.product, 2), packages=[self.box("B2", "1Z-2", 2)])
        # then
        self.assertEqual(len(self.shipments_of(order)), 2)
        later = backorder.logistics_shipment_id
        self.assertEqual(later.tracking_reference, "1Z-2")
        self.assertIn("packed", later.milestone_ids.mapped("code"))
        self.assertEqual(backorder.carrier_tracking_ref, "1Z-2")
        self.assertEqual(order.shipment_id.tracking_reference, "1Z-1")

    def test_cartons_stand_on_their_pallet(self):
        # given
        order = self.make_order((self.product, 5))
        boxes = [
            {"reference": PALLET, "type": "pallet"},
            self.box("B1", "1Z-1", 3, parent=PALLET),
            self.box("B2", "1Z-2", 2, parent=PALLET),
        ]
        # when
        message = self.ship(order, (self.product, 5), packages=boxes)
        # then
        self.assertEqual(message.state, "done", message.error_message)
        packages = order.shipment_id.package_ids
        self.assertEqual(len(packages), 3)
        pallet = packages.filtered(lambda package: package.name == PALLET)
        self.assertEqual((packages - pallet).parent_id, pallet)
        self.assertEqual(pallet.package_type, "pallet")

    def test_the_last_of_several_steps_takes_the_shipment(self):
        # given
        warehouse = self.make_warehouse(delivery_steps="pick_ship")
        self.put(self.product, 20, warehouse=warehouse)
        order = self.make_order((self.product, 5), warehouse=warehouse)
        # when
        message = self.ship(
            order, (self.product, 5), packages=[{"tracking_number": "1Z-1"}]
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        shipment = self.shipments_of(order)
        self.assertEqual(shipment, order.shipment_id)
        self.assertEqual(
            (shipment.state, shipment.tracking_reference), ("picked_up", "1Z-1")
        )
        last = order.sale_id.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "outgoing"
        )
        self.assertEqual(last.logistics_shipment_id, shipment)

    def test_no_label_is_bought_for_what_left_with_one(self):
        # given
        method = self.env["delivery.carrier"].create(
            {
                "name": "Sandbox",
                "product_id": self.env["product.product"]
                .create({"name": "Freight"})
                .id,
                "delivery_type": "logistics",
                "logistics_integration_id": self.make_integration(
                    name="Parcel Post", kind="carrier", adapter="sandbox"
                ).id,
            }
        )
        order = self.make_order((self.product, 5), carrier_id=method.id)
        delivery = order.picking_id
        delivery.carrier_id = method
        # when
        message = self.ship(
            order, (self.product, 5), packages=[{"tracking_number": "1Z-1"}]
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertFalse(delivery.booking_ids)
        self.assertFalse(delivery.activity_ids)
        self.assertEqual(delivery.carrier_tracking_ref, "1Z-1")
        self.assertEqual(order.shipment_id.tracking_reference, "1Z-1")

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .inbound_common import InboundCase


@tagged("post_install", "-at_install")
class TestShadow(InboundCase):
    """A new interface on trial beside the old one, warehouse by warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put(cls.widget, 50)
        cls.new = cls.make_integration(name="New Interface", kind="wms")
        cls.warehouse.write(
            {
                "logistics_shadow_integration_id": cls.new.id,
                "logistics_shadow_code": "NEW-1",
            }
        )

    def told_by(self, integration, document_type="warehouse.release"):
        return self.env["logistics.message"].search(
            [
                ("integration_id", "=", integration.id),
                ("document_type", "=", document_type),
                ("direction", "=", "outbound"),
            ]
        )

    def from_shadow(self, told):
        told["data"]["warehouse"] = "NEW-1"
        return self.tell(told, integration=self.new)

    def shipped(self, order, quantity, **data):
        lines = [{"sku": "WIDGET", "quantity": quantity}]
        return self.fulfillment(order, "shipped", id="S-1", lines=lines, **data)

    def test_an_order_is_written_for_the_shadow_and_not_sent(self):
        # given
        self.env["logistics.binding"].create(
            {
                "integration_id": self.new.id,
                "res_model": "product.product",
                "external_id": "N-WIDGET",
                "res_id": self.widget.id,
                "state": "bound",
            }
        )
        # when
        order = self.make_order((self.widget, 3))
        # then
        [old], [new] = self.told_by(self.wms), self.told_by(self.new)
        self.assertEqual(old.state, "received")
        self.assertEqual((new.state, new.shadow_result), ("done", "new"))
        self.assertEqual(new.correlation_id, order.correlation_id)
        told = self.sent(order)
        self.assertEqual([one["warehouse"] for one in told][1], "NEW-1")
        self.assertEqual(
            [one["lines"][0]["sku"] for one in told], ["WIDGET", "N-WIDGET"]
        )

    def test_what_cannot_be_written_for_the_shadow_stops_nothing(self):
        # given
        self.new.adapter = "events"
        # when
        order = self.make_order((self.widget, 3))
        # then
        self.assertEqual(order.state, "sent")
        self.assertIn(order.name, self.warehouse.logistics_shadow_problem)

    def test_a_shipment_that_the_shadow_tells_moves_nothing(self):
        # given
        order = self.make_order((self.widget, 3))
        # when
        message = self.from_shadow(self.shipped(order, 3))
        # then
        self.assertEqual((message.state, message.shadow_result), ("done", "new"))
        self.assertEqual((order.state, self.on_hand(self.widget)), ("sent", 50))
        self.assertEqual(message.shadow_warehouse_id, self.warehouse)

    def test_what_both_tell_is_compared(self):
        # given
        order, other = (self.make_order((self.widget, 3)) for _twice in range(2))
        for one in (order, other):
            self.tell(self.shipped(one, 3, is_final=True), integration=self.wms)
        # when
        same = self.from_shadow(self.shipped(order, 3, is_final=True))
        differs = self.from_shadow(self.shipped(other, 2, is_final=True))
        # then
        self.assertEqual(same.shadow_result, "same", same.shadow_note)
        self.assertEqual(differs.shadow_result, "differs")
        self.assertEqual(self.on_hand(self.widget), 44)
        self.assertEqual(self.warehouse.logistics_shadow_same, 1)
        self.assertEqual(self.warehouse.logistics_shadow_differs, 1)
        self.assertEqual(self.warehouse.logistics_shadow_rate, 0.5)

    def test_receipts_are_compared(self):
        # given
        advice = self.make_advice((self.gadget, 4))
        early = self.from_shadow(self.received(advice, ("GADGET", 4)))
        self.tell_received(advice, ("GADGET", 4))
        # when
        same = self.from_shadow(self.received(advice, ("GADGET", 4)))
        damaged = {"sku": "GADGET", "quantity": 4, "condition": "damaged"}
        differs = self.from_shadow(self.received(advice, damaged))
        # then
        results = (early + same + differs).mapped("shadow_result")
        self.assertEqual(results, ["new", "same", "differs"])
        self.assertIn("0 told, 4 taken in", differs.shadow_note)
        self.assertEqual(self.on_hand(self.gadget), 4)
        self.assertEqual(advice.receipt_count, 1)

    def test_what_the_shadow_tells_of_nothing_we_know(self):
        # when
        message = self.from_shadow(self.received(None, ("GADGET", 4), advice="WHO"))
        # then
        self.assertEqual((message.state, message.shadow_result), ("done", "new"))

    def test_stock_that_the_shadow_counts_makes_no_discrepancy(self):
        # when
        message = self.from_shadow(
            {
                "type": "inventory.snapshot",
                "data": {"lines": [{"sku": "WIDGET", "quantity": 48}]},
            }
        )
        # then
        self.assertEqual(message.state, "done", message.error_message)
        self.assertEqual(message.shadow_result, "differs", message.shadow_note)
        self.assertFalse(
            self.env["logistics.inventory.discrepancy"].search(
                [("product_id", "=", self.widget.id)]
            )
        )

    def test_other_warehouses_of_the_new_interface_are_live(self):
        # given
        live = self.make_warehouse(self.new)
        self.put(self.widget, 5, warehouse=live)
        order = self.make_order((self.widget, 2), warehouse=live)
        told = self.shipped(order, 2, is_final=True)
        # when
        message = self.tell(told, integration=self.new)
        # then
        self.assertFalse(message.shadow_result)
        self.assertEqual(order.state, "shipped", message.error_message)

    def test_after_the_cutover_each_finishes_what_it_was_told(self):
        # given
        begun = self.make_order((self.widget, 3))
        advice = self.make_advice((self.gadget, 4))
        received = self.received(advice, ("GADGET", 4))
        # when
        self.warehouse.action_logistics_cut_over()
        fresh = self.make_order((self.widget, 2))
        # then
        self.assertEqual(self.warehouse.logistics_integration_id, self.new)
        self.assertEqual(self.warehouse.logistics_code, "NEW-1")
        self.assertEqual(self.warehouse.logistics_open_elsewhere, 2)
        self.assertEqual(
            (begun.integration_id, fresh.integration_id), (self.wms, self.new)
        )
        # when
        told = self.shipped(begun, 3, is_final=True)
        told["data"]["warehouse"] = self.warehouse.logistics_shadow_code
        old = self.tell(told, integration=self.wms)
        new = self.from_shadow(self.shipped(fresh, 2, is_final=True))
        # then
        self.assertEqual(begun.state, "shipped", old.error_message)
        self.assertEqual(fresh.state, "shipped", new.error_message)
        self.assertEqual(self.on_hand(self.widget), 45)
        # when
        self.tell(received, integration=self.wms)
        # then
        self.assertEqual(advice.state, "received")
        self.assertEqual(self.on_hand(self.gadget), 4)

    def test_only_a_live_shadow_takes_over(self):
        self.new.state = "paused"
        with self.assertRaisesRegex(UserError, "not live"):
            self.warehouse.action_logistics_cut_over()

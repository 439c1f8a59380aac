# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.logistics_base.tests.sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestServiceLevel(SlaCase):
    """What orders, warehouses and tenders have to do with service levels."""

    def make_order(self):
        product = self.env["product.product"].create(
            {"name": "A Thing", "type": "consu", "is_storable": True}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": 1})
                ],
            }
        )
        order.action_confirm()
        return order

    def test_a_shipment_knows_the_warehouse_of_its_transfer(self):
        order = self.make_order()
        shipment = order.picking_ids.logistics_shipment_id
        self.assertTrue(shipment)
        self.assertEqual(shipment.warehouse, order.warehouse_id.code)

    def test_a_policy_may_be_for_a_warehouse(self):
        elsewhere = self.make_policy(warehouses="NOWHERE")
        here = self.make_policy(warehouses=f"X, {self.make_order().warehouse_id.code}")
        shipment = self.make_order().picking_ids.logistics_shipment_id
        self.hand_on()
        self.assertEqual(self.measure(shipment).policy_id, here)
        self.assertNotEqual(here, elsewhere)

    def test_the_clock_for_the_release_begins_with_the_order(self):
        self.make_policy(kind="release", target=4)
        order = self.make_order()
        shipment = order.picking_ids.logistics_shipment_id
        self.hand_on()
        measure = self.measure(shipment, "release")
        self.assertEqual(measure.started_at, order.date_order)

    def test_tenders_accepted_of_those_answered(self):
        first = self.env["logistics.kpi"]._today(self.company)
        carriers = [self.make_integration() for _number in range(4)]
        for carrier, steps in zip(
            carriers,
            (["accept"], ["decline"], ["accept", "decline"], ["cancel"]),
            strict=True,
        ):
            shipment = self.make_shipment(integration_id=False)
            tender = self.env["logistics.tender"].create(
                {"shipment_ids": [(4, shipment.id)], "integration_id": carrier.id}
            )
            tender.action_send()
            for step in steps:
                getattr(tender, f"action_{step}")()
        self.env["logistics.kpi"]._refresh_now(self.company)

        rows = self.env["logistics.kpi"]._read(
            ["tender_acceptance"],
            first,
            first + timedelta(days=1),
            group_by="integration_id",
        )

        values = {row["group"]: (row["value"], row["exclusions"]) for row in rows}
        self.assertEqual(
            [values[carrier.id] for carrier in carriers],
            [(1.0, {}), (0.0, {}), (0.0, {}), (None, {"withdrawn": 1})],
        )
        self.assertEqual(first, date(2026, 3, 2))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestOrders(OrderCase):
    """From a confirmed order to the shipments that people follow."""

    def references(self, shipment):
        return {(r.type, r.value) for r in shipment.reference_ids}

    # Confirming

    def test_a_confirmed_order_makes_a_shipment_with_all_it_is_known_by(self):
        order = self.make_order(
            client_order_ref="PO 4711", carrier_id=self.carrier.id, confirm=False
        )
        order.commitment_date = "2026-03-09 12:00:00"
        order.incoterm = self.env["account.incoterms"].search([("code", "=", "DAP")])
        order.action_confirm()

        shipment = order.picking_ids.logistics_shipment_id
        self.assertEqual(len(shipment), 1)
        self.assertRecordValues(
            shipment,
            [
                {
                    "sale_id": order.id,
                    "partner_id": self.consignee.id,
                    "ship_from_id": self.warehouse.partner_id.id,
                    "ship_to_id": self.consignee.id,
                    "carrier_id": self.carrier.id,
                    "direction": "outbound",
                    "weight": 6.0,
                    "volume": 0.06,
                    "state": "released",
                    "promised_date": datetime(2026, 3, 9, 12),
                    "correlation_id": order.logistics_correlation_id,
                }
            ],
        )
        self.assertEqual(shipment.incoterm_id.code, "DAP")
        self.assertEqual(
            self.references(shipment),
            {
                ("order", order.name),
                ("delivery", order.picking_ids.name),
                ("customer", "PO 4711"),
            },
        )

    def test_services_are_not_shipped(self):
        service = self.make_product("Advice", type="service", is_storable=False)
        order = self.make_order((service, 1))
        self.assertFalse(order.logistics_shipment_ids)

    def test_goods_fetched_in_the_shop_are_not_shipped(self):
        pickup = self.make_carrier("In store")
        self.patch(
            type(pickup), "_logistics_carries", lambda carrier: carrier != pickup
        )
        order = self.make_order(carrier_id=pickup.id)
        self.assertTrue(order.picking_ids)
        self.assertFalse(order.logistics_shipment_ids)

    def test_many_orders_cost_few_queries_more_than_without_shipments(self):
        few, many = self._cost_of_confirming(5), self._cost_of_confirming(25)
        pickings = type(self.env["stock.picking"])
        orders = type(self.env["sale.order"])
        with (
            patch.object(pickings, "_logistics_sync", lambda self: None),
            patch.object(orders, "_logistics_sync_waiting", lambda self: None),
        ):
            bare_few = self._cost_of_confirming(5)
            bare_many = self._cost_of_confirming(25)
        each = ((many - bare_many) - (few - bare_few)) / 20
        self.assertLessEqual(each, 2, "queries for one order more")

    def _cost_of_confirming(self, count):
        orders = self.env["sale.order"]
        for _ in range(count):
            orders |= self.make_order(confirm=False)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders.action_confirm()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_the_promise_is_frozen_and_a_new_date_revises_it(self):
        order = self.make_order(confirm=False)
        order.commitment_date = "2026-03-09 12:00:00"
        order.action_confirm()
        order.commitment_date = "2026-03-12 12:00:00"

        shipment = order.logistics_shipment_ids
        self.assertEqual(shipment.promised_date, datetime(2026, 3, 9, 12))
        self.assertEqual(shipment.revised_promise_date, datetime(2026, 3, 12, 12))
        self.assertIn(order.name, shipment.revised_promise_reason)

    def test_a_lead_time_is_a_promise_and_no_lead_time_is_none(self):
        slow = self.make_product("Slow Lamp", stock=10, sale_delay=5)
        with freeze_time("2026-03-02 08:00:00"):
            prompt, promised = self.make_order(), self.make_order((slow, 1))
        self.assertFalse(prompt.logistics_shipment_ids.promised_date)
        self.assertFalse(prompt.logistics_shipment_ids.is_late)
        self.assertEqual(
            promised.logistics_shipment_ids.promised_date, datetime(2026, 3, 7, 8)
        )

    def test_what_the_carrier_promised_since_is_not_overwritten(self):
        order = self.make_order(confirm=False)
        order.commitment_date = "2026-03-09 12:00:00"
        order.action_confirm()
        shipment = order.logistics_shipment_ids
        shipment.revised_promise_date = "2026-03-11 12:00:00"
        order.picking_ids.partner_id = self.make_partner("Bea Neighbour")
        self.ship(order.picking_ids)
        self.assertEqual(shipment.revised_promise_date, datetime(2026, 3, 11, 12))

    def test_a_shipment_that_waits_for_its_last_transfer_is_promised_anew_too(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.make_order()
        order.commitment_date = "2026-03-12 12:00:00"
        self.assertEqual(
            order.logistics_shipment_ids.revised_promise_date,
            datetime(2026, 3, 12, 12),
        )

    def test_what_was_urgent_stays_urgent_on_its_way(self):
        order = self.make_order()
        order.picking_ids.priority = "1"
        self.ship(order.picking_ids)
        self.assertEqual(order.logistics_shipment_ids.priority, "1")

    def test_sales_and_stock_need_no_right_of_ours_for_their_documents(self):
        order = self.make_order()
        clerk = new_test_user(
            self.env,
            "clerk",
            "sales_team.group_sale_salesman_all_leads,stock.group_stock_user",
        )
        for steps in ("ship_only", "pick_ship"):
            self.warehouse.delivery_steps = steps
            sent = self.make_order(confirm=False).with_user(clerk)
            sent.action_confirm()
            sent.client_order_ref = f"PO {steps}"
            sent.commitment_date = "2026-03-12 12:00:00"
            self.ship(sent.picking_ids, quantity=1)
            sent.picking_ids.filtered(lambda p: p.state != "done").action_cancel()
            called_off = self.make_order(confirm=False).with_user(clerk)
            called_off.action_confirm()
            called_off._action_cancel()
            self.assertEqual(
                called_off.sudo().logistics_shipment_ids.state, "cancelled"
            )
        self.assertTrue(order.with_user(clerk).read())
        self.assertTrue(order.picking_ids.with_user(clerk).read())
        dispatcher = new_test_user(
            self.env, "dispatcher", "logistics_base.group_dispatcher"
        )
        self.assertTrue(order.logistics_shipment_ids.with_user(dispatcher).read())

    def test_the_customers_number_may_come_later(self):
        order = self.make_order()
        order.client_order_ref = "PO 4712"
        self.assertIn(
            ("customer", "PO 4712"), self.references(order.logistics_shipment_ids)
        )

    def test_more_ordered_is_more_to_carry(self):
        order = self.make_order()
        order.order_line.product_uom_qty = 5
        self.assertEqual(order.logistics_shipment_ids.weight, 10.0)
        order.order_line.product_uom_qty = 1
        self.assertEqual(order.logistics_shipment_ids.weight, 2.0)

    def test_another_method_and_address_are_followed_until_booked(self):
        order = self.make_order()
        shipment = order.logistics_shipment_ids
        integration = self.make_integration(kind="carrier")
        self.carrier.logistics_tracked_by_id = integration
        neighbour = self.make_partner("Bea Neighbour")
        order.picking_ids.write(
            {"carrier_id": self.carrier.id, "partner_id": neighbour.id}
        )
        self.assertRecordValues(
            shipment,
            [
                {
                    "carrier_id": self.carrier.id,
                    "integration_id": integration.id,
                    "ship_to_id": neighbour.id,
                }
            ],
        )
        shipment.action_book()
        order.picking_ids.partner_id = self.consignee
        self.assertEqual(shipment.ship_to_id, neighbour)

    def test_pounds_and_feet_become_kg_and_cubic_metres(self):
        self.env["ir.config_parameter"].sudo().set_param("product.weight_in_lbs", "1")
        self.env["ir.config_parameter"].sudo().set_param(
            "product.volume_in_cubic_feet", "1"
        )
        self.lamp.volume = 1.0
        shipment = self.make_order((self.lamp, 1)).logistics_shipment_ids
        self.assertAlmostEqual(shipment.weight, 0.907, places=3)
        self.assertAlmostEqual(shipment.volume, 0.0283, places=4)

    # Splitting and chaining

    def test_a_backorder_travels_on_its_own(self):
        order = self.make_order(carrier_id=self.carrier.id)
        picking = order.picking_ids
        self.ship(picking, quantity=1)

        rest = order.picking_ids - picking
        self.assertEqual(len(order.logistics_shipment_ids), 2)
        self.assertEqual(picking.logistics_shipment_id.weight, 2.0)
        self.assertEqual(rest.logistics_shipment_id.weight, 4.0)
        self.assertEqual(
            set(order.logistics_shipment_ids.mapped("correlation_id")),
            {order.logistics_correlation_id},
        )

    def test_what_is_not_sent_after_all_makes_the_shipment_lighter(self):
        order = self.make_order()
        self.ship(order.picking_ids, quantity=1, backorder=False)
        self.assertEqual(order.logistics_shipment_ids.weight, 2.0)

    def test_three_steps_have_one_shipment_that_waits_for_the_last(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self.make_order()
        waiting = order.logistics_shipment_ids
        self.assertEqual(waiting.state, "released")
        self.assertFalse(waiting.picking_ids)
        self.assertEqual(waiting.weight, 6.0)

        self.ship(order.picking_ids)
        pack = order.picking_ids.filtered(lambda p: p.state != "done")
        self.ship(pack)
        last = order.picking_ids.filtered(lambda p: p.state != "done")

        self.assertEqual(last.picking_type_code, "outgoing")
        self.assertEqual(last.logistics_shipment_id, waiting)
        self.assertEqual(order.logistics_shipment_ids, waiting)
        self.assertIn(("delivery", last.name), self.references(waiting))

    def test_a_label_bought_while_packing_is_the_last_steps(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.make_order()
        pick = order.picking_ids
        pick._logistics_prepare_booking()
        shipment = pick.logistics_shipment_id
        self.assertEqual(shipment, order.logistics_shipment_ids)
        self.assertEqual(len(shipment.package_ids), 1)
        shipment.action_book()

        self.ship(pick)
        last = order.picking_ids - pick
        self.assertEqual(last.logistics_shipment_id, shipment)
        self.assertEqual(order.logistics_shipment_ids, shipment)

    def test_a_split_delivery_in_two_steps_makes_a_second_shipment(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.make_order()
        pick = order.picking_ids
        self.ship(pick, quantity=1)
        first = order.picking_ids.filtered(lambda p: p.picking_type_code == "outgoing")
        self.ship(first)
        self.ship(order.picking_ids.filtered(lambda p: p.state == "assigned"))
        second = (
            order.picking_ids.filtered(lambda p: p.picking_type_code == "outgoing")
            - first
        )
        self.assertEqual(len(second), 1)
        self.assertEqual(len(order.logistics_shipment_ids), 2)
        self.assertNotEqual(second.logistics_shipment_id, first.logistics_shipment_id)
        self.assertEqual(second.logistics_shipment_id.weight, 4.0)

    # Other ways

    def test_what_the_vendor_sends_to_the_customer_is_fetched_there(self):
        vendor = self.make_partner("Lamp Maker", is_company=True)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": vendor.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "carrier_id": self.carrier.id,
                "move_ids": [self._move_vals(2, "suppliers", "customers")],
            }
        )
        picking.action_confirm()
        shipment = picking.logistics_shipment_id
        self.assertEqual(shipment.direction, "outbound")
        self.assertEqual(shipment.ship_from_id, vendor)

    def test_goods_coming_in_by_a_carrier_are_an_inbound_shipment(self):
        vendor = self.make_partner("Lamp Maker", is_company=True)
        receipts = self.env["stock.picking"].create(
            [
                {
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "partner_id": vendor.id,
                    "carrier_id": carrier,
                    "move_ids": [self._move_vals(2, "suppliers", None)],
                }
                for carrier in (self.carrier.id, False)
            ]
        )
        receipts.action_confirm()
        self.assertFalse(receipts[1].logistics_shipment_id)
        self.assertRecordValues(
            receipts[0].logistics_shipment_id,
            [
                {
                    "direction": "inbound",
                    "ship_from_id": vendor.id,
                    "ship_to_id": self.warehouse.partner_id.id,
                    "partner_id": False,
                }
            ],
        )

    def test_what_comes_back_is_a_return_on_the_same_trace(self):
        order = self.make_order()
        out = order.picking_ids
        self.ship(out)
        back = self.take_back(out)
        shipment = back.logistics_shipment_id
        self.assertEqual(shipment.direction, "return")
        self.assertEqual(shipment.ship_from_id, self.consignee)
        self.assertEqual(shipment.ship_to_id, self.warehouse.partner_id)
        self.assertEqual(shipment.correlation_id, order.logistics_correlation_id)
        self.assertFalse(shipment.promised_date)

    def _move_vals(self, quantity, source, target):
        names = {
            "suppliers": self.env.ref("stock.stock_location_suppliers"),
            "customers": self.env.ref("stock.stock_location_customers"),
            None: self.warehouse.lot_stock_id,
        }
        return Command.create(
            {
                "product_id": self.lamp.id,
                "product_uom_qty": quantity,
                "location_id": names[source].id,
                "location_dest_id": names[target].id,
            }
        )

    # Calling off

    def test_a_cancelled_order_calls_its_shipments_off(self):
        order = self.make_order()
        order._action_cancel()
        self.assertEqual(order.logistics_shipment_ids.state, "cancelled")

    def test_a_cancelled_order_calls_off_what_still_waits(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self.make_order()
        order._action_cancel()
        self.assertEqual(order.logistics_shipment_ids.state, "cancelled")

    def test_confirming_again_makes_a_new_shipment(self):
        order = self.make_order()
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(
            sorted(order.logistics_shipment_ids.mapped("state")),
            ["cancelled", "released"],
        )

    def test_what_is_on_the_way_is_not_called_off(self):
        order = self.make_order()
        shipment = order.logistics_shipment_ids
        self.env["logistics.milestone"].create(
            {
                "shipment_id": shipment.id,
                "code": "picked_up",
                "occurred_at": self.at(1),
            }
        )
        order.picking_ids.action_cancel()
        self.assertEqual(shipment.state, "picked_up")
        self.assertIn("on the way", shipment.message_ids[0].body)

    # Tracing

    def test_one_trace_shows_the_order_its_deliveries_and_their_milestones(self):
        with freeze_time("2026-03-02 08:00:00"):
            order = self.make_order()
            order._action_cancel()
        lines = self.env["logistics.trace"].search(
            order.action_view_logistics_trace()["domain"]
        )
        self.assertEqual(
            {(line.res_model, line.res_id) for line in lines}
            & {
                ("sale.order", order.id),
                ("stock.picking", order.picking_ids.id),
                ("logistics.milestone", order.logistics_shipment_ids.milestone_ids.id),
            },
            {
                ("sale.order", order.id),
                ("stock.picking", order.picking_ids.id),
                ("logistics.milestone", order.logistics_shipment_ids.milestone_ids.id),
            },
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.logistics_base.canonical.documents import DocumentError

from ..models.logistics_warehouse_order_due import PATIENCE
from .common import WarehouseCase, canonical_json


@tagged("post_install", "-at_install")
class TestRelease(WarehouseCase):
    def blocks(self, order):
        return set(order.block_ids.mapped("code"))

    def test_a_reserved_delivery_is_sent_by_itself(self):
        # given
        widget = self.make_product("WIDGET", stock=10)
        # when
        sale = self.make_sale((widget, 3), client_order_ref="PO-77")
        self.release_due()
        # then
        order = sale.picking_ids.logistics_order_id
        self.assertEqual((order.state, order.revision), ("sent", 1))
        [release] = self.sent(order)
        self.assertEqual(release["number"], sale.picking_ids.name)
        self.assertEqual(release["warehouse"], self.warehouse.logistics_code)
        self.assertEqual(release["ship_to"]["country"], "DE")
        self.assertEqual(release["ship_to"]["name"], "Ada Customer")
        [line] = release["lines"]
        self.assertEqual((line["sku"], line["quantity"]), ("WIDGET", 3.0))
        self.assertIn({"type": "customer", "value": "PO-77"}, release["references"])

    def test_confirming_a_sale_has_the_release_done_after_the_commit(self):
        cron = self.env.ref("logistics_wms_sync.ir_cron_release")
        triggers = self.env["ir.cron.trigger"].search_count
        before = triggers([("cron_id", "=", cron.id)])
        sale = self.make_sale((self.make_product(stock=1), 1))
        self.assertFalse(sale.picking_ids.logistics_order_id)
        self.assertGreater(triggers([("cron_id", "=", cron.id)]), before)

    def test_what_is_not_reserved_waits_and_goes_out_by_itself_later(self):
        # given
        widget = self.make_product("WIDGET", stock=1)
        delivery = self.make_delivery((widget, 5))
        self.release_due()
        order = delivery.logistics_order_id
        self.assertEqual((order.state, self.blocks(order)), ("waiting", {"stock"}))
        self.assertIn("1 of 5", order.block_note)
        self.assertFalse(self.sent(order))
        # when
        self.put(widget, 4)
        delivery.action_assign()
        self.release_due()
        # then
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.block_ids or order.block_note)

    @freeze_time("2026-03-02 09:00:00")
    def test_what_is_blocked_is_not_looked_at_each_time_a_sale_is_confirmed(self):
        # given
        order = self.make_order((self.make_product(), 1))
        self.warehouse.logistics_release_stock = "any"

        def due(patience):
            for _batch in self.orders._due_batches(patience):
                self.env.flush_all()
            return order.state

        # then
        self.assertEqual(due(PATIENCE), "waiting")
        # when: it is touched, or the time has come
        with freeze_time("2026-03-02 09:04:00"):
            self.assertEqual(due(PATIENCE), "sent")

    def test_what_is_reserved_meanwhile_is_looked_at_at_once(self):
        widget = self.make_product()
        order = self.make_order((widget, 1))
        self.put(widget, 1)
        order.picking_id.action_assign()
        for _batch in self.orders._due_batches(PATIENCE):
            self.env.flush_all()
        self.assertEqual(order.state, "sent")

    def test_a_warehouse_may_be_told_of_what_is_partly_reserved(self):
        self.warehouse.logistics_release_stock = "some"
        widget = self.make_product(stock=2)
        order = self.make_order((widget, 5))
        self.assertEqual(order.state, "sent")
        self.assertEqual((order.line_ids.ordered, order.line_ids.allocated), (5, 2))

    def test_what_goes_all_at_once_waits_for_all_of_it(self):
        self.warehouse.logistics_release_stock = "some"
        widget = self.make_product(stock=2)
        order = self.make_order((widget, 5), picking_policy="one")
        self.assertEqual((order.state, order.ship_complete), ("waiting", True))

    def test_the_partners_stock_may_be_what_counts(self):
        self.warehouse.logistics_release_stock = "any"
        order = self.make_order((self.make_product(), 5))
        self.assertEqual(order.state, "sent")

    def test_an_incomplete_address_is_named_and_mended(self):
        # given
        self.customer.write({"street": False, "zip": False})
        delivery = self.make_delivery((self.make_product(stock=1), 1))
        delivery._release()
        order = delivery.logistics_order_id
        self.assertEqual(self.blocks(order), {"address"})
        self.assertIn("Street", order.block_note)
        # when
        self.customer.write({"street": "Hauptstr. 1", "zip": "10115"})
        self.release_due()
        # then
        self.assertEqual(order.state, "sent")

    def test_who_is_beyond_the_credit_limit_waits(self):
        # given
        self.env.company.account_use_credit_limit = True
        self.customer.credit_limit = 15.0
        widget = self.make_product(stock=10)
        # when
        order = self.make_order((widget, 2), partner_id=self.customer.id)
        # then
        self.assertEqual(self.blocks(order), {"credit"})
        # when
        self.customer.credit_limit = 10000.0
        self.release_due()
        # then
        self.assertEqual(order.state, "sent")

    def test_the_customers_number_may_be_required(self):
        self.warehouse.logistics_requires_reference = True
        sale = self.make_sale((self.make_product(stock=1), 1))
        order = sale.picking_ids._release()
        self.assertEqual(self.blocks(order), {"reference"})
        sale.client_order_ref = "PO-1"
        self.release_due()
        self.assertEqual(order.state, "sent")

    def test_an_unknown_service_waits_until_it_is_mapped(self):
        # given
        codes = self.env["logistics.code.map"]
        vals = {"integration_id": self.wms.id, "domain": "service"}
        codes.create({**vals, "external_code": "STD1", "canonical_code": "standard"})
        self.warehouse.logistics_service_code = "express"
        order = self.make_order((self.make_product(stock=1), 1))
        self.assertEqual(self.blocks(order), {"service"})
        # when
        codes.create({**vals, "external_code": "X24", "canonical_code": "express"})
        self.release_due()
        # then
        self.assertEqual(self.sent(order)[0]["service_code"], "X24")

    def test_a_product_without_any_name_for_the_partner_waits(self):
        nameless = self.make_product(stock=1, default_code=False)
        order = self.make_order((nameless, 1))
        self.assertEqual(self.blocks(order), {"product"})
        self.env["logistics.binding"].create(
            {
                "integration_id": self.wms.id,
                "res_model": "product.product",
                "res_id": nameless.id,
                "external_id": "THEIRS-1",
                "state": "bound",
            }
        )
        self.release_due()
        self.assertEqual(order.state, "sent")

    def test_a_product_that_the_partner_refused_waits(self):
        widget = self.make_product(stock=1)
        item = self.env["logistics.item.sync"].create(
            {
                "integration_id": self.wms.id,
                "product_id": widget.id,
                "state": "refused",
                "refusal": "No weight",
            }
        )
        order = self.make_order((widget, 1))
        self.assertEqual(self.blocks(order), {"product"})
        self.assertIn("No weight", order.block_note)
        item.state = "accepted"
        self.release_due()
        self.assertEqual(order.state, "sent")

    def test_all_reasons_are_told_at_once(self):
        self.customer.city = False
        self.wms.state = "draft"
        order = self.make_order((self.make_product(), 1))
        self.assertEqual(self.blocks(order), {"stock", "address", "partner"})

    def test_a_warehouse_may_wait_for_a_person(self):
        self.warehouse.logistics_release = "manual"
        delivery = self.make_delivery((self.make_product(stock=1), 1))
        self.release_due()
        order = delivery.logistics_order_id
        self.assertEqual((order.state, self.sent(order)), ("draft", []))
        order.action_release()
        self.assertEqual(order.state, "sent")

    def test_what_a_person_keeps_back_stays_until_it_is_released(self):
        delivery = self.make_delivery((self.make_product(stock=1), 1))
        self.warehouse.logistics_release = "manual"
        self.release_due()
        order = delivery.logistics_order_id
        order.action_hold()
        self.warehouse.logistics_release = "auto"
        self.release_due()
        self.assertEqual(self.blocks(order), {"hold"})
        order.action_release()
        self.assertEqual(order.state, "sent")

    def test_a_manager_releases_what_is_blocked_but_not_what_cannot_be_sent(self):
        # given
        order = self.make_order((self.make_product("NONE"), 1))
        self.assertEqual(self.blocks(order), {"stock"})
        force = self.env["logistics.warehouse.order.force"]
        wizard = force.create(
            {"order_id": order.id, "what": "release", "reason": "Stock is there"}
        )
        self.customer.city = False
        wizard.action_do()
        self.assertEqual(self.blocks(order), {"address"})
        # when
        self.customer.city = "Berlin"
        wizard.action_do()
        # then
        self.assertEqual(order.state, "sent")
        self.assertIn("Stock is there", order.message_ids.mapped("body")[0])

    def test_what_cannot_be_written_for_the_partner_blocks_nothing_else(self):
        # given
        good = self.make_delivery((self.make_product(stock=1), 1))
        bad = self.make_delivery((self.make_product(stock=1), 1))

        def encode(adapter, document, integration=None):
            if document.number == bad.name:
                raise DocumentError("lines[0]", "too long")
            return canonical_json(adapter, document, integration)

        # when
        preset = self.registry["logistics.adapter.preset"]
        with patch.object(preset, "_encode", encode):
            self.release_due()
        # then
        self.assertEqual(good.logistics_order_id.state, "sent")
        self.assertEqual(self.blocks(bad.logistics_order_id), {"encoding"})
        self.assertIn("too long", bad.logistics_order_id.block_note)

    def test_releasing_twice_sends_once(self):
        delivery = self.make_delivery((self.make_product(stock=1), 1))
        order = delivery._release()
        delivery._release()
        self.release_due()
        self.assertEqual((order.revision, len(self.sent(order))), (1, 1))

    def test_by_hand_a_delivery_is_released_whatever_the_warehouse_waits_for(self):
        for release in ("auto", "manual"):
            self.warehouse.logistics_release = release
            delivery = self.make_delivery((self.make_product(stock=1), 1))
            told = delivery.action_logistics_release()
            self.assertEqual(told["params"]["type"], "success")
            self.assertEqual(delivery.logistics_order_id.state, "sent")
            # once more is no harm
            delivery.action_logistics_release()
            self.assertEqual(len(self.sent(delivery.logistics_order_id)), 1)

    def test_of_two_who_release_at_once_the_second_is_told(self):
        # given: somebody else has the delivery
        delivery = self.make_delivery((self.make_product(stock=1), 1))
        pickings = self.registry["stock.picking"]
        nothing = delivery.browse()
        # when
        with (
            patch.object(pickings, "try_lock_for_update", lambda *_a, **_kw: nothing),
            self.assertRaisesRegex(UserError, "right now"),
        ):
            delivery.action_logistics_release()
        # then
        self.assertFalse(delivery.logistics_order_id)

    @mute_logger("odoo.sql_db")
    def test_a_delivery_has_one_order_whatever_happens(self):
        order = self.make_order((self.make_product(stock=1), 1))
        vals = self.orders._vals_of_picking(order.picking_id)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.orders.create({**vals, "name": "another"}).flush_recordset()

    def test_two_warehouses_may_have_orders_of_one_number(self):
        # given
        other = self.make_warehouse()
        widget = self.make_product(stock=1)
        self.put(widget, 1, warehouse=other)
        first = self.make_delivery((widget, 1))
        second = self.make_delivery((widget, 1), warehouse=other)
        vals = self.orders._vals_of_picking
        # when
        for delivery in (first, second):
            order = self.orders.create({**vals(delivery), "name": "4711"})
            order._sync_lines()
            order._ensure_shipments()
            order._release()
        # then
        orders = (first + second).logistics_order_id
        self.assertEqual(orders.mapped("state"), ["sent", "sent"])
        told = [self.sent(order)[0] for order in orders]
        self.assertEqual({one["number"] for one in told}, {"4711"})
        self.assertEqual(len({one["warehouse"] for one in told}), 2)

    def test_a_delivery_of_our_own_warehouse_is_nobodys_order(self):
        own = self.make_warehouse(logistics_integration_id=False)
        widget = self.make_product()
        self.put(widget, 1, warehouse=own)
        delivery = self.make_delivery((widget, 1), warehouse=own)
        self.release_due()
        self.assertFalse(delivery.logistics_order_id)
        with self.assertRaisesRegex(UserError, delivery.name):
            delivery.action_logistics_release()

    def test_reserved_lots_are_named_where_the_warehouse_is_to_ship_them(self):
        # given
        self.warehouse.logistics_tells_lots = True
        wine = self.make_product("WINE", tracking="lot")
        for name, quantity in (("L1", 2), ("L2", 3)):
            self.put(wine, quantity, lot=self.make_lot(wine, name))
        # when
        one = self.make_order((wine, 2))
        rest = self.make_order((wine, 3))
        # then
        self.assertEqual(self.sent(one)[0]["lines"][0]["lot"], "L1")
        self.assertEqual(self.sent(rest)[0]["lines"][0]["lot"], "L2")

    def test_several_lots_of_a_line_are_told_with_their_quantities(self):
        self.warehouse.logistics_tells_lots = True
        wine = self.make_product("WINE", tracking="lot")
        for name in ("L1", "L2"):
            self.put(wine, 2, lot=self.make_lot(wine, name))
        order = self.make_order((wine, 3))
        [line] = self.sent(order)[0]["lines"]
        self.assertNotIn("lot", line)
        self.assertEqual(sum(lot.get("quantity", 1.0) for lot in line["lots"]), 3.0)

    def test_a_pick_pack_ship_chain_is_released_once_by_its_first_step(self):
        # given
        self.warehouse.delivery_steps = "pick_pack_ship"
        widget = self.make_product(stock=2)
        sale = self.make_sale((widget, 2))
        # when
        self.release_due()
        pick = sale.picking_ids
        order = pick.logistics_order_id
        pick.move_ids.picked = True
        pick._action_done()
        self.release_due()
        # then
        self.assertEqual(len(sale.picking_ids), 2)
        self.assertEqual(sale.picking_ids.logistics_order_id, order)
        self.assertEqual((order.line_ids.ordered, len(self.sent(order))), (2, 1))
        self.assertEqual(self.sent(order)[0]["ship_to"]["city"], "Berlin")

    def test_the_shipment_is_released_with_the_order(self):
        order = self.make_order((self.make_product(stock=1), 1))
        shipment = order.shipment_id
        self.assertEqual(shipment.state, "released")
        self.assertEqual(shipment.correlation_id, order.correlation_id)
        facts = self.env["logistics.process.facts"]._of(shipment.ids)[shipment.id]
        self.assertEqual(facts.steps["release"].model, "logistics.warehouse.order")

    def test_a_blocked_order_has_not_released_its_shipment(self):
        order = self.make_order((self.make_product(), 1))
        facts = self.env["logistics.process.facts"]._of(order.shipment_id.ids)
        self.assertEqual(facts[order.shipment_id.id].steps["release"].state, "open")

    def test_what_is_released_is_published(self):
        order = self.make_order((self.make_product(stock=1), 1))
        [event] = self.env["logistics.event"].search(
            [("type", "=", "warehouse.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual(
            (event.summary, event.shipment_id), ("Sent", order.shipment_id)
        )

    @freeze_time("2026-03-06 18:00:00")
    def test_what_is_released_after_the_cutoff_goes_with_the_next_wave(self):
        # given
        calendar = self.env["resource.calendar"].create(
            {"name": "Depot", "tz": "Europe/Berlin"}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.env.company.id,
                "date_from": datetime(2026, 3, 8, 23, 0),
                "date_to": datetime(2026, 3, 9, 22, 59),
            }
        )
        self.warehouse.write(
            {
                "logistics_calendar_id": calendar.id,
                "logistics_wave_ids": [
                    Command.create({"name": "Noon", "hour": 12.5}),
                ],
            }
        )
        # when: on a Friday evening, before a holiday
        order = self.make_order((self.make_product(stock=1), 1))
        # then
        self.assertEqual(order.ship_by, datetime(2026, 3, 10, 11, 30))
        self.assertEqual(self.sent(order)[0]["ship_by"], "2026-03-10T11:30:00Z")

    def test_many_are_released_in_one_go(self):
        widget = self.make_product(stock=30)
        sales = [self.make_sale((widget, 1)) for _each in range(30)]
        self.release_due()
        orders = self.env["sale.order"].union(*sales).logistics_order_ids
        self.assertEqual((len(orders), set(orders.mapped("state"))), (30, {"sent"}))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever the order of arrival, and however often, the same comes of what was told."""

import random

from odoo.tests import tagged

from .fulfillment_common import FulfillmentCase

HOURS = "2026-03-02T{:02}:00:00Z"


@tagged("post_install", "-at_install")
class TestFulfillmentArrival(FulfillmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tracked = cls.make_product(tracking="lot")
        for name in ("L1", "L2"):
            cls.put(cls.tracked, 1000, lot=cls.make_lot(cls.tracked, name))
        cls.put(cls.product, 10000)

    def story(self, order, is_short):
        """Return all that the warehouse tells of an order of five and four."""
        first, second = order.line_ids.mapped("line")
        lots = [{"lot": "L2", "quantity": 1}]
        more = [{"lot": "L1", "quantity": 2}, {"lot": "L2", "quantity": 1}]
        told = [
            ("accepted", {}),
            ("allocated", {"lines": [{"line": first, "quantity": 5}]}),
            ("picking", {}),
            ("packed", {"lines": [{"line": first, "quantity": 5}]}),
            (
                "shipped",
                {
                    "id": "S-1",
                    "lines": [
                        {"line": first, "quantity": 2},
                        {"line": second, "quantity": 1, "lots": lots},
                    ],
                    "packages": [{"reference": "P-1", "tracking_number": "T-1"}],
                },
            ),
            (
                "shipped",
                {
                    "id": "S-2",
                    "is_final": True,
                    "lines": [
                        {"line": first, "quantity": 2},
                        {"line": second, "quantity": 3, "lots": more},
                    ],
                },
            ),
        ]
        if is_short:
            told.append(("short", {"lines": [{"line": first, "shorted": 1}]}))
        else:
            lines = [{"line": first, "quantity": 1}]
            told.append(("shipped", {"id": "S-3", "lines": lines}))
        return [
            self.fulfillment(order, status, occurred_at=HOURS.format(at), **data)
            for at, (status, data) in enumerate(told, 8)
        ]

    def outcome(self, order):
        """Return what came of it: the order, its goods, what is left to do."""
        moves = order.line_ids.move_ids
        done = moves.filtered(
            lambda m: m.state == "done" and m.location_dest_id.usage == "customer"
        )
        left = {}
        for line in done.move_line_ids:
            key = (line.product_id.id, line.lot_id.name)
            left[key] = left.get(key, 0) + line.quantity
        undone = moves.filtered(lambda m: m.state not in ("done", "cancel"))
        lines = order.line_ids
        names = ("allocated", "picked", "shipped", "short", "backordered")
        return {
            "state": order.state,
            "lines": [tuple(line[name] for name in names) for line in lines],
            "delivered": order.sale_id.order_line.mapped("qty_delivered"),
            "left": left,
            "undone": sum(undone.mapped("product_qty")),
            "told": sorted(order.fulfillment_ids.mapped("identity")),
            "shipment": sorted(order.fulfillment_ids.shipment_id.mapped("state")),
        }

    def arrive(self, order, bodies, at_once):
        if at_once:
            messages = self.tell(*bodies, integration=self.wms)
        else:
            messages = self.env["logistics.message"].union(
                *(self.tell(body, integration=self.wms) for body in bodies)
            )
        self.assertEqual(
            set(messages.mapped("state")),
            {"done"},
            [message.error_message for message in messages],
        )
        return self.outcome(order)

    def reserved(self):
        quants = (self.product | self.tracked).stock_quant_ids
        return sum(quants.mapped("reserved_quantity"))

    def test_any_order_and_number_of_arrivals_ends_the_same(self):
        dice = random.Random(20260302)
        for is_short in (False, True):
            expected = None
            for turn in range(7):
                with self.subTest(is_short=is_short, turn=turn):
                    # given
                    order = self.make_order((self.product, 5), (self.tracked, 4))
                    bodies = self.story(order, is_short)
                    if turn:
                        bodies += dice.sample(bodies, 3)
                        dice.shuffle(bodies)
                    # when
                    outcome = self.arrive(order, bodies, at_once=turn % 2)
                    # then
                    expected = expected or outcome
                    self.assertEqual(outcome, expected)
                    self.assertEqual(self.reserved(), 0)
            state = "short" if is_short else "shipped"
            self.assertEqual((expected["state"], expected["undone"]), (state, 0))

    def test_queries_do_not_grow_with_each_confirmation(self):
        # given
        products = [self.make_product(stock=1000) for _at in range(5)]

        def tell_of(count):
            orders = [
                self.make_order(*((product, 2) for product in products))
                for _at in range(count)
            ]
            self.receive(
                *(
                    self.fulfillment(
                        order,
                        "shipped",
                        id="S-1",
                        is_final=True,
                        lines=[
                            {"sku": line.sku, "quantity": 2} for line in order.line_ids
                        ],
                    )
                    for order in orders
                ),
                integration=self.wms,
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.drain()
            self.env.flush_all()
            self.assertEqual({order.state for order in orders}, {"shipped"})
            return self.cr.sql_log_count - before

        def validate(count):
            pickings = self.env["stock.picking"].union(
                *(
                    self.make_delivery(*((product, 2) for product in products))
                    for _at in range(count)
                )
            )
            before = self.cr.sql_log_count
            for picking in pickings:
                picking.move_ids.picked = True
                picking.button_validate()
                self.env.flush_all()
            return self.cr.sql_log_count - before

        tell_of(2)
        validate(2)
        # when
        few, many = tell_of(5), tell_of(25)
        each, odoos = (many - few) / 20, (validate(25) - validate(5)) / 20
        # then
        self.assertLess(each, odoos * 1.3)


@tagged("post_install", "-at_install")
class TestFulfillmentShadow(FulfillmentCase):
    """A flow in shadow reads and compares, and changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = [
            ("integration_id", "=", cls.wms.id),
            ("document_type", "=", "warehouse.fulfillment"),
            ("direction", "=", "inbound"),
        ]
        flows = cls.env["logistics.flow"]
        flow = flows.search(domain) or flows.create(
            {name: value for name, _operator, value in domain}
        )
        flow.mode = "shadow"

    def test_nothing_is_changed(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.ship(order, (self.product, 5))
        # then
        self.assertEqual((message.state, message.shadow_result), ("done", "new"))
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.fulfillment_ids)
        self.assertEqual(self.on_shelf(self.product), 100)

    def test_what_was_done_otherwise_is_the_same_or_differs(self):
        # given
        order, other = (self.make_order((self.product, 5)) for _ in range(2))
        for each in (order, other):
            each.picking_id.move_ids.picked = True
            each.picking_id.button_validate()
        # when
        same = self.ship(order, (self.product, 5))
        differs = self.ship(other, (self.product, 3))
        # then
        self.assertEqual(same.shadow_result, "same", same.shadow_note)
        self.assertEqual(differs.shadow_result, "differs")
        self.assertIn("3 told, 5 left", differs.shadow_note)

    def test_lots_are_compared(self):
        # given
        product = self.make_product(tracking="lot")
        self.put(product, 5, lot=self.make_lot(product, "L1"))
        order = self.make_order((product, 2))
        order.picking_id.move_ids.picked = True
        order.picking_id.button_validate()
        # when
        lots = [{"lot": "L2", "quantity": 2}]
        message = self.ship(order, (product, 2, {"lots": lots}), is_final=True)
        # then
        self.assertEqual(message.shadow_result, "differs")
        self.assertIn("L2", message.shadow_note)

    def test_how_far_the_order_is_is_compared(self):
        # given
        order = self.make_order((self.product, 5))
        # when
        message = self.tell_of(order, "packed")
        # then
        self.assertEqual(message.shadow_result, "differs")


@tagged("post_install", "-at_install")
class TestFulfillmentBesideOthers(FulfillmentCase):
    """What other transactions commit while messages are applied: the drain sees it."""

    def beside(self, model, method, statement, *params):
        """Have others commit something just before a method runs."""
        target = self.registry[model]
        original = getattr(target, method)

        def late(records, *args, **kwargs):
            records.env.flush_all()
            records.env.cr.execute(statement, params)
            return original(records, *args, **kwargs)

        self.patch(target, method, late)

    def test_what_others_take_from_the_shelf_meanwhile_stays_taken(self):
        # given
        order = self.make_order((self.product, 5))
        shelf = self.warehouse.lot_stock_id
        quant = self.product.stock_quant_ids.filtered(lambda q: q.location_id == shelf)
        self.assertEqual(quant.quantity, 100)
        self.patch(
            self.registry["stock.quant"], "_logistics_sees_others", lambda _self: True
        )
        self.beside(
            "logistics.fulfillment.lines",
            "_prepare",
            "UPDATE stock_quant SET quantity = quantity - 30 WHERE id = %s",
            quant.id,
        )
        # when
        self.ship(order, (self.product, 5), is_final=True)
        # then
        self.env.invalidate_all()
        self.assertEqual(order.state, "shipped")
        self.assertEqual(quant.quantity, 65)

    def test_what_the_drain_itself_took_is_counted_on_from(self):
        quant = self.product.stock_quant_ids[:1]
        self.patch(
            self.registry["stock.quant"], "_logistics_sees_others", lambda _self: True
        )
        for quantity in (-5, -5, 2):
            quant._update_available_quantity(
                self.product, quant.location_id, quantity, reserved_quantity=1
            )
        quant.invalidate_recordset()
        self.assertEqual((quant.quantity, quant.reserved_quantity), (92, 3))

    def test_an_order_that_is_cancelled_meanwhile_is_not_shipped(self):
        order = self.make_order((self.product, 5))
        self.beside(
            "logistics.fulfillment.finder",
            "_lock",
            "UPDATE logistics_warehouse_order SET state = 'cancelled' WHERE id = %s",
            order.id,
        )
        message = self.ship(order, (self.product, 5))
        self.assertEqual((message.state, message.error_category), ("dead", "value"))
        self.assertEqual(self.on_shelf(self.product), 100)

    def test_what_is_reserved_meanwhile_leaves_nothing_behind(self):
        # given: somebody has given up the reservation, and others reserve it again
        order = self.make_order((self.product, 5))
        move = order.line_ids.move_ids
        reserved = move.move_line_ids
        self.assertEqual(reserved.quantity, 5)
        self.beside(
            "stock.move",
            "_logistics_lock",
            "UPDATE stock_move_line SET quantity = 3, quantity_product_uom = 3 "
            "WHERE id = %s",
            reserved.id,
        )
        # when
        self.ship(order, (self.product, 5), is_final=True)
        # then
        self.assertEqual(sum(move.move_line_ids.mapped("quantity")), 5)
        self.assertEqual((move.state, move.quantity), ("done", 5))

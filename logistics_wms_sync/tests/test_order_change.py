# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import WarehouseCase


@tagged("post_install", "-at_install")
class TestOrderChange(WarehouseCase):
    def setUp(self):
        super().setUp()
        self.widget = self.make_product("WIDGET", stock=100)
        self.gadget = self.make_product("GADGET", stock=100)
        self.order = self.make_order((self.widget, 3), (self.gadget, 1))

    def last(self):
        return self.sent(self.order)[-1]

    def quantities(self):
        return {line["sku"]: line["quantity"] for line in self.last()["lines"]}

    # Changes

    def version(self, record):
        """Return which version of its row a record is: each update makes another."""
        self.env.flush_all()
        self.env.cr.execute(
            f'SELECT ctid::text FROM "{record._table}" WHERE id = %s', (record.id,)
        )
        return self.env.cr.fetchone()

    def test_a_change_while_another_is_being_told_is_written_too(self):
        # given: a change is noted, so that a job may be telling of it right now
        self.order._note_changes()
        self.assertTrue(self.order.needs_review)
        noted = self.version(self.order)
        # when
        self.order._note_changes()
        # then: the job, which has not seen this one, cannot take the note away
        self.assertNotEqual(self.version(self.order), noted)

    def test_a_changed_quantity_is_a_new_revision(self):
        self.order.sale_id.order_line[0].product_uom_qty = 5
        self.release_due()
        self.assertEqual((self.order.revision, self.last()["purpose"]), (2, "change"))
        self.assertEqual(self.quantities(), {"WIDGET": 5.0, "GADGET": 1.0})

    def test_fewer_and_gone_lines_are_told(self):
        lines = self.order.sale_id.order_line
        lines[0].product_uom_qty = 2
        lines[1].product_uom_qty = 0
        self.release_due()
        self.assertEqual(self.quantities(), {"WIDGET": 2.0})
        self.assertTrue(self.order.line_ids[1].is_removed)

    def test_an_added_line_gets_a_number_of_its_own(self):
        extra = self.make_product("EXTRA", stock=5)
        self.order.sale_id.order_line = [
            Command.create({"product_id": extra.id, "product_uom_qty": 4})
        ]
        self.release_due()
        self.assertEqual(self.order.picking_ids, self.order.sale_id.picking_ids)
        self.assertEqual(
            self.quantities(), {"WIDGET": 3.0, "GADGET": 1.0, "EXTRA": 4.0}
        )
        self.assertEqual(
            [line["line"] for line in self.last()["lines"]], ["1", "2", "3"]
        )

    def test_address_date_and_priority_are_told(self):
        self.customer.street = "Hauptstr. 9"
        self.order.sale_id.commitment_date = "2026-12-24 12:00:00"
        self.order.picking_id.priority = "1"
        self.release_due()
        told = self.last()
        self.assertEqual(self.order.revision, 2)
        self.assertEqual(told["ship_to"]["street"], "Hauptstr. 9")
        self.assertEqual(told["promised"], "2026-12-24T12:00:00Z")
        self.assertEqual(told["priority"], "urgent")

    def test_what_is_told_nowhere_is_no_change(self):
        self.order.picking_id.user_id = self.env.user
        self.customer.street = self.customer.street
        self.order.picking_id.scheduled_date = "2026-12-01 10:00:00"
        self.release_due()
        self.assertEqual(len(self.sent(self.order)), 1)
        self.assertFalse(self.order.needs_review)

    def test_a_change_to_and_fro_is_no_change(self):
        line = self.order.sale_id.order_line[0]
        line.product_uom_qty = 5
        line.product_uom_qty = 3
        self.release_due()
        self.assertEqual(self.order.revision, 1)

    def test_a_change_that_cannot_be_carried_out_waits_and_says_why(self):
        self.customer.city = False
        self.release_due()
        self.assertEqual((self.order.revision, self.order.state), (1, "sent"))
        self.assertEqual(self.order.block_ids.code, "address")
        self.customer.city = "Potsdam"
        self.release_due()
        self.assertEqual(self.last()["ship_to"]["city"], "Potsdam")
        self.assertFalse(self.order.block_ids)

    def test_what_changes_when_it_stands_packed_is_a_case(self):
        self.order._told("packed")
        self.order.sale_id.order_line[0].product_uom_qty = 5
        self.release_due()
        self.release_due()
        self.assertEqual(self.order.revision, 1)
        self.assertEqual(len(self.order.shipment_id.exception_ids), 1)

    def test_after_it_was_shipped_nothing_is_sent_any_more(self):
        self.order._told("shipped")
        self.customer.street = "Hauptstr. 9"
        self.release_due()
        self.assertEqual(self.order.revision, 1)

    def test_what_the_warehouse_tells_is_no_change_of_ours(self):
        move = self.order.picking_id.move_ids[0]
        move.with_context(logistics_told=True).product_uom_qty = 1
        self.assertFalse(self.order.needs_review)

    def test_a_confirmed_revision_is_known(self):
        self.order.sale_id.order_line[0].product_uom_qty = 5
        self.release_due()
        self.order._told("accepted", revision=1)
        self.assertTrue(self.order.is_unconfirmed)
        self.order._told("accepted", revision=2)
        self.assertFalse(self.order.is_unconfirmed)

    # Cancelling

    def test_cancelling_asks_the_warehouse_first(self):
        # when
        self.order.picking_id.action_cancel()
        # then
        self.assertEqual(self.last()["purpose"], "cancel")
        self.assertEqual(self.order.picking_id.state, "assigned")
        self.assertEqual(self.order.cancel_state, "asked")
        # when
        self.order._told("cancelled")
        # then
        self.assertEqual(self.order.picking_id.state, "cancel")
        self.assertEqual(self.order.state, "cancelled")

    def test_cancelling_twice_asks_once(self):
        self.order.picking_id.action_cancel()
        self.order.action_cancel()
        self.order.sale_id._action_cancel()
        self.assertEqual(len(self.sent(self.order)), 2)
        self.order._told("cancelled")
        self.order._told("cancelled")
        self.assertEqual(len(self.sent(self.order)), 2)

    def test_too_late_keeps_the_delivery_and_opens_a_case(self):
        # given
        self.order.sale_id._action_cancel()
        # when
        self.order._told("cancel_refused", reason="On the truck")
        self.order._told("cancel_refused", reason="On the truck")
        # then
        self.assertEqual(self.order.cancel_state, "refused")
        self.assertEqual(self.order.picking_id.state, "assigned")
        [case] = self.order.shipment_id.exception_ids
        self.assertIn("On the truck", case.summary)
        # and what the warehouse does is what it was told before
        self.order._note_changes()
        self.release_due()
        self.assertEqual(len(self.sent(self.order)), 2)
        self.order._told("shipped")
        self.assertEqual(self.order.state, "shipped")

    def test_it_may_be_asked_again_after_a_refusal(self):
        self.order.action_cancel()
        self.order._told("cancel_refused")
        self.order.action_cancel()
        purposes = [one.get("purpose") for one in self.sent(self.order)]
        self.assertEqual(purposes, [None, "cancel", "cancel"])
        self.assertEqual(self.order.cancel_state, "asked")

    def test_what_the_warehouse_does_not_have_is_cancelled_at_once(self):
        order = self.make_order((self.make_product(), 1))
        order.picking_id.action_cancel()
        self.assertEqual((order.state, order.picking_id.state), ("cancelled", "cancel"))
        self.assertFalse(self.sent(order))

    def test_a_delivery_of_which_nothing_is_left_is_called_back(self):
        self.order.sale_id.order_line.product_uom_qty = 0
        self.release_due()
        self.assertEqual(self.last()["purpose"], "cancel")

    def test_a_shipped_order_is_not_called_back(self):
        self.order._told("shipped")
        with self.assertRaisesRegex(UserError, self.order.name):
            self.order.action_cancel()

    def test_a_manager_cancels_by_force_and_the_warehouse_is_told(self):
        wizard = self.env["logistics.warehouse.order.force"].create(
            {"order_id": self.order.id, "what": "cancel", "reason": "Fire at the depot"}
        )
        wizard.action_do()
        self.assertEqual(self.order.picking_id.state, "cancel")
        self.assertEqual(self.order.state, "cancelled")
        self.assertEqual(self.last()["purpose"], "cancel")
        self.assertIn("Fire", str(self.order.picking_id.message_ids.mapped("body")))

    # Hands off

    def test_what_the_warehouse_executes_is_not_validated_by_hand(self):
        with self.assertRaisesRegex(UserError, "Acme Fulfilment"):
            self.order.picking_id.button_validate()

    def test_where_odoo_owns_fulfilment_people_validate(self):
        self.set_flow(system_of_record="odoo")
        self.order.picking_id.button_validate()
        self.assertEqual(self.order.picking_id.state, "done")
        self.assertEqual(self.order.state, "shipped")

    def test_beside_a_shadow_people_work_on(self):
        self.set_flow(mode="shadow")
        self.order.picking_id.action_cancel()
        self.assertEqual(self.order.picking_id.state, "cancel")

    def set_flow(self, **vals):
        domain = [
            ("integration_id", "=", self.wms.id),
            ("document_type", "=", "warehouse.fulfillment"),
        ]
        flows = self.env["logistics.flow"]
        flow = flows.search(domain) or flows.create(
            {"integration_id": self.wms.id, "document_type": "warehouse.fulfillment"}
        )
        flow.write(vals)

    def test_a_context_alone_overrules_nothing(self):
        user = mail_new_test_user(
            self.env, "picker", groups="stock.group_stock_user,base.group_user"
        )
        picking = self.order.picking_id.with_user(user).with_context(
            logistics_told=True, logistics_forced=True
        )
        with self.assertRaises(UserError):
            picking.button_validate()

    def test_a_manager_enters_by_force_what_was_shipped(self):
        wizard = self.env["logistics.warehouse.order.force"].create(
            {"order_id": self.order.id, "what": "ship", "reason": "Told by telephone"}
        )
        manager = mail_new_test_user(
            self.env,
            "boss",
            groups="logistics_base.group_manager,stock.group_stock_manager",
        )
        wizard.with_user(manager).action_do()
        self.assertEqual(self.order.picking_id.state, "done")
        self.assertEqual(self.order.state, "shipped")
        self.assertEqual(self.order.line_ids.mapped("shipped"), [3.0, 1.0])

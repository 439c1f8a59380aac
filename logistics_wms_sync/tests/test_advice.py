# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .inbound_common import InboundCase


@tagged("post_install", "-at_install")
class TestAdvice(InboundCase):
    def told(self, advice):
        return self.sent(advice, "warehouse.advice")

    def test_a_receipt_is_announced_by_itself(self):
        # when
        receipt = self.make_receipt((self.widget, 10), (self.gadget, 4), origin="PO7")
        self.tell_due()
        # then
        advice = receipt.logistics_advice_id
        self.assertEqual((advice.state, advice.revision), ("sent", 1))
        [told] = self.told(advice)
        self.assertEqual(told["number"], receipt.name)
        self.assertEqual(told["order"], "PO7")
        self.assertEqual(told["warehouse"], self.warehouse.logistics_code)
        self.assertEqual(told["supplier"]["company"], "Supplies Ltd")
        self.assertEqual(
            [(line["line"], line["sku"], line["quantity"]) for line in told["lines"]],
            [("1", "WIDGET", 10.0), ("2", "GADGET", 4.0)],
        )

    @mute_logger(
        "odoo.addons.logistics_wms_sync.models.logistics_warehouse_advice_send"
    )
    def test_one_that_cannot_be_told_keeps_no_other_from_it(self):
        # given
        broken = self.make_receipt((self.widget, 10)).logistics_advice_id
        good = self.make_receipt((self.gadget, 4)).logistics_advice_id
        real = type(good)._tell_news

        def tell(advice):
            if advice == broken:
                raise KeyError("what nobody foresaw")
            return real(advice)

        # when
        with patch.object(type(good), "_tell_news", tell):
            self.tell_due()
        # then
        self.assertIn("what nobody foresaw", broken.problem)
        self.assertEqual((broken.state, good.state), ("draft", "sent"))

    def test_nothing_new_is_told_twice(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        advice.action_send()
        advice._note_changes()
        self.tell_due()
        # then
        self.assertEqual(len(self.told(advice)), 1)

    def test_a_changed_quantity_is_a_revision(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        advice.picking_id.move_ids.product_uom_qty = 12
        self.tell_due()
        # then
        _first, second = self.told(advice)
        self.assertEqual((second["purpose"], second["revision"]), ("change", 2))
        self.assertEqual(second["lines"][0]["quantity"], 12.0)

    def test_a_cancelled_receipt_is_called_off(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        advice.picking_id.action_cancel()
        self.tell_due()
        # then
        self.assertEqual(advice.state, "cancelled")
        self.assertEqual(self.told(advice)[-1]["purpose"], "cancel")

    def test_what_was_never_told_is_not_called_off(self):
        # given
        receipt = self.make_receipt((self.widget, 10))
        # when
        receipt.action_cancel()
        self.tell_due()
        # then
        self.assertEqual(receipt.logistics_advice_id.state, "cancelled")
        self.assertFalse(self.told(receipt.logistics_advice_id))

    def test_warehouses_that_odoo_runs_are_told_nothing(self):
        # given
        own = self.make_warehouse()
        own.logistics_integration_id = False
        silent = self.make_warehouse(logistics_announces=False)
        # when
        receipts = [
            self.make_receipt((self.widget, 1), warehouse=one) for one in (own, silent)
        ]
        # then
        for receipt in receipts:
            self.assertFalse(receipt.logistics_advice_id)

    def test_a_partner_that_takes_no_advice_stops_nobody(self):
        # given
        other = self.make_integration(kind="wms", preset="x12")
        elsewhere = self.make_warehouse(other)
        refused = self.make_receipt((self.widget, 1), warehouse=elsewhere)
        refused.logistics_advice_id.integration_id.adapter = "events"
        fine = self.make_receipt((self.widget, 2))
        # when
        self.tell_due()
        # then
        self.assertTrue(refused.logistics_advice_id.problem)
        self.assertEqual(refused.logistics_advice_id.state, "draft")
        self.assertEqual(fine.logistics_advice_id.state, "sent")

    def test_received_by_hand_ends_the_advice(self):
        # given
        advice = self.make_advice((self.widget, 10))
        # when
        advice.picking_id.button_validate()
        self.tell_due()
        # then
        self.assertTrue(advice.is_final)
        self.assertEqual(len(self.told(advice)), 1)

    def test_whoever_confirms_a_receipt_has_it_announced(self):
        # given
        receipt = self.make_receipt(
            (self.widget, 10), warehouse=self.silent_warehouse()
        )
        self.assertFalse(receipt.logistics_advice_id)
        receipt.picking_type_id.warehouse_id.logistics_announces = True
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        # when
        places = {
            "location_id": receipt.location_id.id,
            "location_dest_id": receipt.location_dest_id.id,
        }
        move = {"product_id": self.gadget.id, "product_uom_qty": 1, **places}
        own = receipt.with_user(clerk)
        own.write({"move_ids": [(0, 0, move)]})
        own.action_confirm()
        own.move_ids[0].product_uom_qty = 11
        self.tell_due()
        # then
        [told] = self.told(receipt.logistics_advice_id)
        self.assertEqual([line["quantity"] for line in told["lines"]], [11.0, 1.0])
        self.assertEqual(own.logistics_advice_state, "sent")

    def silent_warehouse(self):
        return self.make_warehouse(logistics_announces=False)

    def test_an_answer_to_an_advice_is_noted(self):
        # given
        advice = self.make_advice((self.widget, 10))
        answer = {"answer": "rejected", "reason": "No room", "received_at": None}
        # when
        self.tell_received(advice, **answer)
        # then
        self.assertEqual((advice.state, advice.reason), ("rejected", "No room"))
        # when
        self.tell_received(advice, answer="accepted", partner_reference="ASN-9")
        # then
        self.assertEqual(advice.state, "accepted")
        self.assertEqual(advice.partner_reference, "ASN-9")

    def test_a_change_while_another_is_being_told_is_written_too(self):
        # given: a change is noted, so that a job may be telling of it right now
        advice = self.make_advice((self.widget, 10))
        versions = []
        for _turn in range(2):
            # when
            advice._note_changes()
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT ctid::text FROM logistics_warehouse_advice WHERE id = %s",
                (advice.id,),
            )
            versions.append(self.env.cr.fetchone())
        # then: the job, which has not seen this one, cannot take the note away
        self.assertTrue(advice.is_stale)
        self.assertNotEqual(*versions)

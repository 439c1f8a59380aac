# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WarehouseCase


@tagged("post_install", "-at_install")
class TestItems(WarehouseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.syncs = cls.env["logistics.item.sync"]
        cls.category = cls.env["product.category"].create({"name": "Told"})
        cls.wms.write({"item_scope": "category", "item_category_ids": cls.category.ids})
        cls.widget = cls.make_item("WIDGET", barcode="4006381333931")
        cls.gadget = cls.make_item("GADGET")

    @classmethod
    def make_item(cls, sku, **vals):
        return cls.make_product(sku, categ_id=cls.category.id, **vals)

    def sync(self):
        """Tell what is due, as the scheduled job does; return the documents."""
        before = self.env["logistics.message"].search([], limit=1, order="id desc")
        self.syncs._enrol(self.wms)
        self.syncs._note_undelivered(self.wms)
        while self.syncs._send_batch(self.wms):
            pass
        self.env.invalidate_all()
        messages = self.env["logistics.message"].search(
            [
                ("id", ">", before.id),
                ("integration_id", "=", self.wms.id),
                ("document_type", "=", "warehouse.items"),
            ],
            order="id",
        )
        return [json.loads(message._body())["data"] for message in messages]

    def of(self, product):
        return self.syncs.search(
            [("integration_id", "=", self.wms.id), ("product_id", "=", product.id)]
        )

    def answer(self, number, *results):
        told = {
            "type": "warehouse.items.result",
            "timestamp": "2026-03-02T10:00:00Z",
            "data": {"number": number, "results": list(results)},
        }
        return self.tell(told, integration=self.wms)

    def test_products_in_the_scope_are_told_once(self):
        # given
        self.make_product("ELSEWHERE")
        # when
        [told] = self.sync()
        # then
        items = {item["sku"]: item for item in told["items"]}
        self.assertEqual(set(items), {"WIDGET", "GADGET"})
        self.assertEqual(items["WIDGET"]["barcodes"], ["4006381333931"])
        self.assertEqual(items["WIDGET"]["weight"], 0.5)
        self.assertEqual(self.of(self.widget).state, "sent")
        # when
        again = self.sync()
        # then
        self.assertFalse(again)

    def test_only_what_changed_is_told(self):
        # given
        self.sync()
        # when
        self.widget.weight = 0.7
        [told] = self.sync()
        # then
        [item] = told["items"]
        self.assertEqual((item["sku"], item["weight"]), ("WIDGET", 0.7))

    def test_a_change_that_nobody_is_told_of_sends_nothing(self):
        # given
        self.sync()
        # when
        self.widget.list_price = 99
        self.widget.name = self.widget.name
        # then
        self.assertTrue(self.of(self.widget).is_dirty)
        self.assertFalse(self.sync())
        self.assertFalse(self.of(self.widget).is_dirty)

    def test_new_packagings_and_their_barcodes_are_changes(self):
        # given
        self.sync()
        dozen = self.env["uom.uom"].create(
            {
                "name": "Case of 12",
                "relative_factor": 12,
                "relative_uom_id": self.widget.uom_id.id,
            }
        )
        # when
        self.widget.uom_ids = dozen
        self.env["product.uom"].create(
            {"product_id": self.widget.id, "uom_id": dozen.id, "barcode": "DOZ-1"}
        )
        [told] = self.sync()
        # then
        [item] = told["items"]
        [unit] = item["units"]
        self.assertEqual((unit["quantity"], unit["barcode"]), (12.0, "DOZ-1"))

    def test_an_archived_product_is_told_of_as_such(self):
        # given
        self.sync()
        # when
        self.widget.active = False
        [told] = self.sync()
        # then
        [item] = told["items"]
        self.assertEqual((item["sku"], item["active"]), ("WIDGET", False))
        self.assertFalse(self.sync())

    def test_what_left_the_scope_is_told_of_as_such(self):
        # given
        self.sync()
        # when
        self.wms.item_category_ids = self.env["product.category"].create(
            {"name": "New"}
        )
        [told] = self.sync()
        # then
        self.assertEqual({item["active"] for item in told["items"]}, {False})
        # when
        self.wms.item_category_ids = self.category
        [told] = self.sync()
        # then
        self.assertNotIn("active", told["items"][0])

    def test_batches_are_no_larger_than_agreed(self):
        # given
        self.wms.item_batch_size = 1
        # when
        told = self.sync()
        # then
        self.assertEqual([len(one["items"]) for one in told], [1, 1])

    def test_what_was_refused_is_shown_until_it_is_put_right(self):
        # given
        [told] = self.sync()
        # when
        self.answer(
            told["number"],
            {"sku": "WIDGET", "result": "refused", "reason": "No weight"},
            {"sku": "GADGET", "result": "accepted", "partner_id": "7001"},
        )
        # then
        widget, gadget = self.of(self.widget), self.of(self.gadget)
        self.assertEqual((widget.state, widget.refusal), ("refused", "No weight"))
        self.assertEqual(gadget.state, "accepted")
        self.assertEqual(self.wms.item_refused_count, 1)
        binding = self.env["logistics.binding"].search([("external_id", "=", "7001")])
        self.assertEqual(binding.record, self.gadget)
        # when
        self.widget.weight = 2
        [told] = self.sync()
        # then
        self.assertEqual([item["sku"] for item in told["items"]], ["WIDGET"])
        self.assertEqual((widget.state, widget.refusal), ("sent", False))

    def test_refused_without_a_reason(self):
        # given
        [told] = self.sync()
        # when
        self.answer(told["number"], {"sku": "WIDGET", "result": "refused"})
        # then
        self.assertEqual(self.of(self.widget).refusal, "The partner gave no reason.")

    def test_a_late_answer_to_an_earlier_batch_says_nothing_of_now(self):
        # given
        [first] = self.sync()
        self.widget.weight = 2
        [second] = self.sync()
        self.answer(second["number"], {"sku": "WIDGET", "result": "accepted"})
        # when
        self.answer(first["number"], {"sku": "WIDGET", "result": "refused"})
        # then
        self.assertEqual(self.of(self.widget).state, "accepted")

    def test_an_answer_about_something_that_was_never_told(self):
        # given
        [told] = self.sync()
        # when
        message = self.answer(
            told["number"],
            {"sku": "MOON", "result": "accepted"},
            {"sku": "WIDGET", "result": "accepted"},
        )
        # then
        self.assertEqual(message.state, "dead")
        self.assertIn("MOON", message.error_message)
        self.assertEqual(self.of(self.widget).state, "accepted")

    def test_a_product_that_cannot_be_named_is_refused_here(self):
        # given
        nameless = self.make_item("X")
        nameless.default_code = False
        # when
        [told] = self.sync()
        # then
        self.assertEqual(len(told["items"]), 2)
        self.assertEqual(self.of(nameless).state, "refused")
        self.assertIn("neither an internal reference nor", self.of(nameless).refusal)
        # when
        nameless.default_code = "NAMED"
        [told] = self.sync()
        # then
        self.assertEqual([item["sku"] for item in told["items"]], ["NAMED"])
        self.assertEqual(self.of(nameless).state, "sent")

    def test_a_batch_that_the_partner_did_not_take_is_shown(self):
        # given
        self.sync()
        message = self.of(self.widget).message_id
        message._move(("received",), state="dead", error_message="422: no such client")
        # when
        self.sync()
        # then
        self.assertEqual(self.of(self.widget).state, "refused")
        self.assertEqual(self.of(self.widget).refusal, "422: no such client")
        # when
        self.of(self.widget).action_send_again()
        # then
        self.assertEqual(len(self.sync()), 1)

    @mute_logger("odoo.addons.logistics_wms_sync.models.logistics_item_batch")
    def test_a_partner_that_cannot_be_told_keeps_no_other_from_it(self):
        # given
        broken = KeyError("what nobody foresaw")
        # when
        with patch.object(type(self.syncs), "_described", side_effect=broken):
            told = self.sync()
        # then
        self.assertFalse(told)
        self.assertIn("what nobody foresaw", self.wms.item_problem)
        # when
        told = self.sync()
        # then
        self.assertEqual(len(told), 1)
        self.assertFalse(self.wms.item_problem)

    def test_a_partner_that_takes_no_master_data_is_told_why(self):
        # given
        self.wms.adapter = "events"
        # when
        told = self.sync()
        # then
        self.assertFalse(told)
        self.assertTrue(self.wms.item_problem)
        self.assertTrue(self.of(self.widget).is_dirty)

    def test_contacts_and_their_addresses_are_told(self):
        # given
        tag = self.env["res.partner.category"].create({"name": "Depot customers"})
        company = self.env["res.partner"].create(
            {"name": "Shop", "is_company": True, "ref": "C-1", "category_id": tag.ids}
        )
        address = self.env["res.partner"].create(
            {"parent_id": company.id, "type": "delivery", "city": "Bonn", "ref": "C-2"}
        )
        self.wms.write(
            {
                "item_scope": "none",
                "item_partner_scope": "tag",
                "item_partner_tag_ids": tag.ids,
            }
        )
        # when
        [told] = self.sync()
        # then
        self.assertEqual({party["code"] for party in told["parties"]}, {"C-1", "C-2"})
        # when
        address.city = "Ulm"
        [told] = self.sync()
        # then
        [party] = told["parties"]
        self.assertEqual((party["code"], party["party"]["city"]), ("C-2", "Ulm"))

    def test_writing_what_nobody_is_told_of_costs_one_statement(self):
        # given
        other = self.make_product("ELSEWHERE")
        self.env.flush_all()
        # when
        with self.assertQueryCount(1):
            self.syncs._mark("product_id", other.ids)

    def test_a_change_while_another_is_being_told_is_written_too(self):
        # given: a change is noted, so that a job may be telling of it right now
        self.sync()
        versions = []
        for weight in (3, 4):
            # when
            self.widget.weight = weight
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT ctid::text FROM logistics_item_sync WHERE product_id = %s",
                (self.widget.id,),
            )
            versions.append(self.env.cr.fetchone())
        # then: the job, which has not seen this one, cannot take the note away
        self.assertNotEqual(*versions)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import time
from unittest.mock import patch

from odoo.tests import Form, tagged

from odoo.addons.logistics_base.canonical.documents import DOCUMENTS
from odoo.addons.logistics_base.models.logistics_adapter_preset import (
    LogisticsAdapterPreset,
)
from odoo.addons.logistics_base.protocols.signatures import SCHEMES, SignedRequest
from odoo.addons.logistics_base.tests.common import SECRET
from odoo.addons.logistics_base.tests.local_partner import LocalPartner, Reply

from .common import WarehouseCase
from .inbound_common import InboundCase

API_KEY = "live-key-0123456789"


class PartnerMixin:
    """The warehouse of a preset's partner: a real HTTP server answers for it."""

    def setUp(self):
        super().setUp()
        presets = self.env.registry["logistics.adapter.preset"]
        self.startPatcher(
            patch.object(presets, "_encode", LogisticsAdapterPreset._encode)
        )
        self.partner_server = self.enterContext(LocalPartner())
        self.env["logistics.credential"].create(
            {"integration_id": self.wms.id, "name": "api_key", "value": API_KEY}
        )
        self.lamp = self.make_product("LAMP", stock=20)

    def speak(self, preset, **options):
        """Have the warehouse be run by a partner of that preset."""
        self.wms.write({"preset": preset})
        self.wms.write(
            {
                "base_url": self.partner_server.url,
                "allow_internal_address": True,
                "call_attempts": 1,
                "read_timeout": 2,
                "call_deadline": 5,
                "call_options": options or False,
            }
        )

    def answer(self, *replies):
        self.partner_server.replies = list(replies)

    def dispatch(self):
        """Send all that is due to the partner, then take in what it answered."""
        self.env.flush_all()
        messages = self.env["logistics.message"].sudo()
        while message := messages._claim_outbound(self.wms.id):
            message._dispatch()
        self.drain()

    def asked(self):
        return self.partner_server.requests[-1]

    def inbound(self):
        return self.env["logistics.message"].search(
            [("integration_id", "=", self.wms.id), ("direction", "=", "inbound")]
        )


@tagged("-at_install", "post_install")
class TestPartners(PartnerMixin, WarehouseCase):
    """Orders go out in the partners' words, and their answers mean something."""

    def test_our_own_contract_is_signed_and_needs_no_mapping(self):
        self.speak("wms_rest")
        self.answer(Reply.json({"id": "ORD-9", "status": "accepted"}, 202))
        order = self.make_order((self.lamp, 4))

        self.dispatch()

        asked = self.asked()
        self.assertEqual((asked.method, asked.path), ("POST", "/orders"))
        told = asked.json()
        self.assertEqual(told["type"], "warehouse.release")
        self.assertEqual(told["data"]["number"], order.name)
        request = SignedRequest("POST", asked.path, dict(asked.headers), asked.body)
        SCHEMES["standard_webhooks"].verify([SECRET], request, now=time.time())
        self.assertEqual((order.state, order.partner_reference), ("accepted", "ORD-9"))

    def test_a_refusal_is_no_dead_letter_but_a_rejected_order(self):
        self.speak("wms_rest")
        self.answer(Reply.json({"message": "No such product: LAMP"}, 422))
        order = self.make_order((self.lamp, 4))

        self.dispatch()

        self.assertEqual(
            (order.state, order.reason), ("rejected", "No such product: LAMP")
        )
        (message,) = self.env["logistics.message"].search(
            [
                ("correlation_id", "=", order.correlation_id),
                ("direction", "=", "outbound"),
            ]
        )
        self.assertEqual(message.state, "done")
        self.assertIn("No such product", message.warning)

    def test_too_late_to_cancel(self):
        self.speak("wms_rest")
        self.answer(
            Reply.json({"id": "ORD-9", "status": "accepted"}, 202),
            Reply.json({"code": "too_late", "message": "It is packed"}, 409),
        )
        order = self.make_order((self.lamp, 4))
        self.dispatch()

        order.action_cancel()
        self.dispatch()

        self.assertEqual(order.cancel_state, "refused")
        self.assertIn("It is packed", order.reason)
        self.assertNotEqual(order.state, "cancelled")

    def test_while_the_warehouse_is_down_nothing_is_lost(self):
        self.speak("wms_rest")
        self.answer(Reply(502), Reply.json({"id": "ORD-9"}, 201))
        order = self.make_order((self.lamp, 4))

        self.dispatch()
        self.assertEqual(order.state, "sent")
        waiting = self.env["logistics.message"].search(
            [("integration_id", "=", self.wms.id), ("state", "=", "retry")]
        )
        self.assertTrue(waiting)
        waiting.sudo().next_attempt_at = False
        self.dispatch()

        self.assertEqual(order.state, "accepted")

    def test_a_query_and_its_variables(self):
        self.speak("shiphero", warehouse_id="V2FyZWhvdXNlOjE=")
        self.answer(
            Reply.json({"data": {"order_create": {"order": {"id": "T3JkZXI6OQ=="}}}}),
            Reply.json({"data": {"order_cancel": {"order": {"id": "T3JkZXI6OQ=="}}}}),
        )
        order = self.make_order((self.lamp, 4))
        self.dispatch()

        told = self.asked().json()
        self.assertTrue(told["query"].startswith("mutation ($data: CreateOrderInput!)"))
        self.assertEqual(told["variables"]["data"]["order_number"], order.name)
        self.assertEqual(self.asked().headers["Authorization"], f"Bearer {API_KEY}")
        self.assertEqual(order.partner_reference, "T3JkZXI6OQ==")
        order.action_cancel()
        self.dispatch()
        told = self.asked().json()
        self.assertEqual(told["variables"]["data"]["order_id"], "T3JkZXI6OQ==")
        self.assertEqual(order.state, "cancelled")

    def test_a_refusal_inside_of_a_yes(self):
        self.speak("shiphero")
        self.answer(Reply.json({"errors": [{"code": 3, "message": "SKU not found"}]}))
        order = self.make_order((self.lamp, 4))

        self.dispatch()

        self.assertEqual((order.state, order.reason), ("rejected", "SKU not found"))

    def test_a_partner_without_credits_is_asked_again(self):
        self.speak("shiphero")
        self.answer(
            Reply.json({"errors": [{"code": 30, "message": "No credits left"}]}),
            Reply.json({"data": {"order_create": {"order": {"id": "T3JkZXI6OQ=="}}}}),
        )
        order = self.make_order((self.lamp, 4))

        self.dispatch()
        self.assertEqual(order.state, "sent")
        waiting = self.env["logistics.message"].search(
            [("integration_id", "=", self.wms.id), ("state", "=", "retry")]
        )
        self.assertEqual(waiting.error_category, "throttled")
        waiting.sudo().next_attempt_at = False
        self.dispatch()

        self.assertEqual(order.state, "accepted")

    def test_an_order_goes_out_and_comes_back_shipped(self):
        self.speak("shipbob", channel_id="88")
        self.answer(Reply.json({"id": 9001}, 201))
        order = self.make_order((self.lamp, 4))
        self.dispatch()
        self.assertEqual(self.asked().headers["shipbob_channel_id"], "88")
        self.assertEqual(self.asked().json()["reference_id"], order.name)

        shipment = {
            "id": 70001,
            "order_id": 9001,
            "reference_id": order.name,
            "status": "Completed",
            "actual_fulfillment_date": "2026-03-02T18:40:00+00:00",
            "tracking": {"carrier": "DHL", "tracking_number": "JJD0001"},
            "products": [{"sku": "LAMP", "quantity": 4, "external_line_id": 1}],
        }
        told = {"reference_id": order.name, "id": 9001, "shipments": [shipment]}
        self.tell(json.dumps(told).encode(), integration=self.wms)

        self.assertEqual((order.state, order.picking_id.state), ("shipped", "done"))

    def test_what_a_webhook_lost_is_asked_for_once(self):
        self.speak("wms_rest")
        self.answer(Reply.json({"id": "ORD-9", "status": "accepted"}, 202))
        order = self.make_order((self.lamp, 4))
        self.dispatch()
        shipped = {
            "id": "SHP-1",
            "order": order.name,
            "status": "shipped",
            "is_final": True,
            "lines": [{"line": "1", "sku": "LAMP", "quantity": 4}],
        }
        self.answer(Reply.json({"orders": [{"updates": [shipped]}]}))

        question = {"orders": [{"number": order.name}]}
        first = self.wms._ask("orders_status", question)
        self.drain()
        again = self.wms._ask("orders_status", question)

        self.assertTrue(self.asked().path.startswith("/orders?numbers="))
        self.assertEqual((order.state, order.picking_id.state), ("shipped", "done"))
        self.assertEqual((len(first.news), len(again.news)), (1, 0))

    def test_whose_word_counts_is_data(self):
        self.speak("wms_rest")
        order = self.make_order((self.lamp, 4))
        flow = self.wms.flow_ids.filtered(
            lambda one: one.document_type == "warehouse.fulfillment"
        )
        flow.system_of_record = "odoo"

        (message,) = self.tell(
            self.fulfillment(order, "accepted"), integration=self.wms
        )

        self.assertEqual(message.error_category, "not_authoritative")
        self.assertEqual(order.state, "sent")


@tagged("-at_install", "post_install")
class TestPartnersInbound(PartnerMixin, InboundCase):
    """Goods are announced in the partners' words."""

    def test_a_receiving_order_bears_the_partners_number(self):
        self.speak("shipbob", fulfillment_center_id="10")
        self.answer(Reply.json({"id": 443001, "status": "Awaiting"}, 201))
        advice = self.make_advice((self.widget, 10))

        self.dispatch()

        self.assertEqual(self.asked().path, "/receiving")
        self.assertEqual(self.asked().json()["purchase_order_number"], advice.name)
        self.assertEqual(
            (advice.state, advice.partner_reference), ("accepted", "443001")
        )

    def test_what_is_refused_says_why(self):
        self.speak("wms_rest")
        self.answer(Reply.json({"title": "The dock is full"}, 422))
        advice = self.make_advice((self.widget, 10))

        self.dispatch()

        self.assertEqual(
            (advice.state, advice.reason), ("rejected", "The dock is full")
        )

    def test_an_answer_to_no_advice_of_ours_is_refused(self):
        self.speak("wms_rest")
        told = {
            "type": "warehouse.receipt",
            "data": {"advice": "X", "answer": "accepted"},
        }

        (message,) = self.tell(told, integration=self.wms)

        self.assertEqual((message.state, message.error_category), ("dead", "reference"))


@tagged("-at_install", "post_install")
class TestPresetTry(WarehouseCase):
    """The preset editor shows what a partner would be told; nothing is sent."""

    def try_out(self, code):
        preset = self.env["logistics.preset"].search([("code", "=", code)])
        action = preset.action_try()
        return Form(self.env[action["res_model"]].with_context(**action["context"]))

    def test_a_document_is_shown_as_it_would_be_told(self):
        form = self.try_out("shiphero")
        form.call_name = "warehouse.release"

        self.assertEqual(json.loads(form.request_json)["number"], "WH/OUT/00042")
        self.assertTrue(
            form.sent.startswith("POST https://public-api.shiphero.com/graphql\n")
        )
        self.assertIn("CreateOrderInput", form.sent)

    def test_each_part_is_shown(self):
        form = self.try_out("shipbob")
        form.call_name = "warehouse.items"

        self.assertEqual(form.sent.count("POST https://api.shipbob.com"), 2)

    def test_our_own_json_is_shown_with_its_envelope(self):
        form = self.try_out("wms_rest")
        form.call_name = "warehouse.count"

        self.assertIn('"type": "warehouse.count"', form.sent)
        self.assertIn("Content-Type: application/json", form.sent)

    def test_what_cannot_be_told_is_said(self):
        form = self.try_out("shiphero")
        form.call_name = "warehouse.release"
        form.request_json = '{"number": "WH/OUT/1", "purpose": "original"}'
        self.assertIn("nothing is to be shipped", form.sent_problem)
        form.request_json = "[]"
        self.assertIn("not a JSON object", form.sent_problem)
        form.call_name = "inventory.availability"
        form.request_json = '{"as_of": "2026-03-02T08:00:00Z"}'
        self.assertIn("does not say how to tell", form.sent_problem)

    def test_documents_of_warehouses_have_words(self):
        labels = dict(self.env["logistics.message"]._selection_document_type())
        nameless = [name for name in DOCUMENTS if labels[name] == name]
        self.assertFalse([one for one in nameless if one[:3] in ("war", "inv")])

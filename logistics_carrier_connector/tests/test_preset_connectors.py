# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from odoo.tests import Form
from odoo.tools import file_open

from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.tests.common import LogisticsCase

from ..canonical.consignments import Consignment, Piece
from ..canonical.rates import RateRequest
from ..carriers.connector import Connector
from ..carriers.easypost.connector import EasyPostConnector
from ..carriers.rest.connector import RestConnector


class Courier(HTTPServer):
    """Answers every request by the same quote, and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        super().__init__(("127.0.0.1", 0), CourierHandler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()


class CourierHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers, json.loads(body)))
        quote = {"product": "DAY", "cents": 1234, "curr": "EUR", "days": 2}
        answer = json.dumps({"ok": True, "quotes": [quote]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        """Say nothing."""


class TestPresetConnectors(LogisticsCase):
    def integration_of(self, preset, **vals):
        return self.env["logistics.integration"].create(
            {"name": preset, "code": f"test-{preset}", "preset": preset, **vals}
        )

    def test_the_preset_says_which_connector_calls(self):
        for preset, kind in (
            ("easypost", EasyPostConnector),
            ("easypost_v2", EasyPostConnector),
            ("regional", RestConnector),
        ):
            found = self.integration_of(preset)._connector_type()
            self.assertTrue(issubclass(found, kind), preset)
            self.assertEqual(found.preset.code, preset)
        self.assertEqual(self.integration_of("shippo")._connector_type(), Connector)

    def test_the_preset_fills_in_how_the_partner_is_called(self):
        easypost = self.integration_of("easypost")
        self.assertEqual(easypost.base_url, "https://api.easypost.com/v2")
        self.assertEqual(easypost.auth_scheme, "basic")
        regional = self.integration_of("regional")
        self.assertEqual(regional.auth_scheme, "header")
        self.assertEqual(regional.auth_header, "X-Courier-Key")
        own = self.integration_of(
            "regional", code="own", base_url="https://own.example.com"
        )
        self.assertEqual(own.base_url, "https://own.example.com")

    def test_what_is_called_is_still_heard(self):
        # given an integration of a preset that both calls and listens
        integration = self.make_integration(preset="easypost")
        path = "logistics_carrier_connector/presets/easypost/samples/delivered.json"
        with file_open(path, "rb") as sample:
            payload = sample.read()
        # when a webhook comes
        message = integration.receive(payload, content_type="application/json")
        # then it is decoded as it was before
        documents = self.env["logistics.adapter.preset"]._decode(message)
        self.assertIn(
            "delivered:arrived_at_destination",
            {document.raw_code for document in documents},
        )

    def test_a_carrier_is_called_as_its_preset_says(self):
        courier = Courier()
        self.addCleanup(courier.stop)
        integration = self.make_integration(
            preset="regional",
            base_url=f"http://127.0.0.1:{courier.server_port}",
            allow_internal_address=True,
        )
        self.env["logistics.credential"].create(
            {"integration_id": integration.id, "name": "api_key", "value": "my key"}
        )
        goods = Consignment(
            ship_from=Party(city="Kiel", country="DE", postcode="24103"),
            ship_to=Party(city="Aabenraa", country="DK", postcode="6200"),
            pieces=(Piece(key="A", weight=1.5),),
        )
        rates = integration._connector().rate(RateRequest(consignment=goods))
        self.assertEqual([str(rate.price.amount) for rate in rates], ["12.34"])
        ((path, headers, body),) = courier.asked
        self.assertEqual(path, "/api/2/quote")
        self.assertEqual(headers["X-Courier-Key"], "my key")
        self.assertEqual(body["colli"], [{"mark": "A", "grams": 1500}])


class TestPresetRequests(LogisticsCase):
    def editor(self, code="regional"):
        preset = self.env["logistics.preset"].search([("code", "=", code)])
        wizards = self.env["logistics.preset.try"].with_user(self.admin)
        return Form(wizards.with_context(default_preset_id=preset.id))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def test_the_editor_shows_the_request_that_would_be_sent(self):
        form = self.editor()
        self.assertTrue(form.has_calls)
        form.call_name = "find_booking"
        self.assertIn(
            "GET https://api.nordhaven-courier.example/api/2/consignments"
            "?yourRef=WH-OUT-00042",
            form.sent,
        )
        form.call_name = "book"
        self.assertIn('"yourRef": "WH-OUT-00042"', form.sent)
        self.assertFalse(form.sent_problem)

    def test_what_is_missing_is_said(self):
        form = self.editor()
        form.call_name = "cancel_booking"
        form.request_json = "{}"
        self.assertFalse(form.sent)
        self.assertIn("nothing to put for booking_id", form.sent_problem)
        form.request_json = "not JSON"
        self.assertIn("not a JSON object", form.sent_problem)
        form.call_name = "close_out"
        self.assertIn("does not say how to ask", form.sent_problem)

    def test_presets_without_calls_show_none(self):
        self.assertFalse(self.editor("shippo").has_calls)
        self.assertFalse(self.editor("easypost").has_calls)

    def test_a_text_that_is_wrong_says_so_and_sends_nothing(self):
        form = self.editor()
        form.source = form.source.replace("path: /api/2/quote", "path: api/2/quote")
        self.assertIn("outbound.calls.rate.path", form.problem)
        self.assertFalse(form.sent)

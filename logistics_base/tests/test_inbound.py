# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import time
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..protocols.signatures import SignedRequest, get
from .common import SECRET, LogisticsCase

LOGGER = "odoo.addons.logistics_base.controllers.inbound"


@tagged("-at_install", "post_install")
class TestInbound(LogisticsCase, HttpCase):
    """The door: what is let in, what is turned away, and how it is said."""

    def post(self, body, *, code=None, headers=None, sign=True, at=None, secret=SECRET):
        code = code or self.integration.code
        path = f"/logistics/v1/inbound/{code}"
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"}
        if sign:
            request = SignedRequest(method="POST", path=path, headers={}, body=body)
            sent |= get("standard_webhooks").sign(
                secret, request, now=at or time.time(), message_id="msg-1"
            )
        return self.url_open(path, data=body, headers={**sent, **(headers or {})})

    def assert_problem(self, response, status, name):
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.headers["Content-Type"], "application/problem+json")
        problem = response.json()
        self.assertEqual(problem["type"], f"urn:odoo-logistics:problem:{name}")
        self.assertEqual(problem["status"], status)
        self.assertNotIn(SECRET, response.text)

    def test_a_signed_event_is_accepted_and_moves_the_shipment(self):
        shipment = self.make_shipment("1Z1")
        response = self.post(self.event("1Z1", "picked_up"))
        self.assertEqual(response.status_code, 202)
        self.assertEqual(response.json()["status"], "accepted")
        self.drain()
        self.assertEqual(shipment.state, "picked_up")
        self.assertNotIn("Set-Cookie", response.headers)

    def test_the_same_again_is_a_duplicate(self):
        first = self.post(self.event("1Z1"))
        again = self.post(self.event("1Z1"))
        self.assertEqual(again.status_code, 200)
        self.assertEqual(
            again.json(), {"id": first.json()["id"], "status": "duplicate"}
        )

    @mute_logger(LOGGER)
    def test_what_is_not_signed_by_the_partner_is_refused(self):
        event = self.event("1Z1")
        cases = {
            "unsigned": self.post(event, sign=False),
            "wrong secret": self.post(event, secret="whsec_d3Jvbmc="),
            "stale": self.post(event, at=time.time() - 3600),
            "from the future": self.post(event, at=time.time() + 3600),
            "malformed": self.post(event, headers={"webhook-signature": "v1,%%%"}),
        }
        for name, response in cases.items():
            with self.subTest(name):
                self.assert_problem(response, 401, "unauthorized")
        self.assertFalse(
            self.env["logistics.message"].search_count(
                [("integration_id", "=", self.integration.id)]
            )
        )

    @mute_logger(LOGGER)
    def test_without_a_secret_nothing_is_accepted(self):
        self.integration.credential_ids.unlink()
        self.assert_problem(self.post(self.event("1Z1")), 401, "unauthorized")

    def test_two_secrets_are_valid_while_one_is_rotated(self):
        new = "whsec_bmV3LXNlY3JldC0wMTIzNDU2Nzg5"
        self.env["logistics.credential"].create(
            {"integration_id": self.integration.id, "value": new}
        )
        self.assertEqual(self.post(self.event("1Z1")).status_code, 202)
        self.assertEqual(
            self.post(self.event("1Z1", "arrived"), secret=new).status_code, 200
        )

    @mute_logger(LOGGER)
    def test_an_expired_secret_is_not_accepted(self):
        self.integration.credential_ids.valid_until = "2026-01-01"
        self.assert_problem(self.post(self.event("1Z1")), 401, "unauthorized")

    def test_nobody_listens_at_unknown_draft_and_retired(self):
        draft = self.make_integration(state="draft")
        retired = self.make_integration(state="retired")
        for code in ("nobody", draft.code, retired.code):
            with self.subTest(code):
                response = self.post(self.event("1Z1"), code=code)
                self.assert_problem(response, 404, "not-found")

    def test_a_paused_integration_accepts(self):
        self.integration.action_pause()
        self.assertEqual(self.post(self.event("1Z1")).status_code, 202)

    def test_a_large_body_is_refused(self):
        self.integration.max_body_size = 1000
        response = self.post(self.event("1Z1", description="x" * 2000))
        self.assert_problem(response, 413, "too-large")

    def test_another_content_type_is_refused(self):
        for declared in ("text/html", "application/x-www-form-urlencoded", ""):
            with self.subTest(declared):
                response = self.post(
                    self.event("1Z1"), headers={"Content-Type": declared}
                )
                self.assert_problem(response, 415, "unsupported-content-type")

    def test_what_cannot_be_read_is_refused_in_words(self):
        deep = b"[" * 200 + b"]" * 200
        cases = {
            "cut off": b'{"type": "shipment.mile',
            "deeply nested": b'{"type": "x", "data": ' + deep + b"}",
            "NUL": b'{"type": "a\\u0000b"}',
            "lone surrogate": b'{"type": "\\ud800"}',
            "latin-1": '{"type": "Zürich"}'.encode("latin-1"),
            "not a number": b'{"type": NaN}',
        }
        for name, body in cases.items():
            with self.subTest(name):
                self.assert_problem(self.post(body), 422, "unreadable")

    def test_too_many_a_second_are_asked_to_come_again(self):
        self.integration.rate_limit = 1
        answers = [self.post(self.event("1Z1")) for _attempt in range(3)]
        self.assertEqual(answers[0].status_code, 202)
        limited = [r for r in answers if r.status_code == 429]
        self.assertTrue(limited)
        self.assertGreaterEqual(int(limited[0].headers["Retry-After"]), 1)

    @mute_logger(LOGGER)
    def test_an_address_that_is_not_allowed_is_refused(self):
        self.integration.allowed_networks = "203.0.113.0/24"
        self.assert_problem(self.post(self.event("1Z1")), 403, "forbidden")
        self.integration.allowed_networks = "127.0.0.0/8"
        self.assertEqual(self.post(self.event("1Z1")).status_code, 202)

    def test_another_host_name_finds_nobody(self):
        self.integration.allowed_host = "hooks.shipper.example"
        self.assert_problem(self.post(self.event("1Z1")), 404, "not-found")

    def test_the_signature_is_checked_before_the_body_is_read(self):
        with mute_logger(LOGGER):
            response = self.post(b"{", sign=False)
        self.assert_problem(response, 401, "unauthorized")

    def test_a_secret_kept_elsewhere_is_read_at_use(self):
        self.integration.credential_ids.unlink()
        with patch.dict("os.environ", {"CARRIER_SECRET": SECRET}):
            self.env["logistics.credential"].create(
                {"integration_id": self.integration.id, "value": "env:CARRIER_SECRET"}
            )
            self.assertEqual(self.post(self.event("1Z1")).status_code, 202)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from psycopg2.errors import LockNotAvailable

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.logistics_gate import SharedGate
from ..models.logistics_integration_client import HOSTS_VARIABLE
from ..models.logistics_token import SharedTokenStore
from ..models.own_cursor import OwnCursor
from ..transport.call_errors import CallError
from ..transport.http import GatePolicy
from .common import LogisticsCase
from .local_partner import LocalPartner, Reply

API_KEY = "live-key-0123456789"


class CallCase(LogisticsCase):
    """A partner on this machine, and an integration that may call it."""

    def setUp(self):
        super().setUp()
        self.partner_server = self.enterContext(LocalPartner())
        self.integration.write(
            {
                "base_url": f"{self.partner_server.url}/api",
                "allow_internal_address": True,
                "read_timeout": 2,
                "call_deadline": 5,
                "call_attempts": 1,
            }
        )

    def add_credential(self, name, value):
        self.env["logistics.credential"].create(
            {"integration_id": self.integration.id, "name": name, "value": value}
        )

    def answer(self, *replies):
        self.partner_server.replies = list(replies)

    def failure(self, client=None, method="GET", **options):
        """Make a call that fails; return its error.

        Not by ``assertRaises``: it would roll back what the call left at the gate.
        """
        client = client or self.integration._http_client()
        try:
            client.request(method, "/x", **options)
        except CallError as error:
            return error
        raise AssertionError("the call went through")

    def messages(self, ids):
        return self.env["logistics.message"].browse(ids)


def make_certificate():
    """Return the certificate of an authority in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
    now = datetime.now(timezone.utc)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return signed.public_bytes(serialization.Encoding.PEM).decode()


@tagged("-at_install", "post_install")
class TestCalls(CallCase):
    """Calls to a partner: logged in, permitted, recorded."""

    # Login

    def test_the_integration_logs_in_as_its_form_says(self):
        self.add_credential("api_key", API_KEY)
        self.add_credential("username", "ada")
        self.add_credential("password", "pass-word")
        basic = base64.b64encode(b"ada:pass-word").decode()
        for scheme, header, value in (
            ("bearer", "Authorization", f"Bearer {API_KEY}"),
            ("basic", "Authorization", f"Basic {basic}"),
            ("header", "X-Api-Key", API_KEY),
            ("none", "Authorization", None),
        ):
            self.integration.write({"auth_scheme": scheme, "auth_header": "X-Api-Key"})
            self.integration._http_client().request("GET", "/rates")
            with self.subTest(scheme):
                asked = self.partner_server.requests[-1]
                self.assertEqual(asked.path, "/api/rates")
                self.assertEqual(asked.headers[header], value)

    def test_a_missing_credential_is_named(self):
        self.integration.auth_scheme = "bearer"
        with self.assertRaisesRegex(UserError, "api_key"):
            self.integration._http_client()

    def test_the_newest_of_several_credentials_is_used(self):
        self.integration.auth_scheme = "bearer"
        self.add_credential("api_key", "the-older-one")
        self.add_credential("api_key", "the-newer-one")
        self.integration._http_client().request("GET", "/")
        asked = self.partner_server.requests[-1]
        self.assertEqual(asked.headers["Authorization"], "Bearer the-newer-one")

    def test_only_a_live_integration_calls(self):
        for state in ("draft", "paused", "retired"):
            self.integration.state = state
            with self.subTest(state), self.assertRaises(UserError):
                self.integration._http_client()

    def test_without_an_address_nothing_is_called(self):
        self.integration.base_url = False
        with self.assertRaisesRegex(UserError, "address"):
            self.integration._http_client()

    def test_addresses_are_checked(self):
        for url in (
            "partner.example",
            "ftp://partner.example",
            "https://u:p@x.example",
        ):
            with self.subTest(url), self.assertRaises(ValidationError):
                self.integration.base_url = url

    def test_production_sends_no_login_in_the_clear(self):
        with self.assertRaisesRegex(ValidationError, "https"):
            self.integration.write(
                {
                    "base_url": "http://partner.example",
                    "environment": "production",
                    "allow_internal_address": False,
                }
            )

    def test_a_header_must_be_one(self):
        for name in ("X Key", "X-Key:", "X-Ké"):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.integration.auth_header = name

    def test_a_partners_own_authority_is_trusted_alone(self):
        authority = make_certificate()
        self.integration.trusted_certificates = authority
        self.assertEqual(self.integration._call_policy().verify, authority)
        self.integration.trusted_certificates = False
        self.assertIs(self.integration._call_policy().verify, True)
        for wrong in ("no certificate", f"{authority}-----BEGIN PRIVATE KEY-----"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self.integration.trusted_certificates = wrong

    def test_an_internal_address_needs_both_to_allow_it(self):
        self.integration.allow_internal_address = False
        self.assertEqual(self.failure().category, "forbidden_address")
        self.integration.allow_internal_address = True
        with patch.dict(os.environ, {HOSTS_VARIABLE: "10.0.0.0/8"}):
            self.assertEqual(self.failure().category, "forbidden_address")
        self.assertFalse(self.partner_server.requests)

    def test_an_integration_that_is_only_called_needs_no_signature(self):
        self.integration.signature_scheme = False
        with self.assertRaises(ValidationError):
            self.integration.base_url = False

    def test_options_are_texts(self):
        self.integration.call_options_text = "account_number: 00123\npickup: yes"
        self.assertEqual(
            self.integration.call_options, {"account_number": "00123", "pickup": "yes"}
        )
        for wrong in ("- a", "a: [", "just words"):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self.integration.call_options_text = wrong

    # Tokens

    def _use_oauth2(self, lifetime=3600):
        self.add_credential("client_id", "our-client")
        self.add_credential("client_secret", "our-client-secret")
        self.integration.write(
            {"auth_scheme": "oauth2", "token_url": f"{self.partner_server.url}/token"}
        )
        self.token_count = 0

        def answer(request):
            if request.path != "/token":
                token = f"Bearer token-number-{self.token_count}"
                good = request.headers["Authorization"] == token
                return Reply.json({}, 200 if good else 401)
            self.token_count += 1
            token = f"token-number-{self.token_count}"
            return Reply.json({"access_token": token, "expires_in": lifetime})

        self.answer(answer)

    def test_a_token_is_fetched_once_for_all(self):
        self._use_oauth2()
        for _number in range(3):
            self.integration._http_client().request("GET", "/")
        self.assertEqual(self.token_count, 1)
        asked = self.partner_server.requests[0]
        self.assertEqual(asked.body, b"grant_type=client_credentials")

    def test_a_token_is_fetched_once_by_many_threads(self):
        self._use_oauth2()
        clients = [self.integration._http_client() for _number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda c: c.request("GET", "/").status, clients))
        self.assertEqual(answers, [200] * 8)
        self.assertEqual(self.token_count, 1)

    def test_a_token_that_cannot_be_kept_in_time_is_used_all_the_same(self):
        self._use_oauth2()
        with patch.object(SharedTokenStore, "_write", side_effect=LockNotAvailable):
            self.integration._http_client().request("GET", "/rates")
        self.assertEqual(self.partner_server.requests[-1].path, "/api/rates")

    def test_a_token_is_stored_encrypted(self):
        self._use_oauth2()
        self.integration._http_client().request("GET", "/")
        self.env.cr.execute("SELECT * FROM logistics_token")
        self.assertNotIn("token-number", str(self.env.cr.fetchall()))

    def test_a_token_is_renewed_before_it_ends(self):
        self._use_oauth2(lifetime=0.001)
        for _number in range(2):
            self.integration._http_client().request("GET", "/")
        self.assertEqual(self.token_count, 2)

    def test_a_token_that_was_withdrawn_is_fetched_anew_once(self):
        self._use_oauth2()
        self.integration._http_client().request("GET", "/")
        self.token_count += 1  # theirs is another one now
        self.integration._http_client().request("GET", "/")
        self.assertEqual(self.token_count, 3)
        self.answer(
            lambda r: (
                Reply.json({"access_token": "x" * 9})
                if r.path == "/token"
                else Reply(401)
            )
        )
        before = len(self.partner_server.requests)
        self.assertEqual(self.failure().category, "unauthorized")
        self.assertEqual(len(self.partner_server.requests) - before, 3)

    def test_a_new_secret_brings_a_new_token(self):
        self._use_oauth2()
        self.integration._http_client().request("GET", "/")
        self.add_credential("client_secret", "another-secret")
        self.integration._http_client().request("GET", "/")
        self.assertEqual(self.token_count, 2)

    # The gate

    def test_all_workers_share_a_circuit(self):
        self.answer(Reply(500))
        for _number in range(5):
            self.failure()
        self.integration.invalidate_recordset()
        self.assertEqual(self.failure().category, "circuit_open")
        self.assertEqual(len(self.partner_server.requests), 5)
        self.assertEqual(self.integration.circuit_state, "open")
        self.assertTrue(self.integration.call_retry_at)
        found = self.env["logistics.integration"].search(
            [("circuit_state", "!=", "closed")]
        )
        self.assertIn(self.integration, found)

    def test_what_has_arrived_is_applied_while_our_calls_fail(self):
        self.answer(Reply(500))
        for _number in range(5):
            self.failure()
        shipment = self.make_shipment("1Z1")
        self.tell(self.event("1Z1", "delivered"))
        self.assertEqual(shipment.state, "delivered")
        self.integration.invalidate_recordset()
        self.assertEqual(self.integration.circuit_state, "open")
        self.assertEqual(self.integration.inbound_circuit_state, "closed")

    def _gate(self, clock, **policy):
        return SharedGate(
            OwnCursor(self.env.cr),
            self.integration.id,
            GatePolicy(**policy),
            clock=lambda: clock[0],
            sleep=lambda seconds: None,
        )

    def test_one_probe_alone_passes_a_half_open_circuit(self):
        clock = [1000.0]
        here, there = (self._gate(clock, failures=1, pause=30) for _number in "12")
        here.acquire(1)
        here.failed()
        with self.assertRaises(CallError):
            there.acquire(1)
        clock[0] += 40
        there.acquire(1)
        with self.assertRaises(CallError) as caught:
            here.acquire(1)
        self.assertEqual(caught.exception.category, "circuit_open")
        there.succeeded()
        here.acquire(1)

    def test_a_mended_address_is_called_at_once(self):
        mended = self.integration.base_url
        self.integration.base_url = "http://127.0.0.1:1/"
        for _number in range(5):
            self.failure()
        self.assertEqual(self.failure().category, "circuit_open")
        self.assertEqual(self.integration.circuit_state, "open")

        self.integration.base_url = mended

        self.assertEqual(self.integration.circuit_state, "closed")
        self.assertEqual(
            self.integration._http_client().request("GET", "/x").status, 200
        )

    def test_all_workers_share_the_permits(self):
        clock = [1000.0]
        gates = [self._gate(clock, rate=2, burst=3) for _number in "123"]
        for gate in gates:
            gate.acquire(0)
        with self.assertRaises(CallError) as caught:
            gates[0].acquire(0.4)
        self.assertEqual(caught.exception.category, "throttled")
        gates[0].acquire(0.5)

    # The record

    def test_every_call_is_a_message(self):
        self.integration.call_attempts = 2
        self.answer(Reply(500), Reply.json({"rates": []}))
        shipment = self.make_shipment("1Z1")
        client = self.integration._http_client()
        client._sleep = lambda seconds: None
        client.request("GET", "/rates", params={"to": "Berlin", "api_key": "k-12345"})
        ids = self.integration._log_calls(client, "shipment", "corr-1", shipment.ids)
        first, second = self.messages(ids)
        self.assertEqual((first | second).mapped("state"), ["done", "done"])
        self.assertEqual(first.error_category, "unreachable")
        self.assertEqual(second.http_method, "GET")
        self.assertEqual(second.direction, "outbound")
        self.assertEqual(second.http_status, 200)
        self.assertEqual(second.correlation_id, "corr-1")
        self.assertEqual(second.shipment_ids, shipment)
        self.assertTrue(second.http_url.endswith("/api/rates?to=Berlin&api_key=***"))
        self.assertEqual(base64.b64decode(second.answer), b'{"rates": []}')
        self.assertEqual(second.display_name, "GET /api/rates")
        self.assertFalse(client.exchanges)
        self.assertFalse(self.integration._log_calls(client, "shipment"))

    def test_a_doubtful_call_waits_for_who_settles_it(self):
        self.answer(Reply(raw=b""))
        client = self.integration._http_client()
        self.failure(client, "POST", json={})
        message = self.messages(self.integration._log_calls(client, "shipment", "c-2"))
        self.assertEqual(message.state, "in_doubt")
        self.assertTrue(message.advice)
        message._settle_calls(self.integration, "c-2")
        self.assertEqual(message.state, "done")

    def test_a_refused_order_is_a_dead_letter_and_a_refused_question_is_not(self):
        self.answer(Reply.json({"message": "No such city"}, 422))
        for method, state in (("POST", "dead"), ("GET", "done")):
            client = self.integration._http_client()
            self.failure(client, method)
            message = self.messages(self.integration._log_calls(client, "shipment"))
            with self.subTest(method):
                self.assertEqual(message.state, state)
                self.assertIn("No such city", message.error_message)

    def test_no_secret_reaches_a_message(self):
        self.add_credential("api_key", API_KEY)
        self.integration.auth_scheme = "bearer"
        self.answer(lambda r: Reply.json({"you sent": r.headers["Authorization"]}, 422))
        client = self.integration._http_client()
        self.failure(client, "POST", json={"account": API_KEY})
        self.integration._log_calls(client, "shipment")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT m.*, convert_from(decode(encode(payload, 'escape'), 'base64'), "
            "'UTF8'), convert_from(decode(encode(answer, 'escape'), 'base64'), 'UTF8') "
            "FROM logistics_message m WHERE http_method IS NOT NULL"
        )
        rows = str(self.env.cr.fetchall())
        self.assertIn("you sent", rows)
        self.assertNotIn(API_KEY, rows)

    def test_a_client_is_used_without_an_environment_in_threads(self):
        clients = [self.integration._http_client(deadline=4) for _number in range(6)]
        results = []

        def work(client):
            results.append(client.request("POST", "/", json={}).status)

        threads = [threading.Thread(target=work, args=(c,)) for c in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [200] * 6)

    def test_monitoring_is_told_how_calls_go(self):
        self.answer(Reply.json({}), Reply(422), Reply(500))
        client = self.integration._http_client()
        client.request("GET", "/x")
        for _number in range(6):
            self.failure(client)
        self.integration._log_calls(client, "shipment")
        metrics = {
            metric.name: metric for metric in self.env["logistics.metrics"]._collect()
        }
        code = self.integration.code

        def figure(name, **labels):
            wanted = {"integration": code, **labels}
            return next(
                v for found, v in metrics[name].samples if dict(found) == wanted
            )

        self.assertEqual(figure("logistics_call_circuit_open"), 1)
        self.assertEqual(figure("logistics_circuit_open"), 1)
        calls = "logistics_calls_recent"
        self.assertEqual(figure(calls, outcome="answered"), 1)
        self.assertEqual(figure(calls, outcome="refused"), 1)
        self.assertEqual(figure(calls, outcome="unreachable"), 5)
        self.assertEqual(figure("logistics_calls_total", state="done"), 7)

    def test_the_form_can_be_filled_in(self):
        with Form(self.integration) as form:
            form.auth_scheme = "oauth2"
            form.token_url = "https://auth.partner.example/token"
            form.call_options_text = "account_number: 007"
        self.assertEqual(self.integration.call_options, {"account_number": "007"})

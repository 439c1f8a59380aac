# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of a protected call: addresses, gate, tokens, redaction, certificates."""

import ipaddress
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http import (
    CallPolicy,
    GatePolicy,
    GateState,
    HttpClient,
    InternalHosts,
    MemoryGate,
    OAuth2ClientCredentials,
    TokenStore,
)
from logistics_base.transport.http.addresses import is_internal
from logistics_base.transport.http.auth import renewal
from logistics_base.transport.http.redaction import KEPT_BODY, Redactor
from logistics_base.transport.http.wire import check_certificates
from tests.kit.local_partner import LocalPartner, Reply

# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
        "::127.0.0.1",
        "64:ff9b:1::7f00:1",
        "fec0::1",
    ],
)
def test_internal_addresses(address):
    assert is_internal(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_addresses(address):
    assert not is_internal(address)


@pytest.mark.parametrize(
    ("text", "host", "address", "port", "allowed"),
    [
        ("127.0.0.1", "any", "127.0.0.1", 80, True),
        ("127.0.0.1:8080", "any", "127.0.0.1", 8080, True),
        ("127.0.0.1:8080", "any", "127.0.0.1", 80, False),
        ("10.0.0.0/8, 192.168.0.0/16", "any", "192.168.3.4", 443, True),
        ("10.0.0.0/8", "any", "127.0.0.1", 443, False),
        ("wms.intern", "WMS.intern", "10.0.0.1", 443, True),
        ("wms.intern", "other.intern", "10.0.0.1", 443, False),
        ("wms.intern:443", "wms.intern", "10.0.0.1", 80, False),
        ("127.0.0.1", "any", "::ffff:127.0.0.1", 80, True),
        ("[::1]:80", "any", "::1", 80, True),
        ("", "any", "127.0.0.1", 80, False),
    ],
)
def test_internal_hosts(text, host, address, port, allowed):
    assert InternalHosts.parse(text).allow(host, address, port) is allowed


@pytest.mark.parametrize("text", ["a b", "10.0.0.0/99", "host:0", "host:x"])
def test_hosts_that_cannot_be_read(text):
    with pytest.raises(ValueError):
        InternalHosts.parse(text)


# The gate

LIMITED = GatePolicy(rate=2, burst=4, failures=3, pause=30, longest_pause=100)


def test_a_bucket_lets_a_burst_through_and_then_the_rate():
    state, waits = GateState(), []
    for _call in range(8):
        state, wait = state.admit(LIMITED, 100.0, 10)
        waits.append(wait)
    assert waits == [0, 0, 0, 0, 0.5, 1.0, 1.5, 2.0]


def test_a_bucket_fills_again_but_not_above_the_burst():
    state = GateState()
    for _call in range(4):
        state, _wait = state.admit(LIMITED, 100.0, 0)
    state, wait = state.admit(LIMITED, 9999.0, 0)
    assert (wait, state.level) == (0, 3)


def test_who_cannot_wait_takes_no_permit():
    state = GateState(level=0, level_at=100.0)
    with pytest.raises(CallError) as caught:
        state.admit(LIMITED, 100.0, 0.4)
    assert (caught.value.category, caught.value.retry_after) == ("throttled", 0.5)


def test_a_request_to_wait_is_kept_to():
    state = GateState().after_request_to_wait(100.0, 60)
    assert state.admit(GatePolicy(), 130.0, 100)[1] == 30
    with pytest.raises(CallError):
        state.admit(GatePolicy(), 130.0, 10)


def fail(state, times, now=100.0):
    for _call in range(times):
        state = state.after_failure(LIMITED, now, 0.5)
    return state


def test_a_circuit_opens_after_failures_in_a_row():
    assert fail(GateState(), 2).circuit == "closed"
    assert fail(fail(GateState(), 2).after_success(), 2).circuit == "closed"
    state = fail(GateState(), 3)
    assert (state.circuit, state.retry_at) == ("open", 130)


def test_pauses_grow_up_to_the_longest():
    state, pauses, now = fail(GateState(), 3), [], 100.0
    for _probe in range(4):
        pauses.append(state.retry_at - now)
        now = state.retry_at
        state, _wait = state.admit(LIMITED, now, 10)
        state = fail(state, 1, now)
    assert pauses == [30, 60, 100, 100]


def test_one_probe_passes_and_a_lost_one_is_followed_by_another():
    state, _wait = fail(GateState(), 3).admit(LIMITED, 131.0, 10)
    assert state.circuit == "half_open"
    with pytest.raises(CallError):
        state.admit(LIMITED, 132.0, 10)
    state, _wait = state.admit(LIMITED, 131.0 + LIMITED.probe_seconds, 10)
    assert state.after_success() == GateState(
        level=state.level, level_at=state.level_at
    )


def test_a_probe_that_was_never_made_leaves_the_turn_to_another():
    state, _wait = fail(GateState(), 3).admit(LIMITED, 131.0, 10)
    state = state.after_withdrawal(LIMITED, 131.0)
    assert state.admit(LIMITED, 131.0, 10)[0].circuit == "half_open"


def test_threads_share_a_gate():
    slept = []
    gate = MemoryGate(LIMITED, clock=lambda: 100.0, sleep=slept.append)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: gate.acquire(100), range(24)))
    assert sorted(slept) == [number / 2 for number in range(1, 21)]


# Tokens


def test_a_token_is_renewed_early_and_not_everywhere_at_once():
    assert renewal(1000, 3600, 0.0) == 1000 + 3540
    assert renewal(1000, 3600, 1.0) == 1000 + 3480
    assert renewal(1000, 10, 1.0) == 1005


def test_one_thread_fetches_and_the_others_wait():
    fetched, may_answer = [], threading.Event()

    def fetch():
        fetched.append(1)
        may_answer.wait(5)
        return "token", 60

    store = TokenStore(clock=lambda: 0.0)
    with ThreadPoolExecutor(4) as pool:
        tokens = [pool.submit(store.get, fetch, 5) for _number in range(4)]
        may_answer.set()
        assert {token.result() for token in tokens} == {"token"}
    assert len(fetched) == 1


def test_nobody_waits_for_a_token_for_ever():
    store, may_answer = TokenStore(), threading.Event()
    started = threading.Event()

    def fetch():
        started.set()
        may_answer.wait(5)
        return "token", 60

    thread = threading.Thread(target=store.get, args=(fetch, 5))
    thread.start()
    started.wait(5)
    with pytest.raises(CallError) as caught:
        store.get(fetch, 0.05)
    assert caught.value.category == "deadline"
    may_answer.set()
    thread.join()


@pytest.mark.parametrize(
    ("reply", "category"),
    [
        (Reply.json({"error": "invalid_client"}, 401), "unauthorized"),
        (Reply.json({"error": "invalid_client"}, 400), "unauthorized"),
        (Reply.json({"access_token": ""}), "unauthorized"),
        (Reply.json({"token": "x"}), "unauthorized"),
        (Reply.json({"access_token": "a\r\nb"}), "unauthorized"),
        (Reply.json([]), "unauthorized"),
        (Reply(200, b"<html>"), "unreachable"),
    ],
)
def test_no_token_no_call(reply, category):
    with LocalPartner(reply) as partner:
        policy = CallPolicy(
            allow_internal=InternalHosts.parse("127.0.0.1"), max_attempts=1
        )
        auth = OAuth2ClientCredentials(
            TokenStore(),
            HttpClient(f"{partner.url}/token", policy=policy),
            "client",
            "client-secret",
        )
        client = HttpClient(partner.url, policy=policy, auth=auth)
        with pytest.raises(CallError) as caught:
            client.request("POST", "/x")
        assert caught.value.category == category
        assert {request.path for request in partner.requests} == {"/token"}


# Redaction


@pytest.mark.parametrize(
    ("body", "content_type", "shown"),
    [
        (
            b'{"api_key": "k", "n": 1, "clientSecret" : "a\\"b"}',
            "application/json",
            b'{"api_key": "***", "n": 1, "clientSecret" : "***"}',
        ),
        (
            b'{"access_token": "cut off he',
            "application/json",
            b'{"access_token": "***"',
        ),
        (b'\n {"pwd": "x1"}', "text/plain", b'\n {"pwd": "***"}'),
        (b"password=a%20b&city=x", "application/x-www-form-urlencoded", None),
        (
            b'<Login><Password kind="a">x</Password><City>B</City></Login>',
            "text/xml",
            b'<Login><Password kind="a">***</Password><City>B</City></Login>',
        ),
        (b"%PDF-1.4 \xff\x00", "application/pdf", b"%PDF-1.4 \xff\x00"),
    ],
)
def test_what_goes_by_a_secrets_name_is_not_shown(body, content_type, shown):
    expected = shown if shown is not None else b"password=***&city=x"
    assert Redactor().body(body, content_type) == expected


def test_a_secret_is_found_in_every_guise():
    secret = 'a/b+c "ü'
    redactor = Redactor([secret, "", "abc"])
    for text in (
        secret,
        "a%2Fb%2Bc%20%22%C3%BC",
        "a%2Fb%2Bc+%22%C3%BC",
        "YS9iK2MgIsO8",
        'a/b+c \\"\\u00fc',
    ):
        assert redactor.text(f"<{text}>") == "<***>"
    assert redactor.text("abcd") == "abcd"


def test_a_secret_across_the_end_of_what_is_kept_is_not_shown():
    body = b"x" * (KEPT_BODY - 4) + b"the-secret" + b"y" * 100
    kept = Redactor(["the-secret"]).body(body, "text/plain")
    assert len(kept) == KEPT_BODY and b"the-s" not in kept


def test_a_hostile_body_does_not_hold_up_redaction():
    started = datetime.now()
    redactor = Redactor(["the-secret"])
    for body in (b'"' * 300_000, b'{"password' * 30_000, b"<a " * 100_000):
        for kind in ("application/json", "text/xml"):
            redactor.body(body, kind)
    assert datetime.now() - started < timedelta(seconds=5)


def test_an_address_in_a_header_is_shown_as_addresses_are():
    told = [("Location", "/y?token=abcdefgh&sig=qwertz&q=1"), ("Referer", "http://[x")]
    shown = Redactor().headers(told)
    assert shown == {"Location": "/y?token=***&sig=***&q=1", "Referer": "***"}


# Certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 alone, in a file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "partner")])
    now = datetime.now(timezone.utc)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                    x509.DNSName("carrier.test"),
                ]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "partner.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return str(path)


def secure_client(partner, host, verify):
    def resolve(_host, port, **_options):
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    return HttpClient(
        f"https://{host}:{partner.port}",
        policy=CallPolicy(
            allow_internal=InternalHosts.parse("127.0.0.1"),
            verify=verify,
            connect_timeout=2,
            max_attempts=1,
        ),
        resolve=resolve,
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "carrier.test"])
def test_the_name_is_verified_though_the_address_is_pinned(certificate, host):
    with LocalPartner(Reply.json({"ok": 1}), certificate=certificate) as partner:
        client = secure_client(partner, host, certificate)
        assert client.request("GET", "/").json() == {"ok": 1}
        assert partner.requests[0].headers["Host"] == f"{host}:{partner.port}"


def test_an_authority_of_their_own_is_trusted_by_its_text(certificate):
    pem = Path(certificate).read_text().partition("-----END PRIVATE KEY-----\n")[2]
    check_certificates(pem)
    with LocalPartner(Reply.json({"ok": 1}), certificate=certificate) as partner:
        client = secure_client(partner, "carrier.test", pem)
        assert client.request("GET", "/").json() == {"ok": 1}


@pytest.mark.parametrize("cut", [0, 20])
def test_what_is_no_certificate_or_too_much_is_refused(certificate, cut):
    pem = Path(certificate).read_text()[cut:]
    for text in (pem, pem.partition("-----END PRIVATE KEY-----\n")[2][40:], "é", ""):
        with pytest.raises(ValueError):
            check_certificates(text)


@pytest.mark.parametrize(
    ("host", "trusted"), [("other.test", True), ("carrier.test", False)]
)
def test_who_cannot_prove_the_name_gets_nothing(certificate, host, trusted):
    with LocalPartner(Reply.json({}), certificate=certificate) as partner:
        client = secure_client(partner, host, certificate if trusted else True)
        with pytest.raises(CallError, match="cannot prove who it is") as caught:
            client.request("POST", "/", json={"secret": 1})
        assert caught.value.nothing_happened
        assert partner.requests == []


def test_switching_off_verification_elsewhere_changes_nothing(certificate, monkeypatch):
    monkeypatch.setattr(
        ssl, "_create_default_https_context", ssl._create_unverified_context
    )
    with LocalPartner(Reply.json({}), certificate=certificate) as partner:
        with pytest.raises(CallError, match="cannot prove"):
            secure_client(partner, "carrier.test", True).request("GET", "/")

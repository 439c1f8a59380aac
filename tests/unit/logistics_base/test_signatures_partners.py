# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is special about one partner's scheme."""

import hashlib
import hmac
import json
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from logistics_base.protocols.signatures import SignatureError, get
from logistics_base.protocols.signatures.jwks import (
    jwks_of,
    private_key,
    public_keys,
)

from .signature_examples import (
    BODY,
    NOW,
    request,
    rsa_private_pem,
    secrets_of,
    signed_request,
    with_headers,
)


def verify(code, incoming, secrets=None, options=None):
    secrets = secrets or [secrets_of(code).verifying]
    get(code).verify(secrets, incoming, now=NOW, options=options)


def refusal(code, incoming, **values):
    with pytest.raises(SignatureError) as caught:
        verify(code, incoming, **values)
    return caught.value.reason


def replaced(incoming, **headers):
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    return with_headers(incoming, {**incoming.headers, **changed})


def hex_hmac(key, message):
    return hmac.new(key, message, hashlib.sha256).hexdigest()


# EasyPost


def test_easypost_normalises_the_secret():
    decomposed = "se\N{COMBINING ACUTE ACCENT}cret".encode()
    digest = hex_hmac(decomposed, BODY)
    incoming = request(headers={"X-Hmac-Signature": f"hmac-sha256-hex={digest}"})
    verify("easypost", incoming, secrets=["s\N{LATIN SMALL LETTER E WITH ACUTE}cret"])


def test_easypost_needs_its_prefix():
    digest = hex_hmac(b"correct horse", BODY)
    incoming = request(headers={"X-Hmac-Signature": digest})
    assert refusal("easypost", incoming) == "malformed"


def test_easypost_v2_signs_time_method_path_and_body():
    time = "Mon, 21 Sep 2026 14:13:20 -0000"
    signed = time.encode() + b"POST/hook" + BODY
    headers = {
        "x-timestamp": time,
        "x-path": "/hook",
        "x-hmac-signature-v2": hex_hmac(b"correct horse", signed),
    }
    verify("easypost_v2", request(headers=headers))
    assert refusal("easypost_v2", request(headers=headers, method="PUT")) == "mismatch"


def test_easypost_v2_holds_the_signed_path_to_the_called_one_if_asked():
    options = {"check_path": True}
    incoming = signed_request("easypost_v2", path="/hook?a=1")
    moved = with_headers(request(path="/other"), incoming.headers)
    verify("easypost_v2", incoming, options=options)
    verify("easypost_v2", moved)
    assert refusal("easypost_v2", moved, options=options) == "mismatch"


def test_easypost_v2_accepts_the_path_signed_without_its_query():
    incoming = signed_request("easypost_v2", path="/hook")
    called = with_headers(request(path="/hook?a=1"), incoming.headers)
    verify("easypost_v2", called, options={"check_path": True})


@pytest.mark.parametrize(
    "time",
    [
        "1790000000",
        "2026-09-21T14:13:20Z",
        "21 Sep 2026 14:13:20",
        "21 Foo 2026 14:13:20 +0000",
        "31 Feb 2026 14:13:20 +0000",
        "21 Sep 2026 14:13:20 +9999",
        "1 Jan 0001 00:00:00 +2359",
        "Mon, 21 Sep 2026 25:13:20 +0000",
    ],
)
def test_easypost_v2_reads_times_strictly(time):
    incoming = replaced(signed_request("easypost_v2"), x_timestamp=time)
    assert refusal("easypost_v2", incoming) in ("malformed", "stale")


# Shippo


@pytest.mark.parametrize(
    "spoil",
    [
        lambda value: value.replace(",", ",,"),
        lambda value: value.replace("t=", "t=+"),
        lambda value: value.replace("t=", "t=1,t="),
        lambda value: value + ",v1=",
        lambda value: value + "0",
        lambda value: value[:-1],
        lambda value: ",".join(reversed(value.split(","))),
        lambda value: value.replace("v1", "v0"),
    ],
)
def test_shippo_malformed_headers(spoil):
    incoming = signed_request("shippo")
    value = spoil(incoming.headers["shippo-auth-signature"])
    assert refusal("shippo", replaced(incoming, shippo_auth_signature=value)) == (
        "malformed"
    )


def test_shippo_signs_time_and_body():
    digest = hex_hmac(b"correct horse", b"1790000000." + BODY)
    for separator in (",", ", "):
        value = f"t=1790000000{separator}v1={digest.upper()}"
        verify("shippo", request(headers={"Shippo-Auth-Signature": value}))


# ShipEngine


def test_shipengine_key_id_picks_the_key():
    both = {
        "keys": [
            json.loads(jwks_of(rsa_private_pem(which)))["keys"][0] for which in (1, 0)
        ]
    }
    verify("shipengine", signed_request("shipengine"), secrets=[json.dumps(both)])


def test_shipengine_does_not_try_keys_of_another_id():
    [jwk] = json.loads(secrets_of("shipengine").verifying)["keys"]
    renamed = json.dumps({"keys": [{**jwk, "kid": "other"}]})
    incoming = signed_request("shipengine")
    assert refusal("shipengine", incoming, secrets=[renamed]) == "mismatch"


def test_shipengine_tries_a_key_without_an_id():
    [jwk] = json.loads(secrets_of("shipengine").verifying)["keys"]
    del jwk["kid"]
    incoming = signed_request("shipengine")
    for text in (json.dumps(jwk), json.dumps([jwk]), json.dumps({"keys": [jwk]})):
        verify("shipengine", incoming, secrets=[text])


@pytest.mark.parametrize(
    "form", [PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1], ids=str
)
def test_shipengine_takes_public_keys_in_pem(form):
    pems = [
        private_key(rsa_private_pem(which))
        .public_key()
        .public_bytes(Encoding.PEM, form)
        for which in (1, 0)
    ]
    text = b"\n".join(pems).decode()
    verify("shipengine", signed_request("shipengine"), secrets=[text])


def test_shipengine_takes_one_spelling_of_a_signature():
    incoming = signed_request("shipengine")
    signature = incoming.headers["x-shipengine-rsa-sha256-signature"]
    twin = signature[:-3] + chr(ord(signature[-3]) + 1) + "=="
    spoiled = replaced(incoming, x_shipengine_rsa_sha256_signature=twin)
    assert refusal("shipengine", spoiled) == "malformed"


def test_shipengine_refuses_weak_and_foreign_keys():
    weak = jwks_of(rsa_private_pem(bits=1024))
    [jwk] = json.loads(secrets_of("shipengine").verifying)["keys"]
    unfit = [{**jwk, "use": "enc"}, {**jwk, "alg": "none"}, {**jwk, "kty": "oct"}]
    for secret in (weak, *map(json.dumps, unfit)):
        incoming = signed_request("shipengine")
        assert refusal("shipengine", incoming, secrets=[secret]) == "no_secret"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "null",
        "7",
        '{"keys": 7}',
        '{"keys": [7, {"kty": "RSA"}, {"kty": "RSA", "n": 1, "e": []}]}',
        '{"keys": [{"kty": "RSA", "n": "é", "e": "AQAB"}]}',
        '{"keys": [{"kty": "RSA", "n": "AA", "e": "AQAB"}]}',
        "[" * 100_000,
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\né\n-----END PUBLIC KEY-----",
    ],
    ids=lambda text: text[:30],
)
def test_shipengine_unusable_key_sets_accept_nothing(text):
    assert public_keys(text) == ()
    incoming = signed_request("shipengine")
    assert refusal("shipengine", incoming, secrets=[text]) == "no_secret"


def test_shipengine_publishes_no_private_part():
    [jwk] = json.loads(jwks_of(rsa_private_pem()))["keys"]
    assert set(jwk) == {"kty", "n", "e", "alg", "use", "kid"}
    with pytest.raises(ValueError, match="private key"):
        jwks_of("nothing")


@pytest.mark.parametrize(
    "time",
    [
        "1790000000",
        "2026-09-21T14:13:20",
        "2026-09-21 14:13:20Z",
        "2026-13-21T14:13:20Z",
        "2026-09-21T14:13:20+99:99",
        "2026-09-21T14:13Z",
    ],
)
def test_shipengine_reads_times_strictly(time):
    incoming = replaced(signed_request("shipengine"), x_shipengine_timestamp=time)
    assert refusal("shipengine", incoming) == "malformed"


@pytest.mark.parametrize(
    "time", ["2026-09-21T15:13:20.1234567+01:00", "2026-09-21T14:13:20.5Z"]
)
def test_shipengine_reads_fractions_and_offsets(time):
    """The time passes; it is the signature over another time that does not."""
    incoming = replaced(signed_request("shipengine"), x_shipengine_timestamp=time)
    assert refusal("shipengine", incoming) == "mismatch"


# FedEx, DCSA, AfterShip


def test_fedex_is_also_read_in_hexadecimal():
    digest = hex_hmac(b"correct horse", BODY)
    for value in (digest, digest.upper()):
        verify("fedex", request(headers={"fdx-signature": value}))
    wrong = request(headers={"fdx-signature": hex_hmac(b"other", BODY)})
    assert refusal("fedex", wrong) == "mismatch"
    senseless = request(headers={"fdx-signature": "z" * 64})
    assert refusal("fedex", senseless) == "malformed"


def test_dcsa_secret_is_base64_of_the_key():
    key = bytes(range(32))
    digest = hex_hmac(key, BODY)
    incoming = request(headers={"Notification-Signature": f"sha256={digest}"})
    verify("dcsa", incoming, secrets=[b64encode(key).decode()])


def test_dcsa_takes_a_secret_that_is_no_such_key_as_text():
    short = b64encode(b"too short").decode()
    digest = hex_hmac(short.encode(), BODY)
    incoming = request(headers={"Notification-Signature": f"sha256={digest}"})
    verify("dcsa", incoming, secrets=[short])


def test_aftership_header_of_the_other_products():
    options = {"header": "as-signature-hmac-sha256"}
    incoming = signed_request("aftership", options=options)
    verify("aftership", incoming, options=options)
    assert refusal("aftership", incoming) == "missing"


# The proofs that sign nothing


@pytest.mark.parametrize(
    ("code", "header"),
    [
        ("ups_track_alert", "credential"),
        ("dhl_unified", "X-API-Key"),
        ("project44", "X-API-Key"),
        ("static_header", "X-Webhook-Secret"),
    ],
)
def test_secret_stands_in_the_header(code, header):
    assert not get(code).covers_body
    verify(code, request(headers={header: "correct horse"}))
    moved = {"header": "X-Other", "prefix": "Bearer "}
    incoming = request(headers={"X-Other": "Bearer correct horse"})
    verify(code, incoming, options=moved)
    assert refusal(code, incoming, options={"header": "X-Other"}) == "mismatch"


def test_static_header_takes_no_secret_that_breaks_a_line():
    with pytest.raises(SignatureError) as caught:
        get("static_header").sign("a\r\nX-Evil: 1", request(), now=NOW)
    assert caught.value.reason == "no_secret"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("Bearer abc", "malformed"),
        ("Basic", "malformed"),
        ("Basic !!!!", "malformed"),
        ("Basic Y2FycmllcjpvOnBlbg", "malformed"),
        ("Basic Y2FycmllcjpvOnBlbg== x", "malformed"),
        ("Basic Y2FycmllcjpvOnBlbh==", "mismatch"),
        ("Basic Y2FycmllcjpzaHV0", "mismatch"),
    ],
)
def test_basic_refusals(value, reason):
    incoming = request(headers={"Authorization": value})
    assert refusal("basic", incoming) == reason


def test_basic_reads_its_name_in_any_case():
    verify("basic", request(headers={"Authorization": "bASIC Y2FycmllcjpvOnBlbg=="}))


@pytest.mark.parametrize("secret", ["user", ":", " : "])
def test_basic_needs_user_and_password(secret):
    incoming = request(headers={"Authorization": "Basic Og=="})
    assert refusal("basic", incoming, secrets=[secret]) == "no_secret"


@pytest.mark.parametrize("verdict", ["NONE", "FAILED:expired", "success", "SUCCESS "])
def test_mtls_needs_the_proxy_to_have_verified(verdict):
    incoming = replaced(signed_request("mtls"), x_ssl_client_verify=verdict)
    assert refusal("mtls", incoming) == "mismatch"


def test_mtls_reads_the_headers_of_the_proxy_at_hand():
    options = {
        "verify_header": "X-Client-Cert-OK",
        "verify_value": "1",
        "header": "X-Client-Cert-Fingerprint",
    }
    headers = {"X-Client-Cert-OK": "1", "X-Client-Cert-Fingerprint": "ab12"}
    incoming = request(headers=headers)
    verify("mtls", incoming, secrets=["cd34", "ab12"], options=options)
    assert refusal("mtls", incoming, secrets=["cd34"], options=options) == "mismatch"

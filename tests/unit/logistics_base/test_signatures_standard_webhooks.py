# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Standard Webhooks, checked against the reference implementation both ways."""

from base64 import b64encode
from datetime import datetime, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from logistics_base.protocols.signatures import SignatureError, get

from .signature_examples import NOW, request, secrets_of, with_headers

SCHEME = get("standard_webhooks")
SECRET = secrets_of("standard_webhooks").verifying
OTHER = secrets_of("standard_webhooks").other
MOMENT = datetime.fromtimestamp(NOW, timezone.utc)


def sign(secret=SECRET, body=b"{}", message_id="msg_1"):
    unsigned = request(body=body)
    headers = SCHEME.sign(secret, unsigned, now=NOW, message_id=message_id)
    return with_headers(unsigned, headers)


def refusal(incoming, secrets=(SECRET,)):
    with pytest.raises(SignatureError) as caught:
        SCHEME.verify(secrets, incoming, now=NOW)
    return caught.value.reason


def with_signature(incoming, value):
    return with_headers(incoming, {**incoming.headers, "webhook-signature": value})


def asymmetric_pair(seed):
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signing = b64encode(bytes([seed]) * 32 + public).decode()
    return f"whsk_{signing}", f"whpk_{b64encode(public).decode()}"


@settings(max_examples=50, deadline=None)
@given(key=st.binary(min_size=24, max_size=64), value=st.integers())
def test_the_reference_accepts_what_we_sign(key, value):
    secret = f"whsec_{b64encode(key).decode()}"
    body = b'{"value": %d}' % value
    incoming = sign(secret, body)
    with freeze_time(MOMENT):
        accepted = Webhook(secret).verify(body, dict(incoming.headers))
    assert accepted == {"value": value}


@settings(max_examples=50, deadline=None)
@given(
    key=st.binary(min_size=24, max_size=64),
    body=st.text(st.characters(codec="utf-8")),
    message_id=st.from_regex(r"msg_[0-9A-Za-z]{1,30}", fullmatch=True),
)
def test_we_accept_what_the_reference_signs(key, body, message_id):
    secret = f"whsec_{b64encode(key).decode()}"
    incoming = request(
        body=body.encode(),
        headers={
            "Webhook-Id": message_id,
            "Webhook-Timestamp": str(int(NOW)),
            "Webhook-Signature": Webhook(secret).sign(message_id, MOMENT, body),
        },
    )
    SCHEME.verify([secret], incoming, now=NOW)


def test_the_prefix_of_the_secret_may_be_missing():
    SCHEME.verify([SECRET.removeprefix("whsec_")], sign(), now=NOW)


def test_the_id_is_made_from_the_body_when_none_is_given():
    first, second = (sign(body=b"1", message_id=None) for _ in range(2))
    other = sign(body=b"2", message_id=None)
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-id"] != other.headers["webhook-id"]
    SCHEME.verify([SECRET], first, now=NOW)


def test_one_good_signature_among_several_is_enough():
    incoming = sign()
    good = incoming.headers["webhook-signature"]
    bad = sign(OTHER).headers["webhook-signature"]
    for value in (f"{bad} {good}", f"{good} {bad}", f"v9,anything {good}"):
        SCHEME.verify([SECRET], with_signature(incoming, value), now=NOW)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: f"{good} ",
        lambda good: f" {good}",
        lambda good: f"{good}  {good}",
        lambda good: f"{good},",
        lambda good: f"{good};v1,{good}",
        lambda good: good.replace(",", ",,"),
        lambda good: good.replace(",", ""),
        lambda good: good.removesuffix("="),
        lambda good: good[:-2] + "_=",
        lambda good: good + "\n",
        lambda good: f"{good} v1,short",
        lambda good: " ".join([good] * 17),
    ],
)
def test_a_badly_separated_or_spelled_signature_is_malformed(spoil):
    incoming = sign()
    value = spoil(incoming.headers["webhook-signature"])
    assert refusal(with_signature(incoming, value)) == "malformed"


def test_a_second_spelling_of_the_same_bytes_is_no_signature():
    incoming = sign()
    good = incoming.headers["webhook-signature"]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    twin = alphabet[alphabet.index(good[-2]) ^ 1]
    assert refusal(with_signature(incoming, good[:-2] + twin + "=")) == "mismatch"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-timestamp", "+1790000000"),
        ("webhook-timestamp", "1790000000.0"),
        ("webhook-timestamp", "1790000000 "),
        ("webhook-timestamp", "1_790_000_000"),
        ("webhook-timestamp", "1790000000000000"),
        ("webhook-timestamp", "١٧٩٠٠٠٠٠٠٠"),
        ("webhook-id", "msg 1"),
        ("webhook-id", "m" * 257),
    ],
)
def test_time_and_id_are_read_strictly(name, value):
    incoming = sign()
    spoiled = with_headers(incoming, {**incoming.headers, name: value})
    assert refusal(spoiled) == "malformed"


def test_asymmetric_signatures_verify_with_the_public_key():
    private, public = asymmetric_pair(1)
    incoming = sign(private)
    assert incoming.headers["webhook-signature"].startswith("v1a,")
    SCHEME.verify([public], incoming, now=NOW)
    SCHEME.verify([SECRET, asymmetric_pair(2)[1], public], incoming, now=NOW)


def test_asymmetric_signatures_are_refused_for_other_keys_and_contents():
    private, public = asymmetric_pair(1)
    incoming = sign(private)
    assert refusal(incoming, [asymmetric_pair(2)[1]]) == "mismatch"
    assert refusal(incoming, [SECRET]) == "mismatch"
    assert refusal(sign(), [public]) == "mismatch"
    changed = with_headers(incoming, {**incoming.headers, "webhook-id": "msg_2"})
    assert refusal(changed, [public]) == "mismatch"


def test_a_second_spelling_of_an_asymmetric_signature_is_refused():
    private, public = asymmetric_pair(1)
    incoming = sign(private)
    value = incoming.headers["webhook-signature"]
    twin = value[:-3] + chr(ord(value[-3]) + 1) + "=="
    assert refusal(with_signature(incoming, twin), [public]) == "mismatch"


def test_both_kinds_of_signature_may_stand_in_one_header():
    private, public = asymmetric_pair(1)
    both = " ".join(
        each.headers["webhook-signature"] for each in (sign(), sign(private))
    )
    incoming = with_signature(sign(), both)
    SCHEME.verify([SECRET], incoming, now=NOW)
    SCHEME.verify([public], incoming, now=NOW)


def test_a_public_key_cannot_serve_as_a_shared_secret():
    _private, public = asymmetric_pair(1)
    forged = sign("whsec_" + public.removeprefix("whpk_"))
    assert refusal(forged, [public]) == "mismatch"


@pytest.mark.parametrize(
    "secret",
    ["whsec_", "whsec_!!!", "whpk_AAAA", "whpk_", "whpk_é", asymmetric_pair(1)[0]],
)
def test_unusable_secrets_accept_nothing(secret):
    assert refusal(sign(), [secret]) == "no_secret"


@pytest.mark.parametrize("secret", ["whsk_", "whsk_AAAA", asymmetric_pair(1)[1]])
def test_unusable_secrets_sign_nothing(secret):
    with pytest.raises(SignatureError) as caught:
        sign(secret)
    assert caught.value.reason == "no_secret"

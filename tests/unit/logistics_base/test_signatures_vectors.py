# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Published examples: what others computed, this code accepts and produces."""

import json

import pytest

from logistics_base.protocols.signatures import SCHEMES
from logistics_base.protocols.signatures.jwks import jwk_of, public_keys

from .signature_examples import NOW, request, with_headers

# RFC 4231, test case 2
JEFE = "Jefe"
QUESTION = b"what do ya want for nothing?"
HEX = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
BASE64 = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="


def assert_signs_and_verifies(code, secret, body, headers, now=NOW, **values):
    scheme, unsigned = SCHEMES[code], request(body=body)
    scheme.verify(
        [secret],
        with_headers(unsigned, headers),
        now=now,
        options=values.get("options"),
    )
    assert scheme.sign(secret, unsigned, now=now, **values) == headers


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        ("easypost", {"X-Hmac-Signature": f"hmac-sha256-hex={HEX}"}),
        ("sendcloud", {"Sendcloud-Signature": HEX}),
        ("dcsa", {"Notification-Signature": f"sha256={HEX}"}),
        ("hmac_sha256_hex", {"X-Signature": HEX}),
        ("aftership", {"aftership-hmac-sha256": BASE64}),
        ("fedex", {"fdx-signature": BASE64}),
        ("hmac_sha256_base64", {"X-Signature": BASE64}),
    ],
)
def test_rfc_4231_digest(code, headers):
    assert_signs_and_verifies(code, JEFE, QUESTION, headers)


def test_sendcloud_documentation_example():
    assert_signs_and_verifies(
        "sendcloud",
        "secretkey",
        b'{"key": "value"}',
        {
            "Sendcloud-Signature": (
                "1eed4b3d41f4653ac64fd56f1bf1cbfd349e4482cbc11dff7134bd93e5da4b0a"
            )
        },
    )


def test_generic_hmac_with_the_example_of_github_documentation():
    assert_signs_and_verifies(
        "hmac_sha256_hex",
        "It's a Secret to Everybody",
        b"Hello, World!",
        {
            "X-Hub-Signature-256": (
                "sha256="
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            )
        },
        options={"header": "X-Hub-Signature-256", "prefix": "sha256="},
    )


def test_standard_webhooks_specification_example():
    assert_signs_and_verifies(
        "standard_webhooks",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        b'{"test": 2432232314}',
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        now=1614265330,
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
    )


def test_basic_example_of_rfc_7617():
    assert_signs_and_verifies(
        "basic",
        "Aladdin:open sesame",
        b"",
        {"Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
    )


def test_key_thumbprint_of_rfc_7638():
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aP"
        "FFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93"
        "lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZ"
        "Hzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3X"
        "PksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    published = {"kty": "RSA", "n": modulus, "e": "AQAB", "kid": "2011-04-29"}
    [(key_id, key)] = public_keys(json.dumps(published))
    assert key_id == "2011-04-29"
    assert jwk_of(key)["kid"] == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    assert jwk_of(key)["n"] == modulus

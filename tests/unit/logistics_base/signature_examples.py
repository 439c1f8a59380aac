# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A request, and for every scheme a pair of secrets that belong together."""

from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from logistics_base.protocols.signatures import SCHEMES, SignedRequest
from logistics_base.protocols.signatures.jwks import jwks_of

NOW = 1_790_000_000.0
BODY = b'{"event": "arrived", "place": "R\xc3\xb8dovre"}'


class Headers(dict):
    """A mapping whose keys ignore case, as a web server's."""

    def __init__(self, headers=()):
        super().__init__((name.lower(), value) for name, value in dict(headers).items())

    def get(self, name, default=None):
        return super().get(name.lower(), default)


@dataclass(frozen=True)
class Secrets:
    signing: str
    verifying: str
    other: str


def request(body=BODY, headers=(), method="POST", path="/inbound/example?mode=test"):
    return SignedRequest(method, path, Headers(headers), body)


def with_headers(signed, headers):
    return replace(signed, headers=Headers(headers))


def signed_request(code, now=NOW, secret=None, options=None, **values):
    """Return a request as the scheme's sender would send it."""
    unsigned = request(**values)
    signing = secret or secrets_of(code).signing
    headers = SCHEMES[code].sign(signing, unsigned, now=now, options=options)
    return with_headers(unsigned, headers)


@cache
def secrets_of(code):
    special = {
        "standard_webhooks": _standard_webhooks_secrets,
        "shipengine": _rsa_secrets,
        "rsa_sha256": _rsa_secrets,
        "basic": lambda: _shared("carrier:o:pen", "carrier:shut"),
        "mtls": lambda: _shared("CN=carrier,O=Example", "CN=other,O=Example"),
    }
    return special.get(code, lambda: _shared("correct horse", "battery staple"))()


def _shared(secret, other):
    return Secrets(secret, secret, other)


def _standard_webhooks_secrets():
    key, other = (b64encode(bytes(range(at, at + 32))).decode() for at in (0, 7))
    return _shared(f"whsec_{key}", f"whsec_{other}")


def rsa_private_pem(which=0, bits=2048):
    """Return the same key for the same arguments; generating one takes long."""
    return _generate_rsa(which, bits)


@cache
def _generate_rsa(which, bits):
    key = generate_private_key(public_exponent=65537, key_size=bits)
    encoded = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return encoded.decode()


def _rsa_secrets():
    pem = rsa_private_pem()
    return Secrets(pem, jwks_of(pem), jwks_of(rsa_private_pem(1)))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""RSA keys as JSON Web Keys (RFC 7517, RFC 7518) or PEM, read from a credential."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    RSAPublicNumbers,
)
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
    load_pem_public_key,
)

_MODULUS_BITS = range(2048, 8193)
_PEM = re.compile(
    r"-----BEGIN ((?:RSA )?PUBLIC KEY)-----[^-]+-----END \1-----",
)


@lru_cache(maxsize=64)
def public_keys(text):
    """Return ``((key id or None, RSA public key), …)`` of a JWKS, a JWK or PEM text.

    Keys that are not RSA of 2048 to 8192 bits, not for RS256 or not for signatures
    are left out; text that holds none gives an empty tuple. Nothing is ever fetched.
    """
    pairs = [(None, _from_pem(block[0])) for block in _PEM.finditer(text)]
    pairs += [(_key_id(jwk), _from_jwk(jwk)) for jwk in _json_web_keys(text)]
    return tuple(pair for pair in pairs if _is_usable(pair[1]))


# Reading checks that the key is sound, which takes longer than signing with it.
@lru_cache(maxsize=8)
def private_key(pem):
    """Return the RSA private key of unencrypted PEM text, or None."""
    try:
        key = load_pem_private_key(pem.strip().encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPrivateKey) else None


def jwk_of(public_key):
    """Return the key as a JSON Web Key whose id is its thumbprint (RFC 7638)."""
    numbers = public_key.public_numbers()
    jwk = {"e": _write_integer(numbers.e), "kty": "RSA", "n": _write_integer(numbers.n)}
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    thumbprint = _write_base64url(sha256(canonical.encode()).digest())
    return {**jwk, "alg": "RS256", "use": "sig", "kid": thumbprint}


def jwks_of(pem):
    """Return the JWKS text a sender publishes for its private key.

    :raise ValueError: if ``pem`` is no RSA private key
    """
    key = private_key(pem)
    if key is None:
        raise ValueError("Not an RSA private key in PEM.")
    return json.dumps({"keys": [jwk_of(key.public_key())]})


def _json_web_keys(text):
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if isinstance(parsed, dict):
        parsed = parsed.get("keys", [parsed])
    if not isinstance(parsed, list):
        return []
    return [jwk for jwk in parsed if isinstance(jwk, dict)]


def _key_id(jwk):
    key_id = jwk.get("kid")
    return key_id if isinstance(key_id, str) else None


def _from_jwk(jwk):
    fits = (
        jwk.get("kty") == "RSA"
        and jwk.get("use", "sig") == "sig"
        and jwk.get("alg", "RS256") == "RS256"
    )
    if not fits:
        return None
    try:
        numbers = RSAPublicNumbers(_read_integer(jwk["e"]), _read_integer(jwk["n"]))
        return numbers.public_key()
    except (KeyError, TypeError, ValueError):
        return None


def _from_pem(block):
    try:
        return load_pem_public_key(block.encode())
    except (ValueError, UnsupportedAlgorithm):
        return None


def _is_usable(key):
    return isinstance(key, RSAPublicKey) and key.key_size in _MODULUS_BITS


def _read_integer(text):
    padded = text + "=" * (-len(text) % 4)
    return int.from_bytes(urlsafe_b64decode(padded), "big")


def _write_integer(number):
    return _write_base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _write_base64url(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")

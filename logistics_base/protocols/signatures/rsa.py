# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""RSA-SHA256 (PKCS#1 v1.5), in base64: who only verifies holds no secret."""

import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from .base import SignatureError, SignatureScheme, option, read_pattern
from .digests import decode_base64, encode_base64
from .jwks import private_key, public_keys

_SIGNATURE = re.compile(r"[0-9A-Za-z+/]{342,1366}={0,2}")


class RsaSigned(SignatureScheme):
    """The secret to verify with is public keys, in PEM or as a JWKS.

    The secret to sign with is a private key in PEM. Keys are never fetched while
    verifying: enter the new one as a further credential when the sender changes it.
    """

    header: str

    def _key(self, secret):
        return public_keys(secret)

    def _signed(self, secret, message):
        """Return (the private key, the signature as text)."""
        key = private_key(secret or "")
        if key is None:
            raise SignatureError("no_secret")
        return key, encode_base64(key.sign(message, PKCS1v15(), SHA256()))

    def _read_signature(self, request, header):
        text = read_pattern(request, header, _SIGNATURE)[0]
        raw = decode_base64(text)
        if not raw or encode_base64(raw) != text:
            raise SignatureError("malformed", header)
        return raw


class RsaSha256Body(RsaSigned):
    """For any sender that signs the raw body. Option: ``header``.

    Without a timestamp an old request stays valid for ever, and deduplication keeps a
    replay from having an effect.
    """

    code = "rsa_sha256"
    label = "RSA-SHA256 of the body, base64"
    header = "Signature"

    def sign(self, secret, request, *, now, message_id=None, options=None):
        _key, signature = self._signed(secret, request.body)
        return {option(options, "header", self.header): signature}

    def verify(self, secrets, request, *, now, options=None):
        keys = sum(self._keys(secrets), ())
        header = option(options, "header", self.header)
        signature = self._read_signature(request, header)
        if not any(is_signed(key, signature, request.body) for _name, key in keys):
            raise SignatureError("mismatch", header)


def is_signed(key, signature, message):
    """Tell whether the key's owner signed the message."""
    try:
        key.verify(signature, message, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Standard Webhooks (https://www.standardwebhooks.com), symmetric and asymmetric."""

import re
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from .base import (
    FIVE_MINUTES,
    SignatureError,
    SignatureScheme,
    read_header,
    read_pattern,
    require_match,
)
from .digests import BASE64_DIGEST, base64_digest, decode_base64, encode_base64
from .timestamps import UNIX_SECONDS

_MAX_SIGNATURES = 16
_FORMS = {
    "v1": re.compile(BASE64_DIGEST),
    "v1a": re.compile("[0-9A-Za-z+/]{86}=="),
}


class StandardWebhooks(SignatureScheme):
    """``webhook-signature`` over ``<webhook-id>.<webhook-timestamp>.<body>``.

    The header holds one or more signatures separated by one space: ``v1,<base64>`` is
    HMAC-SHA256 under a secret ``whsec_<base64>`` (the prefix may be missing),
    ``v1a,<base64>`` is Ed25519, signed with ``whsk_<base64>`` and verified with
    ``whpk_<base64>``. Versions not known here are passed over, as the standard asks.
    """

    code = "standard_webhooks"
    label = "Standard Webhooks"
    tolerance = FIVE_MINUTES
    header = "webhook-signature"
    id_header = "webhook-id"
    time_header = "webhook-timestamp"
    _id = re.compile(r"[!-~]{1,256}")
    _time = re.compile(UNIX_SECONDS)

    def sign(self, secret, request, *, now, message_id=None, options=None):
        """Return the three headers.

        Without a ``message_id`` the id is made from the body, so that the same
        message sent twice is recognised as one.
        """
        message_id = message_id or f"msg_{sha256(request.body).hexdigest()[:32]}"
        time = str(int(now))
        message = self._message(message_id, time, request)
        return {
            self.id_header: message_id,
            self.time_header: time,
            self.header: self._signature(secret, message),
        }

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        given = self._signatures(read_header(request, self.header))
        message_id = read_pattern(request, self.id_header, self._id)[0]
        time = read_pattern(request, self.time_header, self._time)[0]
        self._check_time(int(time), now, self.time_header, options)
        message = self._message(message_id, time, request)
        if not self._matches(keys, given, message):
            raise SignatureError("mismatch", self.header)

    @staticmethod
    def _message(message_id, time, request):
        return f"{message_id}.{time}.".encode() + request.body

    def _signatures(self, value):
        """Return ``(version, signature)`` of every known version in the header."""
        parts = value.split(" ")
        if len(parts) > _MAX_SIGNATURES:
            raise SignatureError("malformed", self.header)
        return [pair for part in parts if (pair := self._pair(part))]

    def _pair(self, part):
        version, comma, signature = part.partition(",")
        if not (version and comma and signature):
            raise SignatureError("malformed", self.header)
        form = _FORMS.get(version)
        if form and not form.fullmatch(signature):
            raise SignatureError("malformed", self.header)
        return form and (version, signature)

    def _matches(self, keys, given, message):
        matched = False
        for key in keys:
            if isinstance(key, bytes):
                matched |= self._symmetric(key, given, message)
            else:
                matched |= self._asymmetric(key, given, message)
        return matched

    def _symmetric(self, key, given, message):
        expected = base64_digest(key, message)
        digests = [signature for version, signature in given if version == "v1"]
        try:
            require_match(digests, expected, self.header)
        except SignatureError:
            return False
        return True

    @staticmethod
    def _asymmetric(key, given, message):
        for version, signature in given:
            raw = decode_base64(signature) if version == "v1a" else None
            if not raw or encode_base64(raw) != signature:
                continue
            try:
                key.verify(raw, message)
            except InvalidSignature:
                continue
            return True
        return False

    def _key(self, secret):
        secret = secret.strip()
        if secret.startswith("whpk_"):
            return _public_key(secret)
        if secret.startswith("whsk_"):
            return None
        return _decode(secret.removeprefix("whsec_"))

    def _signature(self, secret, message):
        if secret and secret.startswith("whsk_"):
            return f"v1a,{encode_base64(_private_key(secret).sign(message))}"
        [key] = self._keys([secret])
        if not isinstance(key, bytes):
            raise SignatureError("no_secret")
        return f"v1,{base64_digest(key, message)}"


def _decode(text):
    return decode_base64(text) if text.isascii() else None


def _public_key(secret):
    raw = _decode(secret.removeprefix("whpk_"))
    return Ed25519PublicKey.from_public_bytes(raw) if raw and len(raw) == 32 else None


def _private_key(secret):
    raw = _decode(secret.strip().removeprefix("whsk_"))
    # 64 bytes are the seed followed by the public key, as libsodium stores them.
    if not raw or len(raw) not in (32, 64):
        raise SignatureError("no_secret")
    return Ed25519PrivateKey.from_private_bytes(raw[:32])

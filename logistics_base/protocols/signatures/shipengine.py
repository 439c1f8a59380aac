# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The signature of ShipEngine, now the ShipStation API."""

from .base import FIVE_MINUTES, SignatureError, read_header
from .jwks import jwk_of
from .rsa import RsaSigned, is_signed
from .timestamps import read_iso, write_iso


class ShipEngine(RsaSigned):
    """RSA-SHA256 (PKCS#1 v1.5) over ``<x-shipengine-timestamp>.<body>``, in base64.

    Documented under "Webhook Validation" at docs.shipstation.com, five minutes'
    tolerance included. The secret to verify with is the published JWKS as JSON, or
    public keys in PEM; ``x-shipengine-rsa-sha256-key-id`` picks the key, and keys
    without an id are always tried. The secret to sign with is a private key in PEM,
    whose key id is its thumbprint. Keys are never fetched while verifying: enter the
    new set as a further credential when ShipEngine announces one.
    """

    code = "shipengine"
    label = "ShipEngine / ShipStation API (RSA)"
    tolerance = FIVE_MINUTES
    header = "x-shipengine-rsa-sha256-signature"
    key_id_header = "x-shipengine-rsa-sha256-key-id"
    time_header = "x-shipengine-timestamp"

    def sign(self, secret, request, *, now, message_id=None, options=None):
        time = write_iso(now)
        key, signature = self._signed(secret, self._message(time, request))
        return {
            self.key_id_header: jwk_of(key.public_key())["kid"],
            self.time_header: time,
            self.header: signature,
        }

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        signature = self._read_signature(request, self.header)
        key_id = read_header(request, self.key_id_header)
        time = read_header(request, self.time_header)
        self._check_time(self._read_time(time), now, self.time_header, options)
        message = self._message(time, request)
        fitting = [key for name, key in sum(keys, ()) if name in (None, key_id)]
        if not any(is_signed(key, signature, message) for key in fitting):
            raise SignatureError("mismatch", self.header)

    @staticmethod
    def _message(time, request):
        return f"{time}.".encode() + request.body

    def _read_time(self, text):
        try:
            return read_iso(text)
        except ValueError:
            raise SignatureError("malformed", self.time_header) from None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The signature of DCSA event subscriptions, as ocean carriers send them."""

from .base import utf8
from .body_hmac import HexBodyHmac
from .digests import decode_base64

_KEY_LENGTHS = range(32, 65)


class Dcsa(HexBodyHmac):
    """``Notification-Signature: sha256=<hex>`` over the raw body.

    DCSA Track & Trace 2.2, as in DCSA's own reference implementation: the secret of
    a subscription is base64 of a key of 32 to 64 bytes. A secret that is no such
    thing is taken as it is written, for carriers that hand out plain text.
    """

    code = "dcsa"
    label = "DCSA (Notification-Signature)"
    header = "Notification-Signature"
    prefix = "sha256="

    def _key(self, secret):
        key = decode_base64(secret.strip()) if secret.isascii() else None
        if key and len(key) in _KEY_LENGTHS:
            return key
        return utf8(secret) if secret.strip() else None

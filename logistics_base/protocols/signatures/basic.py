# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""HTTP Basic authentication (RFC 7617)."""

import re

from .base import SignatureScheme, read_pattern, require_match, utf8
from .digests import encode_base64


class Basic(SignatureScheme):
    """``Authorization: Basic <base64 of user:password>``; the secret is the two.

    It proves who sent, not what was sent: whoever reads one request can send any.
    """

    code = "basic"
    label = "User and password (HTTP Basic)"
    covers_body = False
    header = "Authorization"
    _credentials = re.compile(r"(?i:basic) +((?:[0-9A-Za-z+/]{4})*[0-9A-Za-z+/=]{4})")

    def sign(self, secret, request, *, now, message_id=None, options=None):
        [key] = self._keys([secret])
        return {self.header: f"Basic {key}"}

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        given = read_pattern(request, self.header, self._credentials)[1]
        require_match(keys, given, self.header)

    def _key(self, secret):
        secret = secret.strip()
        if ":" not in secret or secret == ":":
            return None
        raw = utf8(secret)
        return raw and encode_base64(raw)

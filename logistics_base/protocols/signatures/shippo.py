# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Shippo's signature: time and digest in one header."""

import re

from .base import (
    FIVE_MINUTES,
    SignatureScheme,
    read_pattern,
    require_match,
)
from .digests import HEX_DIGEST, hex_digest
from .timestamps import UNIX_SECONDS


class Shippo(SignatureScheme):
    """``Shippo-Auth-Signature: t=<unix seconds>,v1=<hex>`` over ``<t>.<body>``.

    Documented under "Webhook security" at docs.goshippo.com. Shippo hands the secret
    out on request and names no tolerance; five minutes are ours.
    """

    code = "shippo"
    label = "Shippo (Shippo-Auth-Signature)"
    tolerance = FIVE_MINUTES
    header = "Shippo-Auth-Signature"
    _signature = re.compile(f"t=({UNIX_SECONDS}), ?v1=({HEX_DIGEST})")

    def sign(self, secret, request, *, now, message_id=None, options=None):
        [key] = self._keys([secret])
        time = str(int(now))
        digest = hex_digest(key, self._message(time, request))
        return {self.header: f"t={time},v1={digest}"}

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        time, given = read_pattern(request, self.header, self._signature).groups()
        self._check_time(int(time), now, self.header, options)
        message = self._message(time, request)
        expected = [hex_digest(key, message) for key in keys]
        require_match(expected, given.lower(), self.header)

    @staticmethod
    def _message(time, request):
        return f"{time}.".encode() + request.body

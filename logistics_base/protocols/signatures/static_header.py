# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A shared secret sent as it is, in a header: no signature, but what many send."""

from .base import SignatureScheme, option, read_header, require_match


class StaticHeader(SignatureScheme):
    """The secret itself, behind an optional prefix such as ``Bearer`` and a space.

    It proves who sent, not what was sent: whoever reads one request can send any.

    Options: ``header`` and ``prefix``.
    """

    code = "static_header"
    label = "Secret in a header"
    covers_body = False
    header = "X-Webhook-Secret"
    prefix = ""

    def sign(self, secret, request, *, now, message_id=None, options=None):
        [key] = self._keys([secret])
        prefix = option(options, "prefix", self.prefix)
        return {option(options, "header", self.header): prefix + key}

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        header = option(options, "header", self.header)
        prefix = option(options, "prefix", self.prefix)
        given = read_header(request, header)
        expected = [(prefix + key).encode() for key in keys]
        require_match(expected, given.encode(), header)

    def _key(self, secret):
        # HTTP drops blanks around a value, and a line break would start a header.
        secret = secret.strip()
        return secret if secret.isascii() and secret.isprintable() else None

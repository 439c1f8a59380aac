# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A client certificate, checked by the proxy in front of Odoo."""

from .base import SignatureError, SignatureScheme, option, read_header, require_match


class MutualTls(SignatureScheme):
    """The proxy verified a client certificate, and it is the expected one.

    The secret is the expected subject (or fingerprint), letter for letter as the
    proxy writes it; several may be expected. The proxy must set both headers on
    every request it passes on, replacing what the client sent, and Odoo must not be
    reachable around it: otherwise anyone can write these headers.

    Options: ``verify_header`` (holds ``verify_value``, by default ``SUCCESS`` as
    nginx's ``$ssl_client_verify``) and ``header`` (holds the identity).
    """

    code = "mtls"
    label = "Client certificate (checked by the proxy)"
    covers_body = False
    verify_header = "X-SSL-Client-Verify"
    verify_value = "SUCCESS"
    header = "X-SSL-Client-S-DN"

    def sign(self, secret, request, *, now, message_id=None, options=None):
        [identity] = self._keys([secret])
        verify_header, verify_value = self._verification(options)
        return {
            verify_header: verify_value,
            option(options, "header", self.header): identity,
        }

    def verify(self, secrets, request, *, now, options=None):
        identities = self._keys(secrets)
        verify_header, verify_value = self._verification(options)
        if read_header(request, verify_header) != verify_value:
            raise SignatureError("mismatch", verify_header)
        header = option(options, "header", self.header)
        require_match(identities, read_header(request, header), header)

    def _verification(self, options):
        return (
            option(options, "verify_header", self.verify_header),
            option(options, "verify_value", self.verify_value),
        )

    def _key(self, secret):
        secret = secret.strip()
        return secret if secret.isascii() and secret.isprintable() else None

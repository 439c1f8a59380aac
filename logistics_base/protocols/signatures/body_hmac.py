# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""HMAC-SHA256 over the raw body in one header: the scheme most senders use.

There is no timestamp in it, so an old request stays valid for ever and it is the
deduplication of messages that keeps a replay from having an effect.
"""

import re

from .base import SignatureError, SignatureScheme, option, read_header, require_match
from .digests import BASE64_DIGEST, HEX_DIGEST, base64_digest, hex_digest

_HEX = re.compile(HEX_DIGEST)
_BASE64 = re.compile(BASE64_DIGEST)


class BodyHmac(SignatureScheme):
    """A digest of the body, behind an optional prefix.

    Options: ``header`` and ``prefix`` replace the scheme's own.
    """

    header: str
    prefix = ""

    def sign(self, secret, request, *, now, message_id=None, options=None):
        [key] = self._keys([secret])
        prefix = option(options, "prefix", self.prefix)
        digest = self._digest(key, request.body)
        return {option(options, "header", self.header): prefix + digest}

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        header = option(options, "header", self.header)
        value = read_header(request, header)
        prefix = option(options, "prefix", self.prefix)
        if not value.startswith(prefix):
            raise SignatureError("malformed", header)
        given = self._parse(value[len(prefix) :], header)
        expected = [self._digest(key, request.body) for key in keys]
        require_match(expected, given, header)

    def _digest(self, key, body):
        raise NotImplementedError

    def _parse(self, text, header):
        """Return the signature spelled as :meth:`_digest` does; refuse others."""
        raise NotImplementedError


class HexBodyHmac(BodyHmac):
    """The digest in hexadecimal; upper case is read, lower case written."""

    def _digest(self, key, body):
        return hex_digest(key, body)

    def _parse(self, text, header):
        if not _HEX.fullmatch(text):
            raise SignatureError("malformed", header)
        return text.lower()


class Base64BodyHmac(BodyHmac):
    """The digest in standard, padded base64."""

    def _digest(self, key, body):
        return base64_digest(key, body)

    def _parse(self, text, header):
        if not _BASE64.fullmatch(text):
            raise SignatureError("malformed", header)
        return text


class HmacSha256Hex(HexBodyHmac):
    """For any sender that signs the raw body in hexadecimal."""

    code = "hmac_sha256_hex"
    label = "HMAC-SHA256 of the body, hexadecimal"
    header = "X-Signature"


class HmacSha256Base64(Base64BodyHmac):
    """For any sender that signs the raw body in base64."""

    code = "hmac_sha256_base64"
    label = "HMAC-SHA256 of the body, base64"
    header = "X-Signature"

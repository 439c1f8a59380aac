# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost's two signatures: over the body, and over time, method, path and body."""

import re
import unicodedata

from .base import (
    FIVE_MINUTES,
    SignatureError,
    SignatureScheme,
    option,
    read_header,
    read_pattern,
    require_match,
    utf8,
)
from .body_hmac import HexBodyHmac
from .digests import HEX_DIGEST, hex_digest
from .timestamps import read_rfc_2822, write_rfc_2822

_PREFIX = "hmac-sha256-hex="


def _normalized(secret):
    return utf8(unicodedata.normalize("NFKD", secret)) if secret.strip() else None


class EasyPost(HexBodyHmac):
    """``X-Hmac-Signature: hmac-sha256-hex=<hex>`` over the raw body.

    The secret is NFKD-normalised, as EasyPost's client libraries do it
    (``easypost.util.validate_webhook``).
    """

    code = "easypost"
    label = "EasyPost (X-Hmac-Signature)"
    header = "X-Hmac-Signature"
    prefix = _PREFIX

    def _key(self, secret):
        return _normalized(secret)


class EasyPostV2(SignatureScheme):
    """``X-Hmac-Signature-V2`` over ``<X-Timestamp><METHOD><X-Path><body>``, in hex.

    EasyPost's support article "Webhook HMAC Validation" gives the three headers and
    the time's format (RFC 2822); whether the digest carries the prefix of the first
    version it does not say, so both spellings are read.

    Options: ``check_path`` also requires X-Path to be the path that was called, which
    refuses a request recorded at another address with the same secret. Leave it off
    where a proxy rewrites paths.
    """

    code = "easypost_v2"
    label = "EasyPost (X-Hmac-Signature-V2)"
    tolerance = FIVE_MINUTES
    header = "X-Hmac-Signature-V2"
    time_header = "X-Timestamp"
    path_header = "X-Path"
    _signature = re.compile(f"(?:{_PREFIX})?({HEX_DIGEST})")

    def sign(self, secret, request, *, now, message_id=None, options=None):
        [key] = self._keys([secret])
        time, path = write_rfc_2822(now), request.path
        digest = hex_digest(key, self._message(time, path, request))
        return {
            self.time_header: time,
            self.path_header: path,
            self.header: _PREFIX + digest,
        }

    def verify(self, secrets, request, *, now, options=None):
        keys = self._keys(secrets)
        given = read_pattern(request, self.header, self._signature)[1].lower()
        time = read_header(request, self.time_header)
        path = read_header(request, self.path_header)
        self._check_time(self._read_time(time), now, self.time_header, options)
        if option(options, "check_path", False, kind=bool):
            self._check_path(path, request.path)
        message = self._message(time, path, request)
        require_match([hex_digest(key, message) for key in keys], given, self.header)

    def _key(self, secret):
        return _normalized(secret)

    @staticmethod
    def _message(time, path, request):
        return f"{time}{request.method.upper()}{path}".encode() + request.body

    def _read_time(self, text):
        try:
            return read_rfc_2822(text)
        except ValueError:
            raise SignatureError("malformed", self.time_header) from None

    def _check_path(self, signed, called):
        if signed not in (called, called.partition("?")[0]):
            raise SignatureError("mismatch", self.path_header)

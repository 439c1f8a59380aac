# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taking secrets out of what is kept and shown of a call."""

import base64
import json
import re
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit, urlunsplit

from ..call_errors import storable

MASK = "***"
#: So much of a body is kept of an exchange, in bytes.
KEPT_BODY = 256 * 1024
#: A shorter value is found in too many innocent places.
_SHORTEST = 4
_NAMES = (
    r"passw(?:or)?d|pwd|passphrase|secret|token|api[-_]?key|auth[-_]?key|access[-_]?key|"
    r"license[-_]?(?:number|key)|credential|authorization"
)
_NAME = re.compile(rf"{_NAMES}|signature|\bsig\b|cookie|\bkey\b", re.IGNORECASE)
#: Headers that hold an address, with all that may be in its query.
_ADDRESSES = ("location", "content-location", "referer")
_WORD = r"[\w .:-]{0,40}"
_JSON_FIELD = re.compile(
    rf'("{_WORD}?(?:{_NAMES}){_WORD}"\s*:\s*)("(?:[^"\\]|\\.)*"?|-?[\d.]+)'.encode(),
    re.IGNORECASE,
)
_XML_FIELD = re.compile(
    rf"(<{_WORD}?(?:{_NAMES}){_WORD}(?:\s[^<>]*)?>)[^<]*".encode(), re.IGNORECASE
)


class Redactor:
    """Takes known secrets out of texts, and what goes by a secret's name.

    :param secrets: texts; what is empty or very short is left out.
    """

    def __init__(self, secrets=()):
        forms = {form for secret in secrets for form in _forms(secret)}
        ordered = sorted(forms, key=len, reverse=True)
        self._pattern = (
            re.compile(b"|".join(re.escape(form.encode()) for form in ordered))
            if ordered
            else None
        )

    def text(self, text):
        """Return the text without the known secrets, fit to be stored."""
        text = storable(text)
        if not self._pattern:
            return text
        return self._bytes(text.encode()).decode("utf-8", "replace")

    def url(self, url):
        """Return the address without user, secrets and the values of secret fields."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return MASK
        query = urlencode(
            [
                (name, MASK if _NAME.search(name) else value)
                for name, value in parse_qsl(parts.query, keep_blank_values=True)
            ],
            safe=MASK,
        )
        place = parts.netloc.rpartition("@")[2]
        return self.text(urlunsplit((parts.scheme, place, parts.path, query, "")))

    def headers(self, headers):
        """Return {name: value} of (name, value) pairs; values of one name are joined."""
        found = {}
        for name, value in headers:
            shown = self._header(name, str(value))
            key = storable(name)
            found[key] = f"{found[key]}, {shown}" if key in found else shown
        return found

    def _header(self, name, value):
        if _NAME.search(name):
            return MASK
        return self.url(value) if name.lower() in _ADDRESSES else self.text(value)

    def body(self, body, content_type):
        """Return the beginning of a body without secrets."""
        kind = (content_type or "").lower()
        # A secret may lie across the end of what is kept.
        body = self._bytes(body[: KEPT_BODY + 4096])
        start = body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if "form-urlencoded" in kind:
            fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
            body = urlencode(
                [(n, MASK if _NAME.search(n) else value) for n, value in fields],
                safe=MASK,
            ).encode()
        elif "json" in kind or start in (b"{", b"["):
            body = _JSON_FIELD.sub(rf'\1"{MASK}"'.encode(), body)
        elif "xml" in kind or start == b"<":
            body = _XML_FIELD.sub(rf"\1{MASK}".encode(), body)
        return body[:KEPT_BODY]

    def _bytes(self, content):
        return self._pattern.sub(MASK.encode(), content) if self._pattern else content


def _forms(secret):
    """Yield how a secret may look where it is carried in something else."""
    if not secret or len(secret) < _SHORTEST:
        return
    yield secret
    yield quote(secret, safe="")
    yield quote_plus(secret)
    yield base64.b64encode(secret.encode()).decode().rstrip("=")
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]

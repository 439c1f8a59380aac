# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""HMAC-SHA256 as text, and how such text must look.

Signatures are compared as text, never decoded: several base64 spellings decode to
the same bytes, and only the canonical one is a signature.
"""

from base64 import b64decode
from binascii import b2a_base64
from hmac import digest

HEX_DIGEST = "[0-9a-fA-F]{64}"
BASE64_DIGEST = "[0-9A-Za-z+/]{43}="


def hex_digest(key, message):
    """Return HMAC-SHA256 in lower-case hexadecimal."""
    return digest(key, message, "sha256").hex()


def base64_digest(key, message):
    """Return HMAC-SHA256 in standard, padded base64."""
    return encode_base64(digest(key, message, "sha256"))


def decode_base64(text):
    """Return the bytes of standard, padded base64, or None if it is anything else."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


def encode_base64(raw):
    """Return standard, padded base64."""
    return b2a_base64(raw, newline=False).decode("ascii")

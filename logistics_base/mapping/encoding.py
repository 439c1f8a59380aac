# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bytes to text: by byte order mark, by declaration, else UTF-8, and never by guess
where a wrong guess would corrupt names silently."""

import codecs
import re
from json import detect_encoding

from .errors import DecodeError

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_ODD_STARTS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Codecs that take time or memory beyond the length of their input, or are no charsets.
_TEXT_CODECS = re.compile(
    r"(utf|iso|latin|windows|cp|koi8|mac|ascii|us|big5|gb|euc|shift|hz|johab|ks)"
    r"[\w.:-]*$",
    re.IGNORECASE,
)


def decode_text(body, content_type=None, fallbacks=()):
    """Return the text of a message.

    :param fallbacks: charsets tried in turn where the body is not UTF-8 and nothing
        declares what it is.
    :raise DecodeError: category ``encoding``, with the first offending byte's place.
    """
    plain = b"\x00" not in body and not body.startswith(_ODD_STARTS)
    if plain and (not content_type or "charset" not in content_type.lower()):
        charsets = ("utf-8", *fallbacks)
    elif plain:
        charsets = (_declared(content_type),)
    else:
        charsets = (detect_encoding(bytes(body[:4]) if len(body) > 4 else bytes(body)),)
    text = _first_that_fits(body, charsets)
    if "\x00" in text:
        raise DecodeError("encoding", "the message holds NUL characters")
    return text


def _declared(content_type):
    match = _CHARSET.search(content_type)
    charset = match.group(1) if match else "utf-8"
    if not _TEXT_CODECS.match(charset):
        raise DecodeError("encoding", "the charset of the content type is not known")
    return charset


def _first_that_fits(body, charsets):
    problem = None
    for charset in charsets:
        try:
            return str(body, charset)
        except UnicodeDecodeError as error:
            problem = problem or error
        except LookupError:
            raise DecodeError(
                "encoding", "the charset of the content type is not known"
            ) from None
    raise DecodeError(
        "encoding",
        f"the message is not {problem.encoding}: byte 0x{body[problem.start]:02x} at "
        f"{problem.start}; declare its charset",
    )

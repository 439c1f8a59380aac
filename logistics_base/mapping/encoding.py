# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bytes to text: by byte order mark, by declaration, else UTF-8, and never by guess
where a wrong guess would corrupt names silently."""

import codecs
import re
from functools import lru_cache
from json import detect_encoding

from .errors import DecodeError

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
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
    charset = content_type and declared_charset(content_type)
    if not charset and b"\x00" not in body:
        try:
            text = str(body, "utf-8")
        except UnicodeDecodeError:
            text = _undeclared(body, fallbacks)
    else:
        text = _first_that_fits(body, (charset or detect_encoding(bytes(body[:4])),))
        if "\x00" in text:
            raise DecodeError("encoding", "the message holds NUL characters")
    return text.removeprefix("\ufeff")


@lru_cache(maxsize=256)
def declared_charset(content_type):
    """The charset a content type declares, None if it declares none."""
    match = _CHARSET.search(content_type)
    if not match:
        return None
    if not _TEXT_CODECS.match(match.group(1)):
        raise DecodeError("encoding", "the charset of the content type is not known")
    return match.group(1)


def _undeclared(body, fallbacks):
    marked = body.startswith(_UTF16_MARKS)
    return _first_that_fits(body, ("utf-16",) if marked else ("utf-8", *fallbacks))


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

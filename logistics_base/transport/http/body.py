# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading an answer that may be huge, cut off or packed to be huge."""

import http.client
import zlib

_CHUNK = 64 * 1024
#: zlib's window for gzip and zlib headers alike.
_EITHER_HEADER = 47


class AnswerTooLarge(Exception):
    """The answer is larger than the policy allows, as it comes or unpacked."""


class AnswerUnreadable(Exception):
    """The answer is packed in a way that cannot be undone."""


def read_beginning(response, limit):
    """Return (the first ``limit`` bytes of the content, whether there is more of it).

    What is packed is not unpacked; an answer that ends too early is taken as it is.
    """
    parts, size = [], 0
    while part := response.read(min(_CHUNK, limit + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > limit:
            break
    return b"".join(parts)[:limit], size > limit


def read(response, limit):
    """Return the content of a ``http.client.HTTPResponse``, unpacked.

    :param limit: bytes; not much more than this is ever held.
    :raise AnswerTooLarge, AnswerUnreadable: see there.
    :raise http.client.IncompleteRead: if the partner hung up in the middle.
    """
    parts, size = [], 0
    while part := response.read(min(_CHUNK, limit + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise AnswerTooLarge
    if response.length or (response.headers.defects and not parts):
        # Without the end of the headers there is no telling what was to follow.
        raise http.client.IncompleteRead(b"", response.length)
    return _unpack(b"".join(parts), response.headers.get("Content-Encoding"), limit)


def _unpack(content, encodings, limit):
    names = [name.strip().lower() for name in (encodings or "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > 1:
        raise AnswerUnreadable("packed more than once")
    if not names or not content:
        return content
    if names[0] not in ("gzip", "x-gzip", "deflate"):
        raise AnswerUnreadable("packed in a way that was not asked for")
    try:
        return _inflate(content, _EITHER_HEADER, limit)
    except zlib.error:
        if names[0] != "deflate":
            raise AnswerUnreadable("its packing is broken") from None
    try:
        # Some servers mean the bare stream by “deflate”.
        return _inflate(content, -zlib.MAX_WBITS, limit)
    except zlib.error:
        raise AnswerUnreadable("its packing is broken") from None


def _inflate(content, window, limit):
    unpacker = zlib.decompressobj(window)
    unpacked = unpacker.decompress(content, limit + 1)
    if len(unpacked) > limit:
        raise AnswerTooLarge
    if not unpacker.eof:
        raise AnswerUnreadable("its packing ends too early")
    if unpacker.unused_data:
        raise AnswerUnreadable("more follows the end of its packing")
    return unpacked

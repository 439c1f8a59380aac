# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a file's bytes are to be read as, found without holding them.

The rules are those of `encoding.decode_text`: a file reads the same, be it streamed or
not.
"""

import codecs
from json import detect_encoding

from .encoding import declared_charset
from .errors import DecodeError

_PIECE = 1024 * 1024


def charset_of(open_file, content_type=None, fallbacks=()):
    """Return the name of the first charset that all bytes of the file fit.

    :param open_file: callable that opens it as a binary stream.
    :param fallbacks: tried in turn where it is not UTF-8 and nothing declares what it
        is.
    :raise DecodeError: category ``encoding``; ``truncated`` where the file ends within
        a character.
    """
    with open_file() as file:
        head = file.read(4)
    declared = content_type and declared_charset(content_type)
    told = declared or detect_encoding(head)
    is_sure = declared or told not in ("utf-8", "utf-8-sig")
    candidates = (told,) if is_sure else (told, *fallbacks)
    problem = None
    for charset in candidates:
        found = _misfit(open_file, charset)
        if found is None:
            return _without_mark(charset, detect_encoding(head))
        problem = problem or found
    raise DecodeError("encoding", f"{problem}; declare its charset")


def _without_mark(charset, detected):
    """Return the codec that takes off the byte order mark, if there is one."""
    name = codecs.lookup(charset).name
    if name in ("utf-16-le", "utf-16-be") and detected == "utf-16":
        return detected
    return "utf-8-sig" if name == "utf-8" else charset


def _misfit(open_file, charset):
    """Return in words why the bytes are not in this charset, None if they are."""
    try:
        decoder = codecs.getincrementaldecoder(charset)()
    except LookupError:
        raise DecodeError(
            "encoding", "the charset of the content type is not known"
        ) from None
    place = 0
    with open_file() as file:
        while piece := file.read(_PIECE):
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                byte, at = error.object[error.start], place - waiting + error.start
                return f"the message is not {charset}: byte 0x{byte:02x} at {at}"
            place += len(piece)
    if decoder.getstate()[0]:
        raise DecodeError("truncated", "the file ends in the middle of a character")
    return None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bytes to plain lists and dictionaries that expressions can address.

JSON stays as it is. How XML and CSV look is told in readme/PRESETS.md.

The standard library's JSON reader is used: faster ones turn integers of more than 64
bits, as tracking numbers can be, into floating point.
"""

import json
import re

from .csv_rows import parse_csv
from .encoding import decode_text
from .errors import DecodeError
from .limits import DEFAULT_LIMITS
from .xml_tree import parse_xml

FORMATS = ("json", "xml", "csv")
# Escapes that hide what PostgreSQL and UTF-8 cannot hold: NUL and lone surrogates.
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def parse(body, content_type=None, *, form="json", options=None, limits=DEFAULT_LIMITS):
    """Return what the message holds, as dicts, lists, texts, numbers, booleans, None.

    :param body: bytes.
    :param form: ``json``, ``xml`` or ``csv``.
    :param options: of the format, as in a preset's ``xml`` or ``csv`` and ``encoding``.
    :raise DecodeError: category ``syntax``, ``encoding`` or ``limits``.
    """
    limits.check_size(body)
    options = options or {}
    if form == "json":
        value = parse_json(_text(body, content_type, options), limits)
        for path in options.get("embedded", ()):
            _read_embedded(value, path.split("."), limits)
        return value
    if form == "xml":
        return parse_xml(body, options, limits)
    # Whatever bytes a file of rows holds, a person can still read it as Windows-1252.
    text = _text(body, content_type, options, "cp1252", "latin-1")
    return parse_csv(text, options, limits)


def _text(body, content_type, options, *fallbacks):
    declared = options.get("encoding")
    if declared:
        fallbacks = (declared, *fallbacks)
    return decode_text(body, content_type, fallbacks)


def parse_json(text, limits=DEFAULT_LIMITS):
    """Return the value of a JSON text. :raise DecodeError: see `parse`."""
    limits.check_json(text)
    try:
        value = _JSON.decode(text)
    except json.JSONDecodeError as error:
        raise DecodeError(
            "syntax", f"not JSON: {error.msg} at line {error.lineno}, {error.colno}"
        ) from None
    except DecodeError:
        raise
    except ValueError:
        raise DecodeError("limits", "a number is too long") from None
    except RecursionError:
        limits.refuse_depth()
    if "\\" in text and _SUSPICIOUS.search(text):
        check_text(value)
    return value


def _read_embedded(value, names, limits):
    """Replace the JSON text under these names by what it holds, where there is one."""
    *way, last = names
    for name in way:
        value = value.get(name) if isinstance(value, dict) else None
    text = value.get(last) if isinstance(value, dict) else None
    if isinstance(text, str) and text.strip():
        value[last] = parse_json(text, limits)


def check_text(value):
    """Refuse NUL characters and lone surrogates wherever they hide in ``value``."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            pending += one.keys()
            pending += one.values()
        elif isinstance(one, list):
            pending += one
        elif isinstance(one, str):
            _check_characters(one)


def _check_characters(text):
    if "\x00" in text:
        raise DecodeError("encoding", "the message holds NUL characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise DecodeError("encoding", "the message holds lone surrogates") from None


def _refuse_constant(name):
    raise DecodeError("syntax", f"not JSON: {name} is no JSON number")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)

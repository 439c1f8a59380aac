# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of a request around its body: path, query, headers."""

import re
from urllib.parse import quote

from ..errors import DecodeError
from ..field_lists import compile_texts
from ..preset_spec import nothing
from .outgoing import compile_outgoing, compile_outgoing_text

_HOLE = re.compile(r"\{([^{}]*)\}")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_|~-]+", re.ASCII)
#: What the client itself, or the way the integration logs in, has to say.
_RESERVED = frozenset(
    {
        "host",
        "content-length",
        "content-type",
        "transfer-encoding",
        "connection",
        "upgrade",
        "te",
        "trailer",
        "expect",
        "authorization",
        "proxy-authorization",
        "cookie",
    }
)
_LONGEST = 2000


def compile_path(spec):
    """Compile ``/bookings/{expression}/label`` to ``(element, names) -> path``.

    What stands in braces becomes one segment, or part of one, whatever it holds.
    """
    text = spec.text()
    if not text:
        spec.problem("missing")
        return nothing
    if not text.startswith("/") or text.startswith("//") or "?" in text or "#" in text:
        spec.problem("a path begins with one / and has neither ? nor #")
        return nothing
    parts = []
    for position, part in enumerate(_HOLE.split(text)):
        parts.append(_hole(spec, part) if position % 2 else part)

    def build(value, names):
        return "".join(
            part if isinstance(part, str) else part(value, names) for part in parts
        )

    return build


def _hole(spec, text):
    read = compile_outgoing_text(type(spec)(text, spec.path, spec.problems))

    def fill(value, names):
        found = read(value, names)
        if found is None:
            raise DecodeError("missing", f"{spec.path}: nothing to put for {text}")
        if found in (".", "..") or len(found) > _LONGEST:
            raise DecodeError("value", f"{spec.path}: unfit for an address: {text}")
        return quote(found, safe="")

    return fill


def compile_query(spec):
    """Compile ``{name: value}`` to ``(element, names) -> [(name, text)]``.

    A value that gives a list is repeated.
    """
    if spec.value is None:
        return lambda _value, _names: []
    if not isinstance(spec.value, dict):
        spec.problem("a mapping is expected here")
        return lambda _value, _names: []
    fields = [(str(key), _several(spec.at(key))) for key in spec.value]

    def build(value, names):
        return [(key, one) for key, read in fields for one in read(value, names)]

    return build


def _several(spec):

    if isinstance(spec.value, str):
        return compile_texts(spec)
    read = compile_outgoing(spec)

    def run(value, names):
        found = read(value, names)
        several = found if isinstance(found, list) else [found]
        return tuple(_query_text(one, spec.path) for one in several if one is not None)

    return run


def _query_text(found, path):
    if isinstance(found, (dict, list)):
        raise DecodeError("value", f"{path}: text is expected here")
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found)


def compile_headers(spec):
    """Compile ``{name: value}`` to ``(element, names) -> {name: text}``."""
    if spec.value is None:
        return lambda _value, _names: {}
    if not isinstance(spec.value, dict):
        spec.problem("a mapping is expected here")
        return lambda _value, _names: {}
    fields = []
    for name in spec.value:
        check_header_name(spec.at(name), str(name))
        fields.append((str(name), compile_outgoing_text(spec.at(name))))

    def build(value, names):
        found = {name: read(value, names) for name, read in fields}
        return {name: header_text(text, name) for name, text in found.items() if text}

    return build


def check_header_name(spec, name):
    """Note a problem unless requests may bear a header of this name."""
    if not _TOKEN.fullmatch(name):
        spec.problem("not a name for a header")
    elif name.lower() in _RESERVED:
        spec.problem("this header is not the preset's to set")


def header_text(text, name):
    """Return the text if a header can hold it. :raise DecodeError: otherwise."""
    if len(text) > _LONGEST or not text.isprintable() or not text.isascii():
        raise DecodeError("value", f"headers.{name}: unfit for a header")
    return text

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner's refusal says is wrong, in whatever shape it says so."""

import json

#: How much is read and shown of it.
_MOST_PROBLEMS = 10
_LONGEST = 300
_DEEPEST = 6
#: Where partners put the words (RFC 9457 and the usual ones).
_TEXT_FIELDS = ("detail", "message", "title", "description", "error_description")
_TEXT_FIELDS += ("reason", "msg", "text")
_NESTED_FIELDS = ("errors", "error", "problems", "messages", "details", "violations")
_PLACE_FIELDS = ("field", "path", "parameter", "pointer", "code")


def read(content):
    """Return the texts in an error answer that a person may make use of.

    :param content: bytes; anything but JSON is told by nobody's words.
    """
    try:
        found = list(_texts(json.loads(content), 0))
    except (ValueError, RecursionError):
        return ()
    unique = dict.fromkeys(" ".join(text.split())[:_LONGEST] for text in found)
    return tuple(unique)[:_MOST_PROBLEMS]


def _texts(value, depth):
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, list):
        for entry in value[:_MOST_PROBLEMS]:
            yield from _texts(entry, depth + 1)
    elif isinstance(value, dict):
        yield from _of_object(value, depth)


def _of_object(value, depth):
    words = next((v for f in _TEXT_FIELDS if isinstance(v := value.get(f), str)), None)
    place = next((v for f in _PLACE_FIELDS if isinstance(v := value.get(f), str)), None)
    if words:
        yield f"{place}: {words}" if place else words
    for name in _NESTED_FIELDS:
        nested = value.get(name)
        if isinstance(nested, dict) and not set(nested) & {
            *_TEXT_FIELDS,
            *_NESTED_FIELDS,
        }:
            # {"errors": {"postcode": ["is missing"]}}
            for field, told in nested.items():
                yield from (f"{field}: {t}" for t in _texts(told, depth + 1))
        else:
            yield from _texts(nested, depth + 1)

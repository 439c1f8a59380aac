# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A request before it is sent."""

import json as json_module
from urllib.parse import urlencode


class Call:
    """A request as it is made, however often."""

    #: To another host than the partner's: without gate and login.
    is_foreign = False
    #: It ended for want of time, before anybody could call the partner slow.
    is_hasty = False
    deadline_at = float("inf")

    def __init__(self, **values):
        self.__dict__.update(values)


def pairs(values):
    """Return [(name, text)] of a mapping or pairs; None is left out."""
    items = values.items() if hasattr(values, "items") else values or ()
    return [(str(name), str(value)) for name, value in items if value is not None]


def headers_of(values):
    """Return {name: text}; a line break would begin another header.

    :raise ValueError: if there is one.
    """
    found = dict(values or {})
    if any(end in str(value) for value in found.values() for end in "\r\n"):
        raise ValueError("a header holds a line break")
    return found


def encode(json, form, content, content_type):
    """Return (bytes or None, content type or None)."""
    given = [value for value in (json, form, content) if value is not None]
    if len(given) > 1:
        raise ValueError("one of json, form and content is sent")
    if json is not None:
        encoded = json_module.dumps(json, ensure_ascii=False, allow_nan=False)
        return encoded.encode(), content_type or "application/json"
    if form is not None:
        return (
            urlencode(pairs(form)).encode(),
            content_type or "application/x-www-form-urlencoded",
        )
    if isinstance(content, str):
        content = content.encode()
    return content, content_type

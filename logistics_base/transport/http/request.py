# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A request before it is sent."""

import json as json_module
import re
from urllib.parse import urlencode

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
# Headers are Latin-1 on the wire.
_UNFIT = re.compile("[\x00-\x08\x0a-\x1f\x7f\u0100-\U0010ffff]")


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
    """Return {name: text}.

    :raise ValueError: if one cannot be a header.
    """
    found = {str(name): str(value) for name, value in (values or {}).items()}
    check_headers(found)
    return found


def check_headers(headers):
    """Check that all can be sent (RFC 9110, 5.1 and 5.5).

    A line break, for one, would begin another header.

    :raise ValueError: naming the header, never quoting its value.
    """
    for name, value in headers.items():
        if not is_header_name(name):
            raise ValueError("a header's name has characters that none can have")
        if _UNFIT.search(value):
            raise ValueError(f"the header {name} holds a character that none can hold")


def is_header_name(text):
    """Tell whether a header may be called so."""
    return bool(_NAME.match(text))


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

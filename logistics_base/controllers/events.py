# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import http
from odoo.http import request

from ..canonical.openapi_events import public_types
from .api import DEFAULT_LIMIT, LARGEST_LIMIT, InvalidParameter, conditional
from .problem import problem

#: Where a reader stands; opaque to callers.
_CURSOR = re.compile(r"p([0-9]{1,10})")
_LONGEST_TYPES = 2000


class EventFeed(http.Controller):
    """What happened, in order, for who asks instead of being told."""

    @http.route(
        "/logistics/v1/events",
        type="http",
        auth="logistics_api",
        methods=["GET"],
        save_session=False,
        readonly=True,
        logistics_scope="events:read",
    )
    def events(self, after=None, limit=None, type=None, **_query):  # noqa: A002
        """Answer with a page of events; ``next_cursor`` is where to go on."""
        try:
            position, size = _position(after), _size(limit)
            types = _types(type)
        except InvalidParameter as error:
            return problem("invalid-request", error)
        events = request.env["logistics.event"]
        if after and position < events._deleted_to():
            return problem(
                "gone", "Events that old are not kept: begin anew without “after”."
            )
        page = events._feed(position, size, types)
        response = conditional(
            {
                "items": [{"id": one.id, **one.body()} for one in page.items],
                "next_cursor": f"p{page.end}",
                "has_more": page.has_more,
            },
            "private, no-cache",
        )
        response.headers["Vary"] = "Authorization"
        return response


def _position(after):
    if not after:
        return 0
    cursor = _CURSOR.fullmatch(after)
    if not cursor or int(cursor[1]) >= 2**31:
        raise InvalidParameter("after must be the next_cursor of the page before.")
    return int(cursor[1])


def _size(limit):
    size = int(limit) if limit and limit.isdecimal() and len(limit) < 6 else 0
    if limit and not 1 <= size <= LARGEST_LIMIT:
        raise InvalidParameter(f"limit must be between 1 and {LARGEST_LIMIT}.")
    return size or DEFAULT_LIMIT


def _types(text):
    """Return the codes of the public event types that are asked for."""
    public = public_types()
    if not text:
        return frozenset(public)
    found = set()
    for name in text[:_LONGEST_TYPES].split(","):
        name = name.strip()
        family = name[:-1] if name.endswith(".*") else None
        codes = {
            code
            for code in public
            if code == name or family and code.startswith(family)
        }
        if not codes:
            raise InvalidParameter(
                f"type must be among {', '.join(sorted(public))}, or a family of them."
            )
        found |= codes
    return frozenset(found)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A request to a carrier's API and its answer, whatever dialect it speaks."""

import json
from dataclasses import dataclass, field

from .problems import ApiError


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked. ``headers`` are looked up without regard to case."""

    method: str
    path: str
    query: dict = field(default_factory=dict)
    headers: object = field(default_factory=dict)
    body: bytes = b""

    def json(self):
        """Return the decoded body, an object.

        :raise ApiError: if it is none.
        """
        try:
            content = json.loads(self.body or b"{}")
        except ValueError:
            raise ApiError(400, "malformed", "The body is not JSON.") from None
        if not isinstance(content, dict):
            raise ApiError(400, "malformed", "The body must be a JSON object.")
        return content

    def header(self, name, default=None):
        """Return a header's value."""
        return self.headers.get(name, default)


@dataclass(slots=True)
class Answer:
    """What is answered: ``content`` as JSON, or ``body`` as it stands."""

    status: int = 200
    content: object = None
    headers: dict = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json"

    def encoded(self):
        """Return the body as it goes over the wire."""
        if self.body is not None:
            return self.body
        if self.content is None:
            return b""
        return json.dumps(self.content, ensure_ascii=False).encode()

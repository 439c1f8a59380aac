# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was said, and what came back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message

from ...mapping.errors import DecodeError
from ...mapping.parsing import check_text
from ..call_errors import CallError


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One attempt of a call, fit to be kept: without any secret.

    :ivar url: without user and secret parameters.
    :ivar status: None where there was no answer.
    :ivar started_at: aware UTC.
    :ivar dns_seconds, connect_seconds: 0 where a standing connection was used.
    :ivar attempt: from 1.
    :ivar changes: whether something may have happened at the partner.
    :ivar error: the category of :class:`CallError` it ended in, None for success.
    :ivar message: the error in words.
    """

    method: str
    url: str
    request_headers: Mapping = field(default_factory=dict)
    request_body: bytes = b""
    status: int | None = None
    response_headers: Mapping = field(default_factory=dict)
    response_body: bytes = b""
    started_at: datetime
    dns_seconds: float = 0.0
    connect_seconds: float = 0.0
    total_seconds: float = 0.0
    attempt: int = 1
    changes: bool = False
    error: str | None = None
    message: str | None = None

    @property
    def request_content_type(self):
        """What the request's body was declared as, or None."""
        return self.request_headers.get("Content-Type")

    @property
    def response_content_type(self):
        """What the answer's body was declared as, or None."""
        headers = {name.lower(): value for name, value in self.response_headers.items()}
        return headers.get("content-type")


@dataclass(slots=True, frozen=True)
class Answer:
    """What a partner answered to a request that succeeded.

    :ivar headers: as ``email.message.Message``: names in any case.
    :ivar content: bytes, unpacked.
    :ivar changes: whether something may have happened at the partner.
    """

    status: int
    headers: Message
    content: bytes = field(repr=False)
    changes: bool = False

    @property
    def content_type(self):
        """The media type alone, in small letters; empty where none is given."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def text(self):
        """The content as text; what does not decode is replaced."""
        charset = self.headers.get_content_charset() or "utf-8"
        try:
            return self.content.decode(charset, "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")

    def json(self):
        """Return the content read as JSON.

        :raise CallError: if it is none: ``uncertain`` where the request may have had an
            effect, which nobody can know now.
        """
        try:
            found = json.loads(self.content, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise self.unusable(f"answered {self._kind()} instead of JSON") from None
        try:
            check_text(found)
        except DecodeError:
            raise self.unusable("answered characters that are none") from None
        return found

    def unusable(self, complaint):
        """Return the error to raise where the answer is not what was agreed.

        :param complaint: what is wrong, as the end of a sentence about the partner.
        """
        category = "uncertain" if self.changes else "unreachable"
        return CallError(category, f"The partner {complaint}.", status=self.status)

    def _kind(self):
        start = self.content[:200].lstrip().lower()
        if start.startswith((b"<!doctype html", b"<html")) or (
            self.content_type == "text/html"
        ):
            return "HTML"
        if not self.content.strip():
            return "nothing"
        return "something else"


def _no_number(name):
    raise ValueError(f"{name} is no number in JSON")

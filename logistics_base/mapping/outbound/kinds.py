# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What partners can be asked. Each addon registers what it asks, and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CALL_KINDS: dict = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallKind:
    """One thing a partner can be asked.

    :ivar name: as in a preset's ``outbound.calls``.
    :ivar answer: the dataclass that the answer's fields fill.
    :ivar many: the answer is a list of these.
    :ivar optional: there may be nothing to answer; 404 says so, too.
    :ivar changes: something happens at the partner, so it is not repeated unasked.
    :ivar joined: where the answer may come in pages, the field whose lists make one.
    :ivar always_news: an answer that says the same again is news: it is so now, too.
    :ivar batch: the request names several things; ``batch_size`` may bound them.
    :ivar sample: a canonical request to try a preset with, as JSON.
    """

    name: str
    answer: type
    many: bool = False
    optional: bool = False
    changes: bool = False
    batch: bool = False
    joined: str | None = None
    always_news: bool = False
    sample: Mapping = field(default_factory=dict)


def register_call(kind):
    """Make a call known to presets."""
    CALL_KINDS[kind.name] = kind
    return kind

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner's system says of a message it got, and of one nobody here reads."""

from dataclasses import dataclass, field
from typing import ClassVar

from .documents import Document, at_most, known, register
from .reading import DocumentError

KINDS = ("997", "999", "824", "TA1", "CONTRL", "APERAK")
#: From the least to the most that was said: ``received`` promises nothing yet.
STATUSES = (
    "received",
    "accepted",
    "accepted_with_errors",
    "partially_accepted",
    "rejected",
)


@register
@dataclass(slots=True, kw_only=True)
class Acknowledgement(Document):
    """A partner's answer to an interchange, group or transaction that we sent.

    The control numbers are ours, as we sent them; the ones left out mean all of what
    is named. ``problems`` are the partner's words and codes.
    """

    document_type: ClassVar[str] = "edi.acknowledgement"

    kind: str = field(metadata=known(KINDS))
    status: str = field(metadata=known(STATUSES))
    interchange_control: str | None = field(default=None, metadata=at_most(35))
    group_control: str | None = field(default=None, metadata=at_most(35))
    functional_id: str | None = field(default=None, metadata=at_most(6))
    set_id: str | None = field(default=None, metadata=at_most(6))
    transaction_control: str | None = field(default=None, metadata=at_most(35))
    problems: tuple[str, ...] = field(default=(), metadata=at_most(500))

    def check(self):
        """Raise DocumentError unless it says what it answers."""
        if not (self.interchange_control or self.group_control):
            raise DocumentError("interchange_control", "it answers nothing we sent")


@register
@dataclass(slots=True, kw_only=True)
class UnreadTransaction(Document):
    """A transaction of an interchange that could not be read; the others were.

    ``category`` is the message's: ``no_handler`` where no installed addon reads this
    set, ``value`` where its content is unfit.
    """

    document_type: ClassVar[str] = "edi.unread"

    set_id: str = field(metadata=at_most(6))
    control: str = field(metadata=at_most(35))
    category: str = field(metadata=known(("no_handler", "value")))
    problem: str = field(metadata=at_most(500))

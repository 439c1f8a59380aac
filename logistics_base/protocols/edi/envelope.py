# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What X12 and EDIFACT have in common: segments in transactions in an interchange."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ...mapping.errors import DecodeError

#: More segments than this in one file are refused: no partner sends them.
MAX_SEGMENTS = 1_000_000
MAX_INTERCHANGES = 20_000


class EdiError(DecodeError):
    """A file cannot be read, and nothing in it may be applied.

    :ivar category: ``truncated`` (cut off on its way), ``syntax``, ``encoding``,
        ``limits``, ``value`` (cannot be written), ``missing`` (no reader or writer) or
        ``refused`` (the partner's policy).
    """


@dataclass(frozen=True, slots=True)
class Repeated:
    """An element that occurs several times in a row; each is text or components."""

    occurrences: tuple


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a transaction: ``Segment("AT7", ("X3", "NS"))``.

    An element is text, a tuple of component texts, or :class:`Repeated`. Positions count
    from 1, as the standards write them: AT7-01 is ``text(1)``, the second component of
    STS-2 is ``text(2, 2)``.
    """

    tag: str
    elements: tuple = ()

    def text(self, position, component=1):
        """Return a component of an element as text; "" where there is none."""
        is_there = position <= len(self.elements)
        element = self.elements[position - 1] if is_there else ""
        # Nearly all elements are text, and large files hold millions of them.
        if isinstance(element, str):
            return element if component == 1 else ""
        parts = self.parts(position)
        return parts[component - 1] if component <= len(parts) else ""

    def parts(self, position):
        """Return the components of an element, of its first occurrence."""
        occurrences = self.repetitions(position)
        return occurrences[0] if occurrences else ()

    def repetitions(self, position):
        """Return all occurrences of an element, each a tuple of components."""
        if position > len(self.elements):
            return ()
        element = self.elements[position - 1]
        found = element.occurrences if isinstance(element, Repeated) else (element,)
        return tuple((one,) if isinstance(one, str) else one for one in found)


class Party(NamedTuple):
    """Who sends or receives: an id and what kind of id it is (``ZZ``, ``14``, …)."""

    id: str
    qualifier: str = ""


class EnvelopeProblem(NamedTuple):
    """What an envelope says that is not so; the content was read all the same.

    :ivar level: ``interchange``, ``group`` or ``transaction``.
    :ivar code: ``segment_count``, ``transaction_count``, ``group_count``,
        ``control_number`` or ``no_envelope``.
    :ivar message: for people.
    """

    level: str
    code: str
    message: str


@dataclass(slots=True)
class Transaction:
    """A transaction set (X12) or message (EDIFACT) without its first and last segment.

    :ivar set_id: ``214``, ``IFTSTA``.
    :ivar control: the partner's number of it, as text.
    :ivar version: ``004010`` (of its group, unless ST-03 says more), ``D:01B:UN``.
    :ivar errors: what its envelope says that is not so.
    """

    set_id: str
    control: str = ""
    segments: tuple = ()
    version: str = ""
    errors: tuple = ()


@dataclass(slots=True)
class Group:
    """A functional group; EDIFACT mostly does without, then all but the list is empty."""

    functional_id: str = ""
    control: str = ""
    version: str = ""
    transactions: list = field(default_factory=list)
    sender: str = ""
    receiver: str = ""
    errors: tuple = ()
    declared_count: int | None = None


@dataclass(slots=True)
class Interchange:
    """What one partner put into one envelope.

    :ivar standard: ``x12`` or ``edifact``.
    :ivar date: when it was prepared, in the sender's local time; None if unreadable.
    :ivar segments: those between the envelope and its groups (X12: TA1).
    :ivar ack_requested: the sender asks for an answer (ISA-14, UNB 0031).
    :ivar problems: of this envelope alone; see :meth:`all_problems`.
    :ivar bare: there was no envelope, only transactions: sender and receiver are empty.
    """

    standard: str
    sender: Party = Party("")
    receiver: Party = Party("")
    control_number: str = ""
    date: datetime | None = None
    test: bool = False
    version: str = ""
    groups: list = field(default_factory=list)
    segments: tuple = ()
    problems: tuple = ()
    ack_requested: bool = False
    bare: bool = False
    decimal_mark: str = "."

    def transactions(self):
        """Yield (group, transaction) in the order of the file."""
        for group in self.groups:
            for transaction in group.transactions:
                yield group, transaction

    def all_problems(self):
        """Return the problems of the interchange, its groups and its transactions."""
        found = list(self.problems)
        for group in self.groups:
            found += group.errors
            for transaction in group.transactions:
                found += transaction.errors
        return found


@dataclass(slots=True)
class Envelope:
    """What is written around transactions.

    :ivar date: when it is prepared, in our local time.
    :ivar control_number: of the interchange; at most nine digits in X12.
    :ivar group_control: of the first group, the next ones count on.
    :ivar version: X12: ``004010``; EDIFACT: the directory, ``D:01B:UN``.
    :ivar functional_id: X12 GS-01; None takes the one that goes with the set.
    :ivar group_sender, group_receiver: X12 GS-02 and GS-03; None repeats the parties.
    :ivar charset: X12: a codec; EDIFACT: the syntax identifier, such as ``UNOC``.
    :ivar delimiters: of the standard's module; None takes its usual ones.
    :ivar line_breaks: a new line after each segment, for people's eyes.
    """

    sender: Party
    receiver: Party
    control_number: int
    date: datetime
    group_control: int = 1
    version: str = ""
    test: bool = False
    ack_requested: bool = False
    functional_id: str | None = None
    group_sender: str | None = None
    group_receiver: str | None = None
    charset: str | None = None
    delimiters: object | None = None
    line_breaks: bool = False


def trimmed(elements):
    """Return a tuple of elements without the empty ones at its end."""
    end = len(elements)
    while end and elements[end - 1] in ("", ()):
        end -= 1
    return tuple(elements[:end])


def count_of(text):
    """Return a count as a number, None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def same_control(one, other):
    """Tell whether two control numbers are the same, leading zeros apart."""
    return one.strip().lstrip("0") == other.strip().lstrip("0")

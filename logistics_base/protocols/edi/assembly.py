# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Segments to groups and transactions, with what their counts say that is not so."""

from itertools import groupby

from ...mapping.errors import shown
from .envelope import (
    EdiError,
    EnvelopeProblem,
    Group,
    Transaction,
    count_of,
    same_control,
)


def assemble(interchange, segments, closed, tags):
    """Fill an interchange with the groups and transactions in its segments.

    :param segments: what follows the segment that opens the interchange.
    :param bool closed: the last segment had its terminator.
    :param tags: how the standard opens and closes things.
    :raise EdiError: ``truncated`` where something was opened and not closed.
    """
    return _Assembly(interchange, tags, closed, len(segments)).run(segments)


def by_functional_id(transactions, functional_id):
    """Return [(functional id, neighbouring transactions)]."""
    return [
        (found, list(group)) for found, group in groupby(transactions, functional_id)
    ]


class _Assembly:
    """Goes over the segments once; knows what is open."""

    def __init__(self, interchange, tags, closed, total):
        self.interchange = interchange
        self.tags = tags
        self.closed = closed
        self.total = total
        self.group = None
        self.transaction = None
        self.body = []
        self.own_segments = []
        self.ended = False

    def run(self, segments):
        steps = {
            self.tags.opens_group: self.open_group,
            self.tags.closes_group: self.close_group,
            self.tags.opens: self.open_transaction,
            self.tags.closes: self.close_transaction,
            self.tags.closes_interchange: self.close_interchange,
        }
        for number, segment in enumerate(segments, 1):
            if self.ended:
                raise EdiError(
                    "syntax", f"{segment.tag} follows the end of the interchange"
                )
            self.last = number == self.total and not self.closed
            steps.get(segment.tag, self.take)(segment)
        self.must_be_complete()
        return self.interchange

    def take(self, segment):
        if self.transaction is not None:
            self.body.append(segment)
        elif self.group is None and not self.interchange.bare:
            self.own_segments.append(segment)
        else:
            raise EdiError("syntax", f"{segment.tag} stands outside of any transaction")

    def open_group(self, segment):
        self.must_be_closed(self.group)
        self.group = Group(**self.tags.group(segment))
        self.explicit_group = True
        self.interchange.groups.append(self.group)

    def open_transaction(self, segment):
        self.must_be_closed(self.transaction)
        if self.group is None:
            self.group = Group()
            self.explicit_group = False
            self.interchange.groups.append(self.group)
        self.transaction = Transaction(**self.tags.transaction(segment, self.group))
        self.group.transactions.append(self.transaction)

    def close_transaction(self, segment):
        transaction = self.opened(self.transaction, segment)
        transaction.segments = tuple(self.body)
        transaction.errors = self.checked(
            "transaction",
            segment,
            "segment_count",
            len(self.body) + 2,
            transaction.control,
        )
        self.transaction, self.body = None, []

    def close_group(self, segment):
        self.must_be_closed(self.transaction)
        group = self.opened(self.group, segment)
        group.declared_count = count_of(segment.text(1))
        group.errors = self.checked(
            "group",
            segment,
            "transaction_count",
            len(group.transactions),
            group.control,
        )
        self.group = None

    def close_interchange(self, segment):
        self.must_be_closed(self.transaction)
        if self.group is not None and self.explicit_group:
            raise EdiError("truncated", f"{segment.tag} comes before its group ended")
        groups = self.interchange.groups
        if any(group.functional_id or group.control for group in groups):
            count = len(groups)
        else:
            count = sum(len(group.transactions) for group in groups)
        if self.interchange.bare:
            raise EdiError("syntax", f"{segment.tag} closes what was never opened")
        self.interchange.problems += self.checked(
            "interchange",
            segment,
            "group_count",
            count,
            self.interchange.control_number,
        )
        self.ended = True

    def checked(self, level, trailer, code, count, control):
        """Return the problems of a closing segment: its count and control number."""
        declared = count_of(trailer.text(1).strip())
        number = trailer.text(2).strip()
        # A closing segment that was itself cut off looks like a wrong number.
        if self.last and (declared != count or number != control.strip()):
            raise EdiError("truncated", f"the file ends within {trailer.tag}")
        problems = ()
        if declared != count:
            told = shown(trailer.text(1))
            problems += (
                EnvelopeProblem(
                    level, code, f"{trailer.tag} counts {told}, there are {count}"
                ),
            )
        if not same_control(number, control):
            text = f"{trailer.tag} is numbered {shown(number)}, not {shown(control)}"
            problems += (EnvelopeProblem(level, "control_number", text),)
        return problems

    def opened(self, found, segment):
        if found is None:
            raise EdiError("syntax", f"{segment.tag} closes what was never opened")
        return found

    def must_be_closed(self, found):
        if found is not None:
            raise EdiError("truncated", f"{_called(found)} does not end")

    def must_be_complete(self):
        self.must_be_closed(self.transaction)
        if self.group is not None and self.explicit_group:
            self.must_be_closed(self.group)
        self.interchange.segments = tuple(self.own_segments)
        if self.ended:
            return
        if not self.interchange.bare:
            raise EdiError(
                "truncated",
                f"the file ends before {self.tags.closes_interchange}",
            )
        if not self.interchange.groups:
            raise EdiError("syntax", "the file holds no transaction")
        problem = "there is no interchange envelope: nothing tells who sent this"
        self.interchange.problems += (
            EnvelopeProblem("interchange", "no_envelope", problem),
        )


def _called(found):
    if isinstance(found, Group):
        return f"the group {shown(found.control)}"
    return f"the {found.set_id} numbered {shown(found.control)}"

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sets of postcodes, as contracts and remote-area lists write them.

Comma, semicolon, space or line break separate the entries:

* ``20`` every code that begins so;
* ``20000-29999`` or ``100..104`` a range, compared over the length of its ends;
* ``B#`` ``#`` stands for any digit: Birmingham's ``B1``, not Brighton's ``BN1``;
* ``!27498`` except this, whatever else says.
"""

import re
from bisect import bisect_right

_SEPARATORS = re.compile(r"[,;\s]+")
_NOISE = re.compile(r"[^0-9A-Z]")
_PREFIX = re.compile(r"[0-9A-Z#]+")


class PostcodeError(ValueError):
    """An entry cannot be understood; the text is the entry."""


def normalized(postcode):
    """Return a postcode as it is compared: capitals and digits only."""
    return _NOISE.sub("", (postcode or "").upper())


class PostcodeSet:
    """Postcodes by prefix and range; a look-up costs a handful of comparisons."""

    __slots__ = ("_prefixes", "_ranges", "_except")

    def __init__(self, text):
        """:raise PostcodeError: naming the entry that cannot be understood."""
        entries = [entry for entry in _SEPARATORS.split((text or "").upper()) if entry]
        self._prefixes, self._ranges = {}, {}
        for entry in entries:
            if not entry.startswith("!"):
                self._add(entry)
        excluded = " ".join(entry[1:] for entry in entries if entry.startswith("!"))
        self._except = PostcodeSet(excluded) if excluded else None
        self._ranges = {
            length: _merged(ranges) for length, ranges in self._ranges.items()
        }

    def __bool__(self):
        return bool(self._prefixes or self._ranges or self._except)

    def __contains__(self, postcode):
        """Whether it holds a postcode, as :func:`normalized` returns it."""
        if self._except and postcode in self._except:
            return False
        if not (self._prefixes or self._ranges):
            return bool(self._except)
        return self._begins(postcode) or self._between(postcode)

    def may_begin(self, start):
        """Whether it may hold a postcode that begins so; may say yes too often."""
        if not (self._prefixes or self._ranges):
            return True
        return any(
            prefix[: len(start)] == start[:length]
            for length, prefixes in self._prefixes.items()
            for prefix in prefixes
        ) or any(
            first[: len(start)] <= start[:length] <= last[: len(start)]
            for length, ranges in self._ranges.items()
            for first, last in zip(*ranges, strict=True)
        )

    def _begins(self, postcode):
        return any(
            postcode[:length] in prefixes for length, prefixes in self._prefixes.items()
        )

    def _between(self, postcode):
        for length, (starts, ends) in self._ranges.items():
            start = postcode[:length]
            if len(start) < length:
                continue
            at = bisect_right(starts, start) - 1
            if at >= 0 and start <= ends[at]:
                return True
        return False

    def _add(self, entry):
        ends = entry.split("..") if ".." in entry else entry.split("-")
        if len(ends) == 2:
            return self._add_range(entry, *ends)
        if len(ends) > 2 or not _PREFIX.fullmatch(entry):
            raise PostcodeError(entry)
        for prefix in _spelled_out(entry):
            self._prefixes.setdefault(len(prefix), set()).add(prefix)

    def _add_range(self, entry, first, last):
        first, last = normalized(first), normalized(last)
        if not first or len(first) != len(last) or first > last:
            raise PostcodeError(entry)
        self._ranges.setdefault(len(first), []).append((first, last))


def _spelled_out(entry):
    """Return the prefixes that one with ``#`` stands for."""
    if entry.count("#") > 3:
        raise PostcodeError(entry)
    if "#" not in entry:
        return [entry]
    return [
        prefix
        for digit in "0123456789"
        for prefix in _spelled_out(entry.replace("#", digit, 1))
    ]


def _merged(ranges):
    """Return the ranges sorted and without overlap, as (starts, ends)."""
    starts, ends = [], []
    for first, last in sorted(ranges):
        if ends and first <= ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return starts, ends

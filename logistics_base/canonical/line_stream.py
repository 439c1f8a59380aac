# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lines of a document that are too many to be held at once."""


class LineStream:
    """Stands for the tuple of a document's lines, and reads them as they are asked for.

    It can be iterated over as often as wanted, from the beginning each time. What is
    wrong with a line is told when its turn comes: whoever applies such a document does
    so in one transaction.
    """

    __slots__ = ("_read",)

    def __init__(self, read):
        """:param read: callable; returns a fresh iterator of the lines."""
        self._read = read

    def __iter__(self):
        return iter(self._read())

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which transaction sets are read and written: each addon adds its own.

::

    @reads("x12", "214")
    def shipment_status(transaction, interchange, options):
        return [TrackingEvent(...)]

    @writes("x12", "204", "tender")
    def load_tender(document, options):
        return [Segment("B2", ("", scac, "", load_number)), ...]

``options`` is the mapping of the integration's EDI options, with ``code_map`` free for
the reader's own use; a reader that does not know something raises ``DecodeError``.
"""

from typing import NamedTuple

#: {(standard, set): {what for: function}}
_READERS = {}
_WRITERS = {}


class Writer(NamedTuple):
    """:ivar set_id: what it writes. :ivar write: function(document, options)."""

    set_id: str
    write: object


def reads(standard, set_id, use=""):
    """Register a function(transaction, interchange, options) → [documents].

    :param use: what it is read for, where a set means several things: the option
        ``<set>.use`` of an integration says which is meant.
    """

    def register(function):
        _READERS.setdefault((standard, set_id), {})[use] = function
        return function

    return register


def writes(standard, set_id, document_type):
    """Register a function(document, options) → [:class:`Segment`]."""

    def register(function):
        found = _WRITERS.setdefault((standard, document_type), {})
        found[set_id] = Writer(set_id, function)
        return function

    return register


def reader_of(standard, set_id, use=None):
    """Return the function that reads a set, None where no installed addon does.

    :param use: what for; where nobody reads it for that, or it is not told, for what it
        is read mostly.
    """
    found = _READERS.get((standard, set_id), {})
    return found.get(use) or found.get("") or next(iter(found.values()), None)


def writer_of(standard, document_type, set_id=None):
    """Return the :class:`Writer` of a document type, None where there is none.

    :param set_id: which one, where several sets can say the same; the first registered
        if not told.
    """
    found = _WRITERS.get((standard, document_type), {})
    if set_id:
        return found.get(set_id)
    return next(iter(found.values()), None)


def sets_read(standard):
    """Return the sets that are read, sorted."""
    return sorted(set_id for one, set_id in _READERS if one == standard)


def document_types_written(standard):
    """Return the document types that can be written, sorted."""
    return sorted(kind for one, kind in _WRITERS if one == standard)

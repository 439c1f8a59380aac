# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Transaction sets as people write them: segments, one a line, read and written."""

from datetime import datetime, timezone

from logistics_base.protocols.edi import Interchange, Transaction, registry
from logistics_base.protocols.edi.tokens import Delimiters, segments_of

_X12 = Delimiters(">", "*", "~")
_EDIFACT = Delimiters(":", "+", "'", "", "?")


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def x12(set_id, text, **options):
    """Return the documents that the segments, one a line, are read into."""
    lines = "".join(f"{line.strip()}~" for line in text.strip().splitlines())
    return _read("x12", set_id, segments_of(lines, _X12)[0], options)


def edifact(set_id, text, **options):
    lines = "".join(f"{line.strip()}'" for line in text.strip().splitlines())
    return _read("edifact", set_id, segments_of(lines, _EDIFACT)[0], options)


def _read(standard, set_id, segments, options):
    transaction = Transaction(set_id, "1", tuple(segments))
    read = registry.reader_of(standard, set_id)
    return list(read(transaction, Interchange(standard), options))


def written(standard, set_id, document, **options):
    """Return the segments a document is written as."""
    writer = registry.writer_of(standard, document.document_type, set_id)
    return list(writer.write(document, options))


def there_and_back(standard, set_id, document, **options):
    """Return what is read from what was written."""
    segments = written(standard, set_id, document, **options)
    return _read(standard, set_id, segments, options)


def tags(segments):
    return [segment.tag for segment in segments]


def lines_of(segments):
    """Return segments as people write them."""
    return ["*".join((one.tag, *one.elements)) for one in segments]

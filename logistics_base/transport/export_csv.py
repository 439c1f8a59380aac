# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows written as CSV (RFC 4180, UTF-8), a batch at a time.

A text that a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
import io
from datetime import datetime

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvExport:
    """Turns rows into bytes; nothing of what was written is kept.

    :param columns: [(name, kind)], of which only the names matter here.
    """

    mimetype = "text/csv; charset=utf-8"
    extension = "csv"

    def __init__(self, columns):
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer)
        self._writer.writerow([name for name, _kind in columns])

    def write(self, rows):
        """Return the bytes of these rows, and of what goes before them."""
        self._writer.writerows([_cell(value) for value in row] for row in rows)
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text.encode()

    def close(self):
        """Return the bytes that end the file."""
        return self.write(())


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value

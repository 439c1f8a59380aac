# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows written as Apache Parquet, a row group at a time."""

from datetime import timezone

import pyarrow
import pyarrow.parquet

_TYPES = {
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "text": pyarrow.string(),
    "time": pyarrow.timestamp("us", tz="UTC"),
    "boolean": pyarrow.bool_(),
}
#: So many rows make a row group: enough to compress well, few enough to hold.
GROUP = 20_000


class ParquetExport:
    """Turns rows into bytes; no more than one row group is held.

    :param columns: [(name, kind)], the kinds of ``logistics_base.canonical.exports``.
    """

    mimetype = "application/vnd.apache.parquet"
    extension = "parquet"

    def __init__(self, columns):
        self._kinds = [kind for _name, kind in columns]
        self._schema = pyarrow.schema([(name, _TYPES[kind]) for name, kind in columns])
        self._sink = _Drained()
        self._writer = pyarrow.parquet.ParquetWriter(
            self._sink, self._schema, compression="snappy"
        )
        self._rows = []

    def write(self, rows):
        """Return the bytes that are ready; they may be none yet."""
        self._rows += rows
        if len(self._rows) >= GROUP:
            self._write_group()
        return self._sink.take()

    def close(self):
        """Return the bytes that end the file."""
        if self._rows:
            self._write_group()
        self._writer.close()
        return self._sink.take()

    def _write_group(self):
        rows, self._rows = self._rows, []
        columns = zip(*rows, strict=True)
        arrays = [
            pyarrow.array([_plain(value, kind) for value in column], type=wanted.type)
            for column, kind, wanted in zip(
                columns, self._kinds, self._schema, strict=True
            )
        ]
        batch = pyarrow.Table.from_arrays(arrays, schema=self._schema)
        self._writer.write_table(batch, row_group_size=len(rows))


def _plain(value, kind):
    if value is None:
        return None
    if kind == "time":
        return value.replace(tzinfo=timezone.utc)
    return float(value) if kind == "number" else value


class _Drained:
    """A file that is only ever written, and whose content is taken away."""

    closed = False

    def __init__(self):
        self._parts, self._size = [], 0

    def write(self, content):
        self._parts.append(bytes(content))
        self._size += len(content)
        return len(content)

    def tell(self):
        return self._size

    def flush(self):
        """Nothing is held back."""

    def close(self):
        self.closed = True

    def writable(self):
        return True

    def readable(self):
        return False

    def seekable(self):
        return False

    def take(self):
        parts, self._parts = self._parts, []
        return b"".join(parts)

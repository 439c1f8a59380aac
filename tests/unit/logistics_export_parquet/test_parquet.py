# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import datetime
from decimal import Decimal

import pyarrow.parquet

from logistics_export_parquet.transport import parquet

COLUMNS = [
    ("id", "integer"),
    ("weight", "number"),
    ("name", "text"),
    ("at", "time"),
    ("flag", "boolean"),
]
ROW = (1, Decimal("2.5"), "=not a formula here", datetime(2026, 3, 2, 8), True)
NOTHING = (None,) * 5


def written(*batches):
    export = parquet.ParquetExport(COLUMNS)
    parts = [export.write(list(batch)) for batch in batches]
    parts.append(export.close())
    return parts, pyarrow.parquet.read_table(io.BytesIO(b"".join(parts)))


def test_values_keep_their_kinds():
    _parts, table = written([ROW, NOTHING])
    first, second = table.to_pylist()
    assert first["weight"] == 2.5
    assert first["at"].isoformat() == "2026-03-02T08:00:00+00:00"
    assert first["name"] == "=not a formula here"
    assert set(second.values()) == {None}


def test_no_rows_are_a_file_all_the_same():
    _parts, table = written()
    assert table.num_rows == 0
    assert table.column_names == [name for name, _kind in COLUMNS]


def test_what_is_written_leaves_at_once(monkeypatch):
    monkeypatch.setattr(parquet, "GROUP", 10)
    parts, table = written(*([ROW] * 5 for _batch in range(20)))
    assert table.num_rows == 100
    assert sum(bool(part) for part in parts[:-1]) >= 10

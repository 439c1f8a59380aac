# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Folders through which files are exchanged: each file is there whole, or not at all."""

import os
from contextlib import contextmanager
from pathlib import Path

_TEMPORARY = (".tmp", ".part", "~")


def whole_files(folder):
    """Return the files that lie there, without those that are still being written."""
    return [
        path
        for path in sorted(Path(folder).iterdir())
        if path.is_file()
        and not path.name.startswith(".")
        and not path.name.endswith(_TEMPORARY)
    ]


@contextmanager
def hidden_until_whole(folder, name):
    """Yield a path to write to; afterwards the file is there under its name."""
    hidden = Path(folder) / f".{name}.tmp"
    yield hidden
    os.replace(hidden, Path(folder) / name)


def put(folder, name, content):
    """Put bytes into a folder."""
    with hidden_until_whole(folder, name) as path:
        path.write_bytes(content)

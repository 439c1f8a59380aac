# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A zip archive that is sent while it is being made."""

import io
import re
import zipfile

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]+')


def zipped(entries):
    """Yield the bytes of an archive, an entry at a time.

    :param entries: iterable of (path, content); a path has at most one folder, and what
        strangers named is made harmless by :func:`safe_name` before.
    """
    sink = _Sink()
    taken = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in entries:
            archive.writestr(_free(path, taken), content)
            yield sink.taken()
    yield sink.taken()


def safe_name(name):
    """Return a file name that leads nowhere else."""
    cleaned = _UNSAFE.sub("_", name or "").strip(" .")
    return cleaned[-100:] or "file"


def _free(path, taken):
    """Return the path, numbered where another entry has it."""
    stem, dot, extension = path.rpartition(".")
    free, number = path, 2
    while free.lower() in taken:
        free = f"{stem} {number}{dot}{extension}" if dot else f"{path} {number}"
        number += 1
    taken.add(free.lower())
    return free


class _Sink(io.RawIOBase):
    """Takes what is written, to be taken away again; it cannot go back."""

    def __init__(self):
        self._chunks = []

    def writable(self):
        return True

    def write(self, chunk):
        self._chunks.append(bytes(chunk))
        return len(chunk)

    def taken(self):
        """Return what was written since it was asked last."""
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)

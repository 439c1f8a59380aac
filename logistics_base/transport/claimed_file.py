# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import contextlib
import errno
import io
import os
import shutil
import stat
from pathlib import Path

from .folder_errors import FolderError, UnreadableFile, UnsettledFile

#: A name may have so many bytes on the file systems in use; some are kept for a number.
_LONGEST_NAME = 240


class ClaimedFile:
    """One file that is ours alone until it is moved on."""

    def __init__(self, folder, path):
        self._folder = folder
        self._path = Path(path)
        self._opened = None

    @property
    def name(self):
        """The name it arrived under, as text that can be stored."""
        return os.fsencode(self._path.name).decode("utf-8", "replace")

    @contextlib.contextmanager
    def open(self):
        """Give the content as a binary stream.

        :raise UnreadableFile: here or on reading.
        """
        try:
            descriptor = os.open(
                self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            )
        except OSError as error:
            raise UnreadableFile(f"It cannot be opened: {error.strerror}.") from None
        with open(descriptor, "rb") as file:
            self._opened = os.fstat(descriptor)
            if not stat.S_ISREG(self._opened.st_mode):
                raise UnreadableFile("It is not a plain file.")
            if not self._opened.st_size:
                raise UnreadableFile("It is empty.")
            yield _Guarded(file)

    def check_settled(self):
        """Make sure that nobody wrote to it since it was opened.

        :raise UnsettledFile: if somebody did.
        """
        now = os.stat(self._path, follow_symlinks=False)
        before = self._opened
        if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise UnsettledFile(f"{self.name!r} is still being written.")

    def move_to_archive(self, day):
        """Move it to the archive's folder of that ``date``; return the new path."""
        return self._move(self._folder.archive / day.isoformat())

    def move_to_quarantine(self, reason):
        """Move it to the quarantine, with a text file beside it that says why."""
        return self._move(self._folder.quarantine, reason)

    def _move(self, folder, reason=None):
        if folder.is_symlink():
            raise FolderError(f"{str(folder)!r} is a symbolic link.")
        folder.mkdir(parents=True, exist_ok=True)
        target = _reserve(folder, self._path.name)
        if reason:
            beside = target.with_name(f"{target.name}.reason.txt")
            beside.write_text(f"{reason}\n", encoding="utf-8", errors="replace")
        _rename(self._path, target)
        with contextlib.suppress(OSError):
            self._path.parent.rmdir()
        return target


class _Guarded(io.RawIOBase):
    """A stream whose trouble can be told from that of whoever stores its content."""

    def __init__(self, file):
        super().__init__()
        self._file = file

    def readable(self):
        return True

    def readinto(self, buffer):
        try:
            return self._file.readinto(buffer)
        except OSError as error:
            raise UnreadableFile(f"It cannot be read: {error.strerror}.") from None


def _reserve(folder, name):
    """Return a path in the folder that nobody else has, holding its place."""
    stem, suffix = os.path.splitext(name)
    while len(os.fsencode(stem + suffix)) > _LONGEST_NAME:
        stem, suffix = stem[:-1] or "file", suffix[: _LONGEST_NAME // 8]
    number = 0
    while True:
        target = folder / (f"{stem}-{number}{suffix}" if number else stem + suffix)
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
        else:
            return target


def _rename(source, target):
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            target.unlink()
            raise
        _copy(source, target)


def _copy(source, target):
    # Another file system: whole and on disk there before it is gone here.
    half = target.with_name(f".{target.name}.part")
    with source.open("rb") as read, half.open("wb") as written:
        shutil.copyfileobj(read, written, 1024 * 1024)
        written.flush()
        os.fsync(written.fileno())
    shutil.copystat(source, half)
    os.replace(half, target)
    source.unlink()

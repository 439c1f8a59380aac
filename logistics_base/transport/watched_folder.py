# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A folder that others put files into, emptied without losing or doubling any.

A file is *claimed* by renaming it into a private folder beside it, which one process
alone can succeed in; then it is read; then it is moved to the archive or to the
quarantine. After a crash at any point the file is either where it was, or still claimed
and the first to be taken by the next run. Taking it twice is harmless as long as whoever
reads it tells duplicates by their content.
"""

import contextlib
import fcntl
import os
import stat
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from .claimed_file import ClaimedFile
from .folder_errors import FolderBusy, FolderError

#: Endings under which programs write what is not complete yet.
TEMPORARY_SUFFIXES = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".swp",
    "~",
)


@dataclass(slots=True, kw_only=True)
class WatchedFolder:
    """Where files arrive and where they go.

    :ivar inbox, archive, quarantine: resolved paths; the last two are made when needed.
    :ivar owner: tells apart those who claim in one inbox; a plain name.
    :ivar pattern: file names to take, as a shell would match them; several are
        separated by commas.
    :ivar min_age: seconds a file must have been left alone before it is taken.
    :ivar clock: returns seconds since the epoch.
    :ivar token: returns a random name.
    :ivar problems: what was left where it is, in words, since the folder was opened.
    """

    inbox: Path
    archive: Path
    quarantine: Path
    owner: str
    pattern: str = "*"
    min_age: float = 60
    clock: object
    token: object
    problems: list = field(default_factory=list)

    @property
    def claims(self):
        """The private folder that claimed files wait in."""
        return self.inbox / f".logistics-{self.owner}"

    @contextlib.contextmanager
    def exclusive(self):
        """Keep other processes from collecting here; a crash lets go by itself.

        :raise FolderBusy: if another one is at it.
        :raise FolderError: if the inbox is not there or may not be written.
        """
        try:
            lock = self._open_lock()
        except OSError as error:
            raise FolderError(
                f"{str(self.inbox)!r} cannot be used ({error.strerror}). Check that it "
                "exists and that the server's user may write there."
            ) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise FolderBusy(
                f"{str(self.inbox)!r} is being collected already."
            ) from None
        try:
            yield
        finally:
            os.close(lock)

    def _open_lock(self):
        with contextlib.suppress(FileExistsError):
            self.claims.mkdir(mode=0o700)
        found = os.lstat(self.claims)
        # Whoever may write to the inbox could have put anything there under this name.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise FolderError(
                f"{str(self.claims)!r} does not belong to the server's user. Remove it."
            )
        return os.open(
            self.claims / ".lock",
            os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC,
            0o600,
        )

    def files(self):
        """Yield files to read, each a :class:`ClaimedFile`: those left over go first.

        Whoever gets one moves it on before asking for the next; one that is not moved on
        is offered again by the next run.
        """
        yield from self._left_over()
        for name in self._arrived():
            if claimed := self._claim(name):
                yield claimed

    def _left_over(self):
        for folder in sorted(self.claims.iterdir()):
            if folder.is_symlink() or not folder.is_dir():
                continue
            files = [entry for entry in folder.iterdir() if self._is_settled(entry)]
            if not files:
                _remove_if_empty(folder)
            for file in files:
                yield ClaimedFile(self, file)

    def _arrived(self):
        """Return the names of files that are complete, the oldest first."""
        found = []
        with os.scandir(self.inbox) as entries:
            for entry in entries:
                if not self._wants(entry.name):
                    continue
                if entry.is_symlink():
                    self._leave(entry.name, "it is a symbolic link")
                elif self._is_settled(entry):
                    found.append(
                        (entry.stat(follow_symlinks=False).st_mtime, entry.name)
                    )
        return [name for _time, name in sorted(found)]

    def _wants(self, name):
        if name.startswith(".") or name.lower().endswith(TEMPORARY_SUFFIXES):
            return False
        patterns = (part.strip() for part in self.pattern.split(","))
        return any(fnmatchcase(name, pattern) for pattern in patterns if pattern)

    def _is_settled(self, entry):
        """Tell whether it is a plain file that nobody has touched for ``min_age``."""
        try:
            found = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return False
        return stat.S_ISREG(found.st_mode) and self.is_old_enough(found)

    def is_old_enough(self, found):
        """Tell whether a file with this ``os.stat_result`` was left alone long enough.

        The change time cannot be set by who writes the file; the modification time can,
        to whatever the sender's clock says.
        """
        now = self.clock()
        touched = [found.st_ctime, *([found.st_mtime] if found.st_mtime <= now else [])]
        return now - max(touched) >= self.min_age

    def _claim(self, name):
        """Return the claimed file; None where somebody else was quicker, or it resists."""
        folder = self.claims / self.token()
        folder.mkdir(mode=0o700)
        try:
            os.rename(self.inbox / name, folder / name)
        except OSError as error:
            folder.rmdir()
            if not isinstance(error, FileNotFoundError):
                self._leave(name, error.strerror)
            return None
        return ClaimedFile(self, folder / name)

    def _leave(self, name, reason):
        shown = os.fsencode(name).decode("utf-8", "replace")
        self.problems.append(f"{shown!r} was left alone: {reason}.")


def _remove_if_empty(folder):
    with contextlib.suppress(OSError):
        folder.rmdir()

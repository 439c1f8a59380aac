# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files for a partner: each appears whole and at once, and none is ever overwritten."""

import contextlib
import errno
import os
import re
import stat
from pathlib import Path

from .folder_errors import FolderError

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
#: Names may have so many characters.
LONGEST_NAME = 200
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)


class FileThere(FolderError):
    """A file of that name with other content is there."""


def file_name(template, values):
    """Return a file's name by a template such as ``{set}-{control}.edi``.

    What could lead out of the folder, or hide the file, is replaced.

    :raise FolderError: naming a placeholder that does not exist.
    """

    def value(found):
        if found[1] not in values:
            known = ", ".join(f"{{{name}}}" for name in sorted(values))
            raise FolderError(f"{found[0]} is not known; there are {known}.")
        return str(values[found[1]])

    name = _UNFIT.sub("_", _PLACEHOLDER.sub(value, template)).lstrip(".")
    if not name:
        raise FolderError("The file's name is empty.")
    stem, suffix = os.path.splitext(name)
    return stem[: LONGEST_NAME - len(suffix[:20])] + suffix[:20]


def put(folder, name, content, *, token):
    """Write a file that appears whole or not at all; return its path.

    The same content under the same name counts as written: whoever was interrupted may
    ask again.

    :param Path folder: resolved, and there.
    :param str token: random, tells apart those who write at the same time.
    :raise FileThere: another file has the name.
    :raise FolderError: it cannot be written.
    """
    target = Path(folder) / name
    half = target.with_name(f".{name}.{token}.part")
    try:
        _write(half, content)
        _appear(half, target)
        _sync_folder(folder)
    except FileExistsError:
        if holds(target, content):
            return target
        raise FileThere(f"There is another file named {name!r}.") from None
    except OSError as error:
        raise FolderError(f"{name!r} cannot be written: {error.strerror}.") from None
    finally:
        with contextlib.suppress(OSError):
            half.unlink()
    return target


def holds(path, content):
    """Tell whether a plain file has exactly this content."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(content):
            return False
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(len(content) + 1) == content
    finally:
        os.close(descriptor)


def _write(path, content):
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(path, flags, 0o640), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _appear(half, target):
    """Give a complete file its name, unless the name is taken."""
    try:
        os.link(half, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without links: whoever else writes here is ours and waits.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, "there", str(target)) from None
        os.rename(half, target)


def _sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which folders of the machine may be watched: those the server's owner has named."""

import os
import re
from pathlib import Path

from .folder_errors import FolderError

_SEPARATORS = re.compile(r"[,:\n]")


def parse(text):
    """Return the allowed roots in a list separated by commas, colons or lines.

    :raise FolderError: if one of them is not an absolute path.
    """
    roots = [
        Path(part.strip()) for part in _SEPARATORS.split(text or "") if part.strip()
    ]
    for root in roots:
        if not root.is_absolute():
            raise FolderError(
                f"The allowed folder {str(root)!r} needs an absolute path."
            )
    return tuple(roots)


def resolve(path, roots):
    """Return the real path, if it lies inside one of the roots.

    A symbolic link below a root is refused even where it leads back into one: it can be
    turned elsewhere later. The root itself may be one; the server's owner chose it.

    :raise FolderError: if it lies outside, or leads there.
    """
    wanted = Path(os.path.normpath(path))
    if "\0" in str(path) or not wanted.is_absolute():
        raise FolderError(f"{str(path)!r} needs to be an absolute path.")
    for root in roots:
        if wanted.is_relative_to(root):
            real = Path(os.path.realpath(root)) / wanted.relative_to(root)
            if Path(os.path.realpath(wanted)) != real:
                raise FolderError(f"{str(path)!r} leads through a symbolic link.")
            return real
    raise FolderError(f"{str(path)!r} is outside of the folders that may be watched.")

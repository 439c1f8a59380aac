# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can go wrong with a watched folder, in words that name the mend."""


class FolderError(Exception):
    """The folder cannot be used as it is."""


class FolderBusy(FolderError):
    """Another process is collecting from it right now."""


class UnreadableFile(FolderError):
    """One file cannot be read; the others can."""


class UnsettledFile(FolderError):
    """The file is still being written; it is taken later."""

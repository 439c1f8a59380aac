# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import secrets
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..transport import folder_roots, outgoing_folder
from ..transport.folder_errors import FolderError
from ..transport.outgoing_folder import FileThere

#: So many names are tried where one is taken.
_MOST_NAMES = 20


class LogisticsFolder(models.Model):
    """The way out: files for the partner."""

    _inherit = "logistics.folder"

    path_out = fields.Char(
        string="Files for the Partner",
        copy=False,
        help="Messages to the partner are put here as files: each appears whole, and "
        "none is ever overwritten. Empty: this folder only receives.",
    )
    name_out = fields.Char(
        string="Their Names",
        default="{name}.{extension}",
        help="With {name} (such as 204-17), {control} (control number), {type} "
        "(document type), {extension}, {date} and {time} (UTC), {code} (of the "
        "integration) and {id}.",
    )

    @api.constrains("enabled", "path_out", "name_out", "path_in")
    def _check_out(self):
        for folder in self.filtered("path_out"):
            try:
                folder._name_of(self.env["logistics.message"])
                if folder.enabled:
                    folder._resolved_out()
            except FolderError as error:
                raise ValidationError(str(error)) from None

    def _resolved_out(self):
        """Return the real path for outgoing files.

        :raise FolderError: if it is not allowed, or is where files are taken from.
        """
        out = folder_roots.resolve(self.path_out or "", self._roots())
        watched = self._watched()
        if out in (watched.inbox, watched.archive, watched.quarantine):
            raise FolderError(
                self.env._("Files for the partner need a folder of their own.")
            )
        return out

    def _put(self, message):
        """Write a message as a file; return its name.

        :raise FolderError: if that is impossible now.
        """
        folder = self._resolved_out()
        try:
            folder.mkdir(mode=0o750, exist_ok=True)
        except OSError as error:
            raise FolderError(f"{str(folder)!r}: {error.strerror}.") from None
        content = message._body()
        for name in self._names_of(message):
            try:
                token = secrets.token_hex(4)
                return outgoing_folder.put(folder, name, content, token=token).name
            except FileThere:
                continue
        raise FolderError(
            self.env._(
                "Other files have the names that “%s” gives. Take them away, or change "
                "how files are named.",
                self.name_out,
            )
        )

    def _find(self, message):
        """Return the name of the file that holds a message, None if none does."""
        try:
            folder, content = self._resolved_out(), message._body()
            names = list(self._names_of(message))
        except (FolderError, OSError):
            return None
        return next(
            (n for n in names if outgoing_folder.holds(Path(folder, n), content)), None
        )

    def _names_of(self, message):
        """Yield the name of a message's file, then others for where it is taken."""
        name = self._name_of(message)
        yield name
        stem, suffix = os.path.splitext(name)
        for number in range(1, _MOST_NAMES):
            yield f"{stem}-{number}{suffix}"

    def _name_of(self, message):
        queued = message.received_at or fields.Datetime.now()
        stem, _dot, extension = (message.filename or "message.txt").rpartition(".")
        return outgoing_folder.file_name(
            self.name_out or "{name}.{extension}",
            {
                "name": stem,
                "extension": extension,
                "control": message.control_number or message.id or "",
                "type": message.document_type or "",
                "date": queued.strftime("%Y%m%d"),
                "time": queued.strftime("%H%M%S"),
                "code": self.integration_id.code or "",
                "id": message.id or "",
            },
        )

    def action_check(self):
        """Tell whether files can be taken in and put out, changing nothing."""
        self.ensure_one()
        if self.path_out:
            try:
                out = self._resolved_out()
                if not os.access(out if out.exists() else out.parent, os.W_OK):
                    raise FolderError(
                        self.env._("Files for the partner cannot be written there.")
                    )
            except FolderError as error:
                return self._notification(str(error), "danger")
        return super().action_check()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import os
import secrets
import time

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import config

from ..transport import folder_roots
from ..transport.folder_errors import (
    FolderBusy,
    FolderError,
    UnreadableFile,
    UnsettledFile,
)
from ..transport.watched_folder import WatchedFolder

_logger = logging.getLogger(__name__)

#: Where the folders that may be watched are named, in this order.
ROOTS_OPTION = "logistics_folders"
ROOTS_VARIABLE = "LOGISTICS_FOLDERS"
#: Problems of a run that are shown; the log has them all.
_SHOWN_PROBLEMS = 20


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    folder_ids = fields.One2many(
        "logistics.folder",
        "integration_id",
        groups="logistics_base.group_integration_admin,logistics_base.group_auditor",
    )


class LogisticsFolder(models.Model):
    """A folder in which a partner's files arrive.

    Each file becomes a message and is then archived. A file that cannot be read, or that
    the inbox has to quarantine, goes to the quarantine folder with a text that says why.
    """

    _name = "logistics.folder"
    _description = "Watched Folder"
    _order = "integration_id, name, id"

    name = fields.Char(required=True)
    integration_id = fields.Many2one(
        "logistics.integration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    enabled = fields.Boolean(copy=False)
    path_in = fields.Char(
        string="Files Arrive in",
        required=True,
        copy=False,
        help="On the server, inside one of the folders its owner allows.",
    )
    path_archive = fields.Char(
        string="Archive",
        compute="_compute_paths",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        required=True,
        help="Files that were taken in, in one folder for each day.",
    )
    path_quarantine = fields.Char(
        string="Quarantine",
        compute="_compute_paths",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        required=True,
        help="Files that cannot be read, each with a text that says why.",
    )
    pattern = fields.Char(
        string="File Names",
        default="*",
        required=True,
        help="Such as *.json. Several are separated by commas.",
    )
    min_age = fields.Integer(
        string="Left Alone for (s)",
        default=60,
        required=True,
        help="A file that changed more recently may still be on its way.",
    )
    content_type = fields.Char(help="Of the files, where the adapter needs to be told.")
    last_run_at = fields.Datetime(string="Last Looked", readonly=True, copy=False)
    last_error = fields.Text(string="Last Problem", readonly=True, copy=False)

    _min_age_positive = models.Constraint(
        "CHECK(min_age >= 0)", "A file cannot be left alone for less than no time."
    )
    _one_collector = models.UniqueIndex(
        "(path_in) WHERE enabled", "This folder is watched already."
    )

    @api.depends("path_in")
    def _compute_paths(self):
        for folder in self:
            base = (folder.path_in or "").rstrip("/")
            folder.path_archive = folder.path_archive or base and f"{base}/archive"
            folder.path_quarantine = (
                folder.path_quarantine or base and f"{base}/quarantine"
            )

    @api.constrains("enabled", "path_in", "path_archive", "path_quarantine")
    def _check_paths(self):
        for folder in self.filtered("enabled"):
            try:
                folder._watched()
            except FolderError as error:
                raise ValidationError(str(error)) from None

    def action_check(self):
        """Tell whether the folder can be collected from, changing nothing in it."""
        self.ensure_one()
        try:
            with self._watched().exclusive():
                text, kind = self.env._("The folder can be used."), "success"
        except FolderError as error:
            text, kind = str(error), "danger"
        return self._notification(text, kind)

    def action_collect(self):
        """Look into the folders now, instead of in a minute."""
        self.check_access("write")
        self.env.ref("logistics_base.ir_cron_folders").sudo()._trigger()
        return self._notification(self.env._("The folder is looked into now."), "info")

    @api.model
    def _notification(self, text, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": kind, "message": text},
        }

    # Where it may be

    @api.model
    def _roots(self):
        """Return the folders that the server's owner allows to be watched.

        :raise FolderError: if there are none; nothing may be watched then.
        """
        roots = folder_roots.parse(
            os.environ.get(ROOTS_VARIABLE) or config.get(ROOTS_OPTION) or ""
        )
        if not roots:
            raise FolderError(
                self.env._(
                    "No folder may be watched on this server. Name those that may as "
                    "“%(option)s” in odoo.conf or as %(variable)s in the server's "
                    "environment, separated by commas, and restart it.",
                    option=ROOTS_OPTION,
                    variable=ROOTS_VARIABLE,
                )
            )
        return roots

    def _watched(self):
        """Return the folder as the floor below knows it.

        :raise FolderError: if it is not allowed.
        """
        self.ensure_one()
        roots = self._roots()
        inbox, archive, quarantine = (
            folder_roots.resolve(path or "", roots)
            for path in (self.path_in, self.path_archive, self.path_quarantine)
        )
        if inbox in (archive, quarantine):
            raise FolderError(
                self.env._("Archive and quarantine must not be where files arrive.")
            )
        return WatchedFolder(
            inbox=inbox,
            archive=archive,
            quarantine=quarantine,
            owner=self._owner(),
            pattern=self.pattern,
            min_age=self.min_age,
            clock=time.time,
            token=lambda: secrets.token_hex(8),
        )

    def _owner(self):
        # Two databases may share one folder by mistake; they never share claims.
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid", "")
        return f"{database[:8]}-{self.id}"

    # Collecting

    @api.model
    def _collect_all(self):
        """Take in what has arrived in all folders. Runs as a cron."""
        folders = self.search(
            [("enabled", "=", True), ("integration_id.state", "in", ("live", "paused"))]
        )
        if all(folder._collect() for folder in folders):
            self.env["ir.cron"]._commit_progress(remaining=0)

    def _collect(self):
        """Take in what has arrived; each file is committed by itself.

        :return: False where time ran out before the files did.
        """
        problems, finished = [], True
        try:
            watched = self._watched()
            with watched.exclusive():
                for file in watched.files():
                    problems += self._take(file)
                    # Something may remain; the run says when nothing does.
                    if self.env["ir.cron"]._commit_progress(1, remaining=1) <= 0:
                        finished = False
                        break
            problems += watched.problems
        except FolderBusy:
            return finished
        except (FolderError, OSError) as error:
            problems.append(str(error))
        self._note_run(problems)
        return finished

    def _note_run(self, problems):
        for problem in problems:
            _logger.warning("Folder %s: %s", self.name, problem)
        self.write(
            {
                "last_run_at": fields.Datetime.now(),
                "last_error": "\n".join(problems[:_SHOWN_PROBLEMS]) or False,
            }
        )

    def _take(self, file):
        """Make one file a message, then move it on; return a list of problems.

        The message is committed before the file is moved: after a crash in between the
        file is found again, and the inbox knows its content.
        """
        try:
            refused = self._receive(file)
            self.env["ir.cron"]._commit_progress()
        except UnsettledFile:
            self.env.cr.rollback()
            return []
        except (UnreadableFile, UserError) as error:
            self.env.cr.rollback()
            refused = str(error)
        except Exception as error:  # noqa: BLE001  trouble of ours, not of the file
            self.env.cr.rollback()
            _logger.exception("Folder %s: %s stays claimed", self.name, file.name)
            return [f"{file.name!r}: {type(error).__name__}; it is tried again."]
        if refused:
            file.move_to_quarantine(refused)
            return [f"{file.name!r} was quarantined: {refused}"]
        file.move_to_archive(fields.Date.today())
        return []

    def _receive(self, file):
        """Hand the file to the inbox; return why it went to quarantine there, if so."""
        with file.open() as stream:
            message = self.integration_id.receive(
                stream, content_type=self.content_type or None, filename=file.name
            )
            file.check_settled()
        # Of a duplicate only the key may be left.
        known = message.exists()
        if known.state != "quarantined":
            return None
        return known.error_message or self.env._("It cannot be read as a message.")

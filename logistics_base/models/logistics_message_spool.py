# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import filecmp
import hashlib
import io
import os
import tempfile

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Payloads above this many bytes go to the filestore.
INLINE_SIZE = 256 * 1024
#: Payloads above this many bytes are not looked into as a whole when they are taken in.
READABLE_SIZE = 16 * 1024 * 1024
_COPY_SIZE = 1024 * 1024


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    @api.model
    def _take(self, payload):
        """Return (the bytes, None), or (None, the spooled file) of a large payload."""
        if isinstance(payload, str):
            payload = payload.encode()
        if isinstance(payload, (bytes, bytearray, memoryview)):
            payload = io.BytesIO(payload)
        head = payload.read(INLINE_SIZE + 1)
        if len(head) <= INLINE_SIZE:
            return head, None
        return None, Spool(self._spool_folder(), payload, head)

    @api.model
    def _spool_folder(self):
        folder = self.env["ir.attachment"]._full_path("tmp")
        os.makedirs(folder, exist_ok=True)
        return folder

    @api.model
    def _keep_large(self, large, filename, content_type):
        """Move a spooled payload into the filestore; return the attachment's id."""
        if large is None:
            return None
        attachments = self.env["ir.attachment"].sudo()
        attachment = attachments.create(
            {
                "name": filename or "payload",
                "mimetype": (content_type or "application/octet-stream").split(";")[0],
                "res_model": self._name,
            }
        )
        attachments.flush_model()
        store_fname = self._move_to_filestore(large)
        attachments._mark_for_gc(store_fname)
        self.env.cr.execute(
            SQL(
                "UPDATE ir_attachment SET store_fname = %s, checksum = %s, "
                "file_size = %s, db_datas = NULL WHERE id = %s",
                store_fname,
                large.sha1,
                large.size,
                attachment.id,
            )
        )
        attachment.invalidate_recordset()
        return attachment.id

    @api.model
    def _move_to_filestore(self, large):
        """Give the spooled file its place by its content; return its stored name."""
        store_fname = f"{large.sha1[:2]}/{large.sha1}"
        path = self.env["ir.attachment"]._full_path(store_fname)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.isfile(path) and not filecmp.cmp(large.path, path, shallow=False):
            raise UserError(self.env._("The payload collides with an existing file."))
        os.replace(large.path, path)
        return store_fname


class Spool:
    """A payload on its way to the filestore, copied piece by piece."""

    def __init__(self, folder, stream, head=b""):
        digest = hashlib.sha1(head, usedforsecurity=False)
        content = hashlib.sha256(head)
        self.size = len(head)
        descriptor, self.path = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "wb") as file:
            file.write(head)
            while piece := stream.read(_COPY_SIZE):
                digest.update(piece)
                content.update(piece)
                file.write(piece)
                self.size += len(piece)
        self.sha1 = digest.hexdigest()
        self.sha256 = content.hexdigest()

    def open(self):
        """Return it as a binary stream."""
        return open(self.path, "rb")

    def read(self):
        """Return all of it; None where there is too much to look into."""
        if self.size > READABLE_SIZE:
            return None
        with self.open() as file:
            return file.read()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from base64 import b64decode
from io import BytesIO

import psycopg2

from odoo import api, models
from odoo.tools import split_every

from ..canonical.documents import to_json
from ..mapping.errors import DecodeError
from ..mapping.outbound.documents import entry_of
from ..mapping.places import zone_named
from ..transport.outgoing import Outgoing
from .logistics_adapter import Identity

JSON = "application/json"
#: So many messages' payloads are fetched in one go.
PORTION = 250
#: Payloads above this many bytes are not read at once.
LARGEST_WHOLE = 64 * 1024 * 1024
_CONTENT_TYPES = {
    "json": ("application/json", "text/json"),
    "xml": ("application/xml", "text/xml"),
    "csv": ("text/csv", "text/plain", "application/csv"),
}


class LogisticsAdapterPreset(models.AbstractModel):
    """Decodes JSON, XML and CSV as a preset describes it: no partner needs code."""

    _name = "logistics.adapter.preset"
    _inherit = "logistics.adapter"
    _description = "Preset Adapter"

    @api.model
    def _preset_of(self, code):
        if not code:
            raise DecodeError("value", self.env._("The integration has no preset."))
        return self.env["logistics.preset"]._compiled(code)

    @api.model
    def _accepts_content_type(self, door, content_type):
        declared = (content_type or "").split(";")[0].strip().lower()
        form = self._preset_of(door.preset).format
        return declared in _CONTENT_TYPES[form] or declared.endswith(f"+{form}")

    @api.model
    def _identify(self, door, body, headers, content_type=None, filename=None):
        try:
            preset = self._preset_of(door.preset)
            streamed = self._identify_file(
                preset, lambda: BytesIO(body), headers, content_type, filename
            )
            if streamed:
                return streamed
            parsed = preset.parse(body, content_type, filename=filename)
            document_type, key = preset.identity(parsed, headers, body)
        except DecodeError as error:
            return self._unreadable(door, error)
        return Identity(document_type, key, key)

    @api.model
    def _identify_large(self, door, large, headers, content_type=None, filename=None):
        try:
            preset = self._preset_of(door.preset)
            streamed = self._identify_file(
                preset, large.open, headers, content_type, filename
            )
        except DecodeError as error:
            return self._unreadable(door, error)
        return streamed or super()._identify_large(
            door, large, headers, content_type, filename
        )

    @api.model
    def _identify_file(self, preset, open_file, headers, content_type, filename):
        """Read through a file that is streamed; None if it has to be read whole."""
        told = preset.identify_file(
            open_file, content_type=content_type, filename=filename, headers=headers
        )
        return told and Identity(*told, told[1])

    @api.model
    def _unreadable(self, door, error):
        keeps = door.preset and self._preset_of(door.preset).format == "csv"
        return Identity(None, problem=("syntax", str(error)), keep=keeps)

    @api.model
    def _encode(self, document, integration=None):
        """Return what tells the partner a document, as ``outbound.documents`` says."""
        preset = self._preset_of(integration.preset)
        documents = preset.outbound.documents if preset.outbound else {}
        settings = integration.call_options or {}
        values = to_json(document, whole=True)
        place, entry = entry_of(documents, document.document_type, values, settings)
        if entry is None:
            raise NotImplementedError(
                self.env._(
                    "Its preset does not say how %s is told.", document.document_type
                )
            )
        return [
            self._outgoing(document, place, entry, one)
            for one in entry.told(document, values, settings)
        ]

    @api.model
    def _outgoing(self, document, place, entry, told):
        request = told.request
        kind = document.document_type.rpartition(".")[2]
        number = getattr(document, "number", None) or getattr(document, "id", None)
        name = told.name or " ".join(filter(None, (kind, number)))
        call = {
            "entry": place,
            "method": request.method,
            "path": request.path,
            "query": [list(pair) for pair in request.query],
            "headers": request.headers,
            "timeout": request.timeout,
            "repeatable": request.repeatable,
            "signed": entry.signed,
            "subject": told.subject,
        }
        return Outgoing(
            content=told.content,
            content_type=request.content_type or (told.content and JSON) or None,
            name=name.replace("/", "-"),
            extension=told.extension,
            call={key: one for key, one in call.items() if one},
        )

    @api.model
    def _decode(self, message):
        return self._reader(message.integration_id)(message)

    @api.model
    def _decode_all(self, integration, messages):
        read = self._reader(integration)
        for message_id, payload, *told in self._payloads(messages):
            message = messages.browse(message_id)
            try:
                body = payload and b64decode(payload)
                yield message, read(message, body, *told)
            except psycopg2.Error:
                raise
            except Exception as error:  # noqa: BLE001  whatever a preset meets
                yield message, error

    @api.model
    def _payloads(self, messages):
        """Yield (id, payload in base64, content type, partner's id, file name).

        Without the record cache: at thousands of messages a second it costs more than
        decoding. Not all at once: together they can be large.
        """
        for ids in split_every(PORTION, sorted(messages.ids)):
            self.env.cr.execute(
                "SELECT id, payload, content_type, external_id, filename "
                "FROM logistics_message WHERE id = ANY(%s) ORDER BY id",
                (list(ids),),
            )
            yield from self.env.cr.fetchall()

    @api.model
    def _whole(self, message):
        if message.size > LARGEST_WHOLE:
            raise DecodeError(
                "limits",
                self.env._(
                    "More than %s bytes are read only from CSV that its preset streams.",
                    LARGEST_WHOLE,
                ),
            )
        return message._body()

    @api.model
    def _reader(self, integration):
        """Return ``read(message, body, content type, external id, file name)``.

        It returns the documents. Without a body the message's payload is opened: a file
        of the filestore, which is read row by row where the preset says so.
        """
        preset = self._preset_of(integration.preset)
        zone = integration.default_tz and zone_named(integration.default_tz)

        def read(message, body=None, *told):
            content_type, external_id, filename = told or (
                message.content_type,
                message.external_id,
                message.filename,
            )
            facts = {
                "content_type": content_type,
                "filename": filename or None,
                "headers": {"webhook-id": external_id} if external_id else None,
                "default_zone": zone or None,
            }
            if not body:
                streamed = preset.decode_file(message._open_payload, **facts)
                if streamed is not None:
                    return streamed
                body = self._whole(message)
            return preset.decode(body, **facts)

        return read

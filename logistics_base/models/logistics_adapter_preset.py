# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from base64 import b64decode

import psycopg2

from odoo import api, models

from ..mapping.errors import DecodeError
from ..mapping.places import zone_named
from .logistics_adapter import Identity

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
            parsed = preset.parse(body, content_type)
            document_type, key = preset.identity(parsed, headers, body)
        except DecodeError as error:
            keeps = door.preset and self._preset_of(door.preset).format == "csv"
            return Identity(None, problem=("syntax", str(error)), keep=keeps)
        return Identity(document_type, key, key)

    @api.model
    def _decode(self, message):
        return self._reader(message.integration_id)(
            message._body(), message.content_type, message.external_id
        )

    @api.model
    def _decode_all(self, integration, messages):
        # One query and no record cache: at thousands of messages a second the cache
        # costs more than decoding.
        read = self._reader(integration)
        self.env.cr.execute(
            "SELECT id, payload, content_type, external_id FROM logistics_message "
            "WHERE id = ANY(%s) ORDER BY id",
            (list(messages.ids),),
        )
        for message_id, payload, content_type, external_id in self.env.cr.fetchall():
            message = messages.browse(message_id)
            try:
                body = b64decode(payload) if payload else message._body()
                yield message, read(body, content_type, external_id)
            except psycopg2.Error:
                raise
            except Exception as error:  # noqa: BLE001  whatever a preset meets
                yield message, error

    @api.model
    def _reader(self, integration):
        """Return ``read(body, content type, external id) -> documents``."""
        preset = self._preset_of(integration.preset)
        zone = integration.default_tz and zone_named(integration.default_tz)

        def read(body, content_type, external_id):
            return preset.decode(
                body,
                content_type=content_type,
                headers={"webhook-id": external_id} if external_id else None,
                default_zone=zone or None,
            )

        return read

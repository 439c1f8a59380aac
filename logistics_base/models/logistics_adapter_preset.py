# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..mapping.errors import DecodeError
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
        preset = self._preset_of(message.integration_id.preset)
        return preset.decode(
            message._body(),
            content_type=message.content_type,
            headers=message.external_id and {"webhook-id": message.external_id},
        )

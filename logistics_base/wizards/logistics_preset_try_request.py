# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from pathlib import Path

from odoo import api, fields, models
from odoo.modules.module import get_module_path

from ..canonical.documents import DOCUMENTS, DocumentError, to_json
from ..mapping.errors import DecodeError, PresetError
from ..mapping.outbound.documents import entry_of
from ..mapping.outbound.kinds import CALL_KINDS
from ..mapping.preset import Preset
from ..transport.call_errors import CallError


class LogisticsPresetTry(models.TransientModel):
    """Shows the request that a preset would send, too; nothing is sent."""

    _inherit = "logistics.preset.try"

    has_calls = fields.Boolean(compute="_compute_has_calls")
    call_name = fields.Selection(
        selection="_selection_call_name",
        string="Call or Document",
        compute="_compute_call_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    request_json = fields.Text(
        string="Canonical Request",
        compute="_compute_request_json",
        store=True,
        readonly=False,
        precompute=True,
    )
    sent = fields.Text(string="What Would Be Sent", compute="_compute_sent")
    sent_problem = fields.Text(compute="_compute_sent")

    @api.model
    def _selection_call_name(self):
        calls = [(name, name.replace("_", " ").capitalize()) for name in CALL_KINDS]
        return calls + self.env["logistics.message"]._selection_document_type()

    def _outbound(self):
        """Return the compiled section; None where there is none, or it is not right."""
        try:
            return Preset.load(self.source or "").outbound
        except PresetError:
            return None

    @api.depends("source")
    def _compute_has_calls(self):
        for wizard in self:
            outbound = wizard._outbound()
            wizard.has_calls = bool(wizard._told_and_asked(outbound))

    @api.depends("source")
    def _compute_call_name(self):
        for wizard in self:
            outbound = wizard._outbound()
            calls = wizard._told_and_asked(outbound)
            if wizard.call_name not in calls:
                wizard.call_name = calls[0] if calls else False

    @api.depends("call_name")
    def _compute_request_json(self):
        for wizard in self:
            kind = CALL_KINDS.get(wizard.call_name)
            sample = dict(kind.sample) if kind else wizard._sample_document()
            wizard.request_json = sample and json.dumps(
                sample, indent=2, ensure_ascii=False
            )

    @api.depends("source", "call_name", "request_json", "integration_id")
    def _compute_sent(self):
        for wizard in self:
            wizard.sent, wizard.sent_problem = wizard._prepared()

    def _prepared(self):
        """Return (the request as text, False) or (False, what is wrong)."""
        outbound = self._outbound()
        if not outbound or not self.call_name or not self.request_json:
            return False, False
        try:
            request = json.loads(self.request_json)
            if not isinstance(request, dict):
                raise ValueError
        except (ValueError, RecursionError):
            return False, self.env._("The canonical request is not a JSON object.")
        settings = self.integration_id.sudo().call_options or {}
        if self.call_name in CALL_KINDS:
            return self._prepared_call(outbound, request, settings)
        return self._prepared_document(outbound, request, settings)

    def _prepared_call(self, outbound, request, settings):
        call = outbound.calls.get(self.call_name)
        if call is None:
            return False, self.env._("The preset does not say how to ask for that.")
        try:
            prepared = call.prepare(request, settings)
        except CallError as error:
            return False, str(error)
        return self._written(outbound, prepared, prepared.shown()), False

    def _prepared_document(self, outbound, request, settings):
        try:
            document = DOCUMENTS[self.call_name].from_json(request)
            values = to_json(document, whole=True)
            _place, entry = entry_of(
                outbound.documents, self.call_name, values, settings
            )
            if entry is None:
                return False, self.env._("The preset does not say how to tell that.")
            told = entry.told(document, values, settings)
        except (DocumentError, DecodeError) as error:
            return False, str(error)
        shown = entry.shown(document, values, settings)
        return "\n\n".join(
            self._written(outbound, one.request, how)
            for one, how in zip(told, shown, strict=True)
        ), False

    @api.model
    def _told_and_asked(self, outbound):
        """Return the names of all that the partner is told and asked."""
        if not outbound:
            return []
        return [name for name in outbound.documents if name in DOCUMENTS] + list(
            outbound.calls
        )

    def _sample_document(self):
        """Return a sample of the document that an addon ships, empty if none does."""
        presets = self.preset_id | self.env["logistics.preset"].search(
            [("module", "!=", False)]
        )
        for preset in presets.filtered("module"):
            folder = get_module_path(preset.module, display_warning=False)
            file = Path(
                folder or "",
                "presets",
                preset.code,
                "outbound",
                f"{self.call_name}.request.json",
            )
            if folder and self.call_name in DOCUMENTS and file.exists():
                return json.loads(file.read_text(encoding="utf-8"))
        return {}

    def _written(self, outbound, prepared, shown):
        """Return the request as it goes over the wire, but for the login."""
        base = self.integration_id.base_url or outbound.base_url or ""
        query = "&".join(f"{name}={value}" for name, value in prepared.query)
        lines = [
            f"{prepared.method} {base}{self._path_of(prepared)}"
            f"{'?' if query else ''}{query}"
        ]
        lines += [f"{name}: {text}" for name, text in prepared.headers.items()]
        if content_type := shown.get("content_type"):
            lines.append(f"Content-Type: {content_type}")
        body = shown.get("body")
        if body is not None:
            written = (
                body
                if isinstance(body, str)
                else json.dumps(body, indent=2, ensure_ascii=False)
            )
            lines += ["", written]
        return "\n".join(lines)

    def _path_of(self, prepared):
        """Return the path that is called: without one, that of the integration."""
        if prepared.path is None:
            return self.integration_id.outbox_path or ""
        return prepared.path

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models

from ..mapping.errors import PresetError
from ..mapping.outbound.kinds import CALL_KINDS
from ..mapping.preset import Preset
from ..transport.call_errors import CallError


class LogisticsPresetTry(models.TransientModel):
    """Shows the request that a preset would send, too; nothing is sent."""

    _inherit = "logistics.preset.try"

    has_calls = fields.Boolean(compute="_compute_has_calls")
    call_name = fields.Selection(
        selection="_selection_call_name",
        string="Call",
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
        return [(name, name.replace("_", " ").capitalize()) for name in CALL_KINDS]

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
            wizard.has_calls = bool(outbound and outbound.calls)

    @api.depends("source")
    def _compute_call_name(self):
        for wizard in self:
            outbound = wizard._outbound()
            calls = list(outbound.calls) if outbound else []
            if wizard.call_name not in calls:
                wizard.call_name = calls[0] if calls else False

    @api.depends("call_name")
    def _compute_request_json(self):
        for wizard in self:
            kind = CALL_KINDS.get(wizard.call_name)
            wizard.request_json = kind and json.dumps(
                dict(kind.sample), indent=2, ensure_ascii=False
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
        call = outbound.calls.get(self.call_name)
        if call is None:
            return False, self.env._("The preset does not say how to ask for that.")
        try:
            request = json.loads(self.request_json)
            if not isinstance(request, dict):
                raise ValueError
        except (ValueError, RecursionError):
            return False, self.env._("The canonical request is not a JSON object.")
        settings = self.integration_id.sudo().call_options or {}
        try:
            prepared = call.prepare(request, settings)
        except CallError as error:
            return False, str(error)
        return self._written(outbound, prepared), False

    def _written(self, outbound, prepared):
        """Return the request as it goes over the wire, but for the login."""
        shown = prepared.shown()
        base = self.integration_id.base_url or outbound.base_url or ""
        query = "&".join(f"{name}={value}" for name, value in prepared.query)
        lines = [
            f"{prepared.method} {base}{prepared.path}{'?' if query else ''}{query}"
        ]
        lines += [f"{name}: {text}" for name, text in prepared.headers.items()]
        if prepared.content_type:
            lines.append(f"Content-Type: {prepared.content_type}")
        body = shown.get("body")
        if body is not None:
            written = (
                body
                if isinstance(body, str)
                else json.dumps(body, indent=2, ensure_ascii=False)
            )
            lines += ["", written]
        return "\n".join(lines)

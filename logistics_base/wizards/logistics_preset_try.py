# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from collections import Counter
from typing import NamedTuple

from odoo import api, fields, models

from ..canonical import vocabulary
from ..canonical.documents import DocumentError
from ..mapping.errors import DecodeError, PresetError
from ..mapping.preset import Preset
from ..models.logistics_milestone_timeline import local_time
from ..protocols.edi import decoding

_CONTENT_TYPES = {
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
}


class Trial(NamedTuple):
    """What became of a payload.

    :ivar problems: in words; with any, there are no documents.
    """

    documents: tuple = ()
    document_type: str | None = None
    identity: str | None = None
    codes: dict = {}
    problems: tuple = ()


class LogisticsPresetTry(models.TransientModel):
    """Shows what a preset makes of a payload, while the preset is being written.

    Nothing is written but the preset itself, and that only by ``action_save``.
    """

    _name = "logistics.preset.try"
    _description = "Preset Editor"

    preset_id = fields.Many2one("logistics.preset", readonly=True, ondelete="cascade")
    integration_id = fields.Many2one(
        "logistics.integration",
        ondelete="cascade",
        help="Its own code map counts too.",
    )
    source = fields.Text(
        string="Text of the Preset",
        compute="_compute_source",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    payload = fields.Text(
        compute="_compute_payload", store=True, readonly=False, precompute=True
    )
    headers = fields.Text(
        help="Headers that came with it, one a line: “Name: value”. Only needed where "
        "the preset reads them."
    )
    content_type = fields.Char(help="As declared by the partner. Empty: by the format.")
    result_html = fields.Html(
        string="Result", compute="_compute_result", sanitize=False
    )
    result_json = fields.Text(string="Canonical JSON", compute="_compute_result")
    problem = fields.Text(compute="_compute_result")
    document_count = fields.Integer(compute="_compute_result")
    is_changed = fields.Boolean(compute="_compute_is_changed")

    @api.depends("preset_id")
    def _compute_source(self):
        for wizard in self:
            wizard.source = wizard.preset_id.source or wizard.source

    @api.depends("preset_id")
    def _compute_payload(self):
        for wizard in self:
            presets = self.env["logistics.preset"]
            wizard.payload = wizard.payload or presets._sample(wizard.preset_id.code)

    @api.depends("source", "preset_id.source")
    def _compute_is_changed(self):
        for wizard in self:
            wizard.is_changed = wizard.source != wizard.preset_id.source

    @api.depends("source", "payload", "headers", "content_type", "integration_id")
    def _compute_result(self):
        for wizard in self:
            trial = wizard._try()
            wizard.problem = "\n".join(trial.problems)
            wizard.document_count = len(trial.documents)
            wizard.result_json = json.dumps(
                [document.to_json() for document in trial.documents],
                indent=2,
                ensure_ascii=False,
            )
            wizard.result_html = wizard._render(trial)

    # Trying

    def _try(self):
        """Return the :class:`Trial` of the payload; nothing is written."""
        try:
            preset = Preset.load(self.source or "")
        except PresetError as error:
            return Trial(problems=error.problems)
        if not self.payload:
            return Trial(codes=preset.codes)
        body = self.payload.encode("utf-8", "surrogatepass")
        content_type = self.content_type or _CONTENT_TYPES[preset.format]
        headers = _headers(self.headers)
        if preset.adapter in decoding.STANDARDS:
            return self._try_edi(preset, body)
        try:
            parsed = preset.parse(body, content_type)
            document_type, identity = preset.identity(parsed, headers, body)
            documents = preset.decode(body, content_type=content_type, headers=headers)
            for document in documents:
                # Lines that are streamed tell their problems when they are read.
                document.to_json()
        except (DecodeError, DocumentError) as error:
            return Trial(codes=preset.codes, problems=(self._words_of(error),))
        return Trial(tuple(documents), document_type, identity, preset.codes)

    def _try_edi(self, preset, body):
        options = self.integration_id._edi_options() if self.integration_id else {}
        try:
            _key, name = decoding.identify(preset.adapter, body, options)
            reading = decoding.decode(preset.adapter, body, options)
        except DecodeError as error:
            return Trial(codes=preset.codes, problems=(self._words_of(error),))
        if reading.refusal:
            return Trial(codes=preset.codes, problems=(str(reading.refusal),))
        documents = tuple(reading.documents)
        kind = documents[0].document_type if documents else None
        return Trial(documents, kind, name, preset.codes)

    @api.model
    def _words_of(self, error):
        if isinstance(error, DocumentError):
            return self.env._("The document lacks something: %s", error)
        words = {
            "syntax": self.env._("The payload cannot be read: %s", error),
            "encoding": self.env._(
                "The payload is in no encoding we can read: %s", error
            ),
            "limits": self.env._("The payload is too large or too deep: %s", error),
            "truncated": self.env._("Not all of the payload is there: %s", error),
            "missing": self.env._(
                "Something the preset asks for is not there: %s", error
            ),
            "value": self.env._("A value does not fit: %s", error),
            "unmapped_message": self.env._(
                "No entry of “messages” applies to this payload. Add one, or one with "
                "“ignore: true” if such messages mean nothing."
            ),
        }
        return words.get(error.category) or str(error)

    # Showing

    def _render(self, trial):
        table = self._code_table(trial)
        return self.env["ir.qweb"]._render(
            "logistics_base.preset_try_result",
            {
                "trial": trial,
                "has_payload": bool(self.payload),
                "events": [
                    self._shown(document, table)
                    for document in trial.documents
                    if document.document_type == "shipment.milestone"
                ],
                "others": [
                    json.dumps(document.to_json(), indent=2, ensure_ascii=False)
                    for document in trial.documents
                    if document.document_type != "shipment.milestone"
                ],
                "unmapped": self._unmapped(trial, table),
            },
        )

    def _code_table(self, trial):
        """Return {(domain, code): our word}: the preset's and the integration's own."""
        table = {
            (domain, external): canonical
            for domain, entries in trial.codes.items()
            for external, canonical in entries.items()
        }
        if self.integration_id:
            own = self.env["logistics.code.map"].search(
                [
                    ("integration_id", "=", self.integration_id.id),
                    ("is_mapped", "=", True),
                ]
            )
            table.update({(e.domain, e.external_code): e.canonical_code for e in own})
        return table

    @api.model
    def _code_of(self, event, table):
        if event.code or event.retracts:
            return event.code
        raws = (event.raw_code, *event.raw_code_alternatives)
        found = (table.get(("milestone", raw)) for raw in raws)
        return next((code for code in found if code), None)

    @api.model
    def _shown(self, event, table):
        """Return a tracking event as the try-out shows it."""
        code = self._code_of(event, table)
        place = event.location
        parts = place and (place.name, place.city, place.state, place.country)
        return {
            "label": vocabulary.MILESTONES[code].label if code else None,
            "retracts": event.retracts,
            "raw_code": event.raw_code,
            "words": event.description or event.raw_description,
            "classifier": event.classifier,
            "time": self._time(event.occurred_at, event.utc_offset_minutes),
            "time_assumed": event.time_assumed,
            "references": [
                (vocabulary.REFERENCE_TYPES.get(r.type, r.type), r.value)
                for r in event.references
            ],
            "package": event.package,
            "place": parts and ", ".join(part for part in parts if part),
            "eta": self._time(event.estimated_delivery, event.utc_offset_minutes),
            "reason": vocabulary.REASONS.get(event.reason_code) or event.raw_reason,
            "signatory": event.proof and event.proof.signatory,
            "has_id": bool(event.id),
        }

    @api.model
    def _time(self, when, offset):
        return when and local_time(self.env, when.replace(tzinfo=None), offset)

    @api.model
    def _unmapped(self, trial, table):
        """Return what nobody has mapped, with a suggestion where there is one."""
        counts, labels = Counter(), {}
        for event in trial.documents:
            if event.document_type != "shipment.milestone" or event.retracts:
                continue
            if not self._code_of(event, table):
                counts["milestone", event.raw_code or ""] += 1
                labels[event.raw_code or ""] = event.raw_description
            if event.raw_reason and ("reason", event.raw_reason) not in table:
                counts["reason", event.raw_reason] += 1
        entries = self.env["logistics.code.map"]
        found = []
        for (domain, code), count in counts.items():
            entry = entries.new(
                {
                    "domain": domain,
                    "external_code": code,
                    "external_label": labels.get(code),
                }
            )
            found.append(
                {
                    "domain": vocabulary.CODE_DOMAINS[domain],
                    "code": code,
                    "words": entry.external_label,
                    "count": count,
                    "suggestion": entry.suggested_code,
                    "label": entry.suggested_label,
                    "score": round(entry.suggestion_score),
                }
            )
        return found

    # Buttons

    def action_try(self):
        """Try again with what is written now."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preset Editor"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_save(self):
        """Save the preset; the text it had before stays as a revision."""
        self.ensure_one()
        if self.preset_id:
            self.preset_id.write({"source": self.source})
        else:
            self.preset_id = self.preset_id.create({"source": self.source})
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("“%s” is saved and in use.", self.preset_id.name),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


def _headers(text):
    lines = (line.partition(":") for line in (text or "").splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon}

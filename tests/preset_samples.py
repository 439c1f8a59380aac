# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The samples that lie beside presets: messages and calls, and what becomes of them."""

import json
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

from tests.plain import ROOT

# isort: split
# What presets may call is known once it is imported.
import logistics_carrier_connector.carriers.calls  # noqa: F401
import logistics_wms_sync.canonical  # noqa: F401
from logistics_base.canonical.documents import DOCUMENTS, to_json
from logistics_base.mapping.outbound.documents import entry_of


@dataclass(frozen=True)
class Sample:
    """``samples/<name>.<format>`` with its expectation and, if any, its headers."""

    preset: Path
    message: Path

    def __str__(self):
        return f"{self.preset.name}-{self.message.stem}"

    @property
    def body(self):
        return self.message.read_bytes()

    @property
    def expected(self):
        return json.loads(self._beside("expected").read_text())

    @property
    def headers(self):
        path = self._beside("headers")
        return json.loads(path.read_text()) if path.exists() else None

    def _beside(self, kind):
        return self.message.with_name(f"{self.message.stem}.{kind}.json")


def preset_folders(addon):
    """Folders of an addon's presets that hold a preset file."""
    files = sorted((ROOT / addon / "presets").glob("*/preset.yaml"))
    return [file.parent for file in files]


def samples(addon):
    """Every sample of an addon's presets."""
    return [
        Sample(folder, message)
        for folder in preset_folders(addon)
        for message in sorted((folder / "samples").glob("*"))
        if "." not in message.stem
    ]


@dataclass(frozen=True)
class CallSample:
    """``outbound/<call>[-<name>].request.json`` with what is sent and answered."""

    preset: Path
    request_file: Path

    def __str__(self):
        return f"{self.preset.name}-{self.name}"

    @property
    def name(self):
        return self.request_file.name.removesuffix(".request.json")

    @property
    def call(self):
        return self.name.partition("-")[0]

    @property
    def request(self):
        return self.read("request")

    def read(self, kind):
        """Return what lies in ``<name>.<kind>.json``."""
        return json.loads(self.path(kind).read_text())

    def path(self, kind, form="json"):
        return self.request_file.with_name(f"{self.name}.{kind}.{form}")

    def sent(self, preset):
        """Return what the preset sends for the request, as JSON values."""
        return preset.outbound.calls[self.call].prepare(self.request, {}).shown()

    def meaning(self, preset):
        """Return what the preset makes of the answer, as JSON values."""
        found = preset.outbound.calls[self.call].read(
            self._answer(), self.request, {}, preset.decode_parsed
        )
        return to_json(found)

    @property
    def is_answered(self):
        """Whether the sample tells what the partner answers."""
        files = (self.path("answer"), self.path("answer", "xml"), self.path("status"))
        return any(file.exists() for file in files)

    def _answer(self):
        file = self.path("answer")
        file = file if file.exists() else self.path("answer", "xml")
        content = file.read_bytes() if file.exists() else b""
        told = self.path("status")
        status = json.loads(told.read_text()) if told.exists() else 200
        return SimpleNamespace(status=status, headers=Message(), content=content)


class DocumentSample(CallSample):
    """``outbound/<document type>[-<name>].request.json``: how a document is told."""

    settings = {"customer_id": "7", "channel_id": "88", "warehouse_id": "3"}

    @property
    def document(self):
        """The document as a handler would send it."""
        return DOCUMENTS[self.call].from_json(self.request)

    def entry(self, preset):
        """Return (the entry that tells it, the document as templates see it)."""
        values = to_json(self.document, whole=True)
        documents = preset.outbound.documents
        return entry_of(documents, self.call, values, self.settings)[1], values

    def sent(self, preset):
        """Return the list of what the preset sends, as JSON values."""
        entry, values = self.entry(preset)
        return entry.shown(self.document, values, self.settings)

    def meaning(self, preset):
        """Return the documents that the answer to the last call means, as JSON."""
        entry, values = self.entry(preset)
        told = entry.told(self.document, values, self.settings)[-1]
        found = entry.answer.read(
            self._answer(), told.subject, self.settings, preset.decode_parsed
        )
        return [{"type": one.document_type, **to_json(one)} for one in found.documents]


def call_samples(addon):
    """Every sample of what an addon's presets call."""
    return [one for one in _outbound_samples(addon) if type(one) is CallSample]


def document_samples(addon):
    """Every sample of what an addon's presets tell."""
    return [one for one in _outbound_samples(addon) if type(one) is DocumentSample]


def outbound_sample(folder, file):
    """Return the sample of a call, or of a document that is told."""
    sample = CallSample(folder, file)
    return DocumentSample(folder, file) if sample.call in DOCUMENTS else sample


def _outbound_samples(addon):
    return [
        outbound_sample(folder, file)
        for folder in preset_folders(addon)
        for file in sorted((folder / "outbound").glob("*.request.json"))
    ]

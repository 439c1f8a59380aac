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
from logistics_base.canonical.documents import to_json


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
        for message in sorted((folder / "samples").iterdir())
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

    def _answer(self):
        file = self.path("answer")
        file = file if file.exists() else self.path("answer", "xml")
        return SimpleNamespace(status=200, headers=Message(), content=file.read_bytes())


def call_samples(addon):
    """Every sample of what an addon's presets call."""
    return [
        CallSample(folder, file)
        for folder in preset_folders(addon)
        for file in sorted((folder / "outbound").glob("*.request.json"))
    ]

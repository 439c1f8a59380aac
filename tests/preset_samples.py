# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The samples that lie beside presets: a message, and the documents it must give."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.plain import ROOT


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

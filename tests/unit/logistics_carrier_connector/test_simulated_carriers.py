# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The presets read everything that the simulated carriers tell."""

from functools import cache

import pytest

from logistics_base.mapping.preset import Preset
from tests.preset_samples import preset_folders
from tests.simulators.dialects import DIALECTS
from tests.simulators.journeys import JOURNEYS
from tests.unit.simulators.common import make_carrier

FOLDERS = {one.name: one for one in preset_folders("logistics_carrier_connector")}
TOLD = [
    (code, journey)
    for code in sorted(set(FOLDERS) & set(DIALECTS))
    for journey in JOURNEYS
    if code != "dcsa" or journey == "ocean"
]


@cache
def load(code):
    return Preset.load((FOLDERS[code] / "preset.yaml").read_text())


def messages(carrier):
    while message := carrier.next_message():
        yield message


def is_mapped(preset, document):
    table = preset.codes["milestone"]
    codes = (document.raw_code, *document.raw_code_alternatives)
    return any(code in table for code in codes)


def tells(document, event):
    """Tell whether the document is the event: its instant and its classifier."""
    if document.classifier != event.classifier:
        return False
    if document.time_assumed:  # DHL names no state, so no zone of large countries
        return True
    return document.occurred_at == event.occurred_at.replace(
        microsecond=document.occurred_at.microsecond
    )


@pytest.mark.parametrize(("code", "journey"), TOLD)
def test_every_message_tells_its_event_in_mapped_codes(code, journey):
    preset = load(code)
    carrier = make_carrier(code, journey, packages=["PKG1", "PKG2"])
    read = 0
    for message in messages(carrier):
        documents = preset.decode(message.rendered.body)
        assert any(tells(document, message.event) for document in documents)
        assert all(is_mapped(preset, document) for document in documents)
        numbers = {r.value for d in documents for r in d.references}
        assert message.event.number in numbers
        read += 1
    assert read

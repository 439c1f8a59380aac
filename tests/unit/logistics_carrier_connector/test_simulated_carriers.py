# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The presets read everything that the simulated carriers tell."""

from datetime import timedelta
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


def meaning(preset, document):
    """Return the canonical code and classifier that a document comes to."""
    if document.code:
        return document.code, document.classifier
    table = preset.codes["milestone"]
    codes = (document.raw_code, *document.raw_code_alternatives)
    return next(table[code] for code in codes if code in table), document.classifier


def tells(document, event):
    """Tell whether the document is of the instant and the package of the event."""
    if event.number not in {reference.value for reference in document.references}:
        return False
    occurred = event.occurred_at.replace(microsecond=document.occurred_at.microsecond)
    if not document.time_assumed:
        return document.occurred_at == occurred
    # DHL names no state, so no zone of large countries: only the clock there is known.
    clock = document.occurred_at + timedelta(minutes=document.utc_offset_minutes)
    return clock.replace(tzinfo=None) == occurred.replace(tzinfo=None)


@pytest.mark.parametrize(("code", "journey"), TOLD)
def test_every_message_comes_to_what_the_carrier_told(code, journey):
    preset = load(code)
    carrier = make_carrier(code, journey, packages=["PKG1", "PKG2"])
    read = 0
    for message in messages(carrier):
        event = message.event
        documents = preset.decode(message.rendered.body)
        said = [meaning(preset, each) for each in documents if tells(each, event)]
        assert (carrier.dialect.spoken(event.code), event.classifier) in said
        assert all(meaning(preset, document) for document in documents)
        read += 1
    assert read

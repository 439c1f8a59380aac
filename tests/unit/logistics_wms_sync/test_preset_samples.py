# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each preset of this addon reads what its samples say."""

import pytest

import logistics_wms_sync.canonical  # noqa: F401  registers the documents
from logistics_base.mapping.preset import Preset
from tests.preset_samples import preset_folders, samples

ADDON = "logistics_wms_sync"


def _load(folder):
    return Preset.load((folder / "preset.yaml").read_text())


@pytest.mark.parametrize("folder", preset_folders(ADDON), ids=lambda one: one.name)
def test_a_preset_is_named_as_its_folder_and_has_samples(folder):
    assert _load(folder).code == folder.name
    assert any(sample.preset == folder for sample in samples(ADDON))


@pytest.mark.parametrize("sample", samples(ADDON), ids=str)
def test_a_sample_gives_the_documents_expected_of_it(sample):
    documents = _load(sample.preset).decode(sample.body, headers=sample.headers)
    assert [one.to_json() for one in documents] == sample.expected

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EDI files of warehouses beside the documents expected from them."""

import json
from pathlib import Path

import pytest

from logistics_base.protocols.edi import EdiError, decoding
from logistics_wms_sync import edi  # noqa: F401  registers the sets

FILES = sorted(Path(__file__).parent.glob("*/*.edi"))
each_file = pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}"
)


@each_file
def test_a_file_gives_the_documents_expected_of_it(file):
    expected = json.loads(file.with_suffix(".expected.json").read_text("utf-8"))

    reading = decoding.decode(file.parent.name, file.read_bytes(), {})

    assert not reading.warnings
    assert [
        {"type": one.document_type, "data": one.to_json()} for one in reading.documents
    ] == expected
    for document in reading.documents:
        assert type(document).from_json(document.to_json()) == document


@each_file
def test_a_file_that_was_cut_in_half_gives_nothing(file):
    whole = file.read_bytes()
    for share in (0.4, 0.5, 0.75, 0.95):
        with pytest.raises(EdiError):
            decoding.decode(file.parent.name, whole[: int(len(whole) * share)], {})

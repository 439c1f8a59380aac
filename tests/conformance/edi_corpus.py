# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The EDI messages of a folder that ``LOGISTICS_CORPUS`` names."""

import os
from pathlib import Path

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import edifact, x12

CORPUS = Path(os.environ.get("LOGISTICS_CORPUS") or "/nonexistent")
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="LOGISTICS_CORPUS names no folder of partner messages"
)


def transactions(sets):
    """Return (name, standard, interchange, transaction) of every message of these."""
    found = []
    for path in sorted(CORPUS.glob("edi*/*.edi")):
        content = path.read_bytes()
        standard = "x12" if x12.looks_like(content) else "edifact"
        try:
            interchanges = (x12 if standard == "x12" else edifact).read(content)
        except DecodeError:
            # What is cut off or broken is another test's matter.
            continue
        found += [
            (f"{path.stem}-{transaction.set_id}", standard, interchange, transaction)
            for interchange in interchanges
            for _group, transaction in interchange.transactions()
            if transaction.set_id in sets
        ]
    return found


def each(cases):
    """Return a mark that gives a test each of these, by name."""
    return pytest.mark.parametrize(
        ("standard", "interchange", "transaction"),
        [case[1:] for case in cases] or [(None, None, None)],
        ids=[case[0] for case in cases] or ["no corpus"],
    )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real transport messages in EDI: all are read, and what they say is found again."""

import os
from pathlib import Path

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import edifact, registry, x12
from logistics_carrier_connector import edi  # noqa: F401  registers the sets
from logistics_carrier_connector.edi.codes import codes_of

CORPUS = Path(os.environ.get("LOGISTICS_CORPUS") or "/nonexistent")
TRANSPORT = {"204", "211", "214", "310", "315", "990"} | {
    "IFTMIN",
    "IFTMBF",
    "IFTMBC",
    "IFTSTA",
}

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="LOGISTICS_CORPUS names no folder of partner messages"
)


def transactions():
    """Return (name, standard, interchange, transaction) of every transport message."""
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
            if transaction.set_id in TRANSPORT
        ]
    return found


CASES = transactions()


@pytest.mark.parametrize(
    ("standard", "interchange", "transaction"),
    [case[1:] for case in CASES] or [(None, None, None)],
    ids=[case[0] for case in CASES] or ["no corpus"],
)
def test_every_message_is_read(standard, interchange, transaction):
    read = registry.reader_of(standard, transaction.set_id)
    documents = list(read(transaction, interchange, {}))

    assert documents
    for document in documents:
        document.check()


def events(set_id):
    for _name, standard, interchange, transaction in CASES:
        if transaction.set_id == set_id:
            read = registry.reader_of(standard, set_id)
            yield transaction, list(read(transaction, interchange, {}))


def count(transaction, *tags):
    return sum(segment.tag in tags for segment in transaction.segments)


@pytest.mark.parametrize(("set_id", "tag"), [("214", "AT7"), ("IFTSTA", "STS")])
def test_no_status_is_lost(set_id, tag):
    found = list(events(set_id))

    assert found
    for transaction, documents in found:
        assert len(documents) == count(transaction, tag)


@pytest.mark.parametrize("set_id", ["214", "315"])
def test_every_standard_code_means_something(set_id):
    milestones = codes_of("x12")["milestone"]
    raw = {d.raw_code for _t, documents in events(set_id) for d in documents}

    assert raw
    assert raw <= set(milestones)


def test_appointments_are_planned():
    planned = {
        document.classifier
        for _transaction, documents in events("214")
        for document in documents
        if document.raw_code in ("AA", "AB")
    }

    assert planned == {"planned"}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real transport messages in EDI: all are read, and what they say is found again."""

import pytest

from logistics_base.protocols.edi import registry
from logistics_carrier_connector import edi  # noqa: F401  registers the sets
from logistics_carrier_connector.edi.codes import codes_of

from .edi_corpus import each, needs_corpus, transactions

TRANSPORT = {"204", "211", "214", "310", "315", "990"} | {
    "IFTMIN",
    "IFTMBF",
    "IFTMBC",
    "IFTSTA",
}

pytestmark = needs_corpus
CASES = transactions(TRANSPORT)


@each(CASES)
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

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is written in X12 is read again as it was meant, whatever is said."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics_base.protocols.edi import Envelope, Party, Transaction, decoding, x12
from logistics_base.protocols.edi.registry import writer_of
from logistics_wms_sync import edi  # noqa: F401  registers the sets

from . import warehouse_documents as documents

ZONES = st.sampled_from([None, timezone.utc, timezone(timedelta(hours=-5))])
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)


def sent(document, set_id, version="004010", zone=None, **options):
    """Return what the other side reads in the file that the document is written as."""
    options = {"zone": zone, "now": NOW, **options}
    writer = writer_of("x12", document.document_type, set_id)
    transaction = Transaction(set_id, segments=tuple(writer.write(document, options)))
    envelope = Envelope(
        sender=Party("KONTOR", "ZZ"),
        receiver=Party("PRAIRIE", "ZZ"),
        control_number=7,
        date=datetime(2026, 3, 2, 9, 30),
        version=version,
    )
    data = x12.write(envelope, [transaction])
    (read,) = decoding.decode("x12", data, options).documents
    assert type(read).from_json(read.to_json()) == read
    return read


@given(documents.releases, ZONES, st.sampled_from(["004010", "005010"]))
def test_a_release_as_940(release, zone, version):
    assert sent(release, "940", version, zone) == release


@given(documents.advices(), ZONES)
def test_an_advice_as_943(advice, zone):
    assert sent(advice, "943", zone=zone) == advice


@given(documents.advices(), ZONES)
def test_an_advice_as_856(advice, zone):
    read = sent(advice, "856", zone=zone)

    several = [line for line in advice.lines if len(line.lots) > 1]
    if several:
        # An item of an 856 has one date of expiry.
        advice, read = _without_expiry(advice), _without_expiry(read)
    assert read == replace(advice, instructions=None)


def _without_expiry(advice):
    return replace(
        advice,
        lines=tuple(
            replace(line, lots=tuple(replace(lot, expires=None) for lot in line.lots))
            for line in advice.lines
        ),
    )


@given(documents.shipments(), ZONES)
def test_a_shipment_as_945(shipment, zone):
    assert sent(shipment, "945", zone=zone) == shipment


@given(documents.receipts(), ZONES)
def test_a_receipt_as_944(receipt, zone):
    read = sent(receipt, "944", zone=zone)

    lines = tuple(replace(line, reason=None) for line in read.lines)
    assert replace(read, lines=lines) == receipt


@given(documents.snapshots, ZONES)
def test_a_snapshot_as_846(snapshot, zone):
    read = sent(snapshot, "846", zone=zone)

    # Where there is something, but nothing good, that there is nothing good is told.
    told = tuple(line for line in read.lines if line.quantity)
    assert replace(read, lines=told) == snapshot


@given(documents.deltas(), ZONES)
def test_a_delta_as_947(delta, zone):
    read = sent(delta, "947", zone=zone)

    lines = tuple(replace(line, reason=None) for line in read.lines)
    assert replace(read, lines=lines) == delta


@given(documents.batches, ZONES)
def test_master_data_as_832(batch, zone):
    assert sent(batch, "832", zone=zone) == batch


@pytest.mark.parametrize("status", ["accepted", "rejected", "cancel_refused"])
@given(documents.shipments(), documents.texts)
@settings(max_examples=20)
def test_an_answer_as_824(status, shipment, reason):
    answer = replace(shipment, status=status, reason=reason[:40], lines=(), packages=())

    read = sent(answer, "824")

    assert (read.status, read.order) == (status, answer.order)
    assert reason[:40].strip() in read.reason

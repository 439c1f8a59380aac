# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is written in EDIFACT is read again as it was meant, whatever is said."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics_base.protocols.edi import Envelope, Party, Transaction, decoding, edifact
from logistics_base.protocols.edi.registry import writer_of
from logistics_wms_sync import edi  # noqa: F401  registers the sets
from logistics_wms_sync.canonical.advices import WarehouseReceipt
from logistics_wms_sync.canonical.fulfillments import FulfillmentUpdate

from . import warehouse_documents as documents

ZONES = st.sampled_from([None, timezone.utc, timezone(timedelta(hours=-5))])
VERSIONS = st.sampled_from(["D:96A:UN", "D:01B:UN"])
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=timezone.utc)


def sent(document, set_id, version="D:96A:UN", zone=None, **options):
    """Return what the other side reads in the file that the document is written as."""
    options = {"zone": zone, "now": NOW, **options}
    writer = writer_of("edifact", document.document_type, set_id)
    written = writer.write(document, options)
    if not isinstance(written, Transaction):
        written = Transaction(set_id, segments=tuple(written))
    envelope = Envelope(
        sender=Party("KONTOR", "14"),
        receiver=Party("LAGERHAUS", "14"),
        control_number=7,
        date=datetime(2026, 3, 2, 9, 30),
        version=version,
    )
    data = edifact.write(envelope, [written])
    (read,) = decoding.decode("edifact", data, options).documents
    assert type(read).from_json(read.to_json()) == read
    return read


def short(party):
    """A party as NAD can tell of it: names and streets of 35 characters."""
    return party and replace(
        party,
        company=party.company[:35].strip(),
        name=party.name[:35].strip(),
        street=party.street[:35].strip(),
    )


@given(documents.releases, ZONES, VERSIONS)
def test_a_release_as_insdes(release, zone, version):
    release = replace(
        release,
        ship_to=short(release.ship_to),
        order=release.order and release.order[:35],
        customer=release.customer and release.customer[:35].strip(),
    )

    assert sent(release, "INSDES", version, zone) == release


@given(documents.advices(), ZONES, VERSIONS)
def test_an_advice_as_desadv(advice, zone, version):
    advice = replace(advice, supplier=short(advice.supplier))

    assert sent(advice, "DESADV", version, zone) == advice


@given(documents.shipments(), ZONES, VERSIONS)
def test_a_shipment_as_desadv(shipment, zone, version):
    assert sent(shipment, "DESADV", version, zone) == shipment


@pytest.mark.parametrize("status", ["accepted", "rejected", "cancel_refused"])
@given(documents.shipments(), documents.texts)
@settings(max_examples=20)
def test_an_answer_as_aperak(status, shipment, reason):
    answer = FulfillmentUpdate(
        id=shipment.id,
        order=shipment.order,
        revision=shipment.revision,
        occurred_at=shipment.occurred_at,
        status=status,
        reason=reason,
    )

    read = sent(answer, "DESADV")

    assert replace(read, reason=answer.reason) == answer
    assert " ".join(reason.split()) in read.reason


@given(documents.receipts(), ZONES, VERSIONS, st.sampled_from([None, True, False]))
def test_a_receipt_as_recadv(receipt, zone, version, is_final):
    receipt = replace(receipt, is_final=is_final)

    assert sent(receipt, "RECADV", version, zone) == receipt


@given(documents.snapshots, ZONES, VERSIONS)
def test_a_snapshot_as_invrpt(snapshot, zone, version):
    def told(document):
        return replace(document, lines=tuple(sorted(document.lines, key=repr)))

    assert told(sent(snapshot, "INVRPT", version, zone)) == told(snapshot)


@pytest.mark.parametrize("word", ["accepted", "rejected"])
@given(documents.receipts(), documents.texts)
@settings(max_examples=20)
def test_an_answer_to_an_advice_as_aperak(word, receipt, reason):
    answer = WarehouseReceipt(
        id=receipt.id,
        advice=receipt.advice,
        answer=word,
        received_at=receipt.received_at,
        reason=reason,
    )

    assert sent(answer, "RECADV") == replace(answer, reason=" ".join(reason.split()))

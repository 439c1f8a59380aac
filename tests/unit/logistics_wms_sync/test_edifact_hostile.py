# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever a file says, reading it gives documents that can be kept, or a refusal."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics_base.canonical.documents import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import (
    Interchange,
    Segment,
    Transaction,
    edifact,
    registry,
)
from logistics_wms_sync import edi  # noqa: F401  registers the sets

from .test_x12_hostile import nonsense, spoilt

TRANSACTIONS = [
    transaction
    for file in sorted((Path(__file__).parent / "edifact").glob("*.edi"))
    for interchange in edifact.read(file.read_bytes())
    for _group, transaction in interchange.transactions()
]


@pytest.mark.parametrize(
    "transaction", TRANSACTIONS, ids=lambda one: f"{one.set_id}-{len(one.segments)}"
)
@given(data=st.data())
@settings(max_examples=60)
def test_a_spoilt_message_is_read_or_refused(transaction, data):
    read = registry.reader_of("edifact", transaction.set_id)
    mark = data.draw(st.sampled_from([".", ","]))
    message = data.draw(spoilt(transaction))

    try:
        documents = read(message, Interchange("edifact", decimal_mark=mark), {})
    except (DecodeError, DocumentError):
        return

    for document in documents:
        assert type(document).from_json(document.to_json()) == document


@given(st.lists(st.tuples(st.sampled_from(["CPS", "LIN", "PCI", "GIN"]), nonsense)))
@settings(max_examples=100)
def test_levels_without_end_are_read_or_refused(told):
    message = Transaction(
        "DESADV", segments=tuple(Segment(tag, (value, value)) for tag, value in told)
    )

    try:
        registry.reader_of("edifact", "DESADV")(message, Interchange("edifact"), {})
    except (DecodeError, DocumentError):
        return

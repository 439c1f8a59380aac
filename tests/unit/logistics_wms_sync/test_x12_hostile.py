# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever a file says, reading it gives documents that can be kept, or a refusal."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics_base.canonical.documents import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import Interchange, Segment, registry, x12
from logistics_wms_sync import edi  # noqa: F401  registers the sets

TRANSACTIONS = [
    transaction
    for file in sorted((Path(__file__).parent / "x12").glob("*.edi"))
    for interchange in x12.read(file.read_bytes())
    for _group, transaction in interchange.transactions()
]
nonsense = st.sampled_from(
    [
        "",
        " ",
        "-1",
        "0",
        "1E9",
        "9" * 30,
        "A" * 200,
        "NaN",
        "٣",
        "20261345",
        "2460",
        "é",
    ]
) | st.text(max_size=8)


@st.composite
def spoilt(draw, transaction):
    """Return the transaction with some of it exchanged, left out, repeated or moved."""
    segments = list(transaction.segments)
    for _time in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(segments) - 1))
        what = draw(st.sampled_from(["element", "drop", "repeat", "move", "empty"]))
        if what == "element":
            segments[at] = _exchanged(draw, segments[at])
        elif what == "drop" and len(segments) > 1:
            del segments[at]
        elif what == "repeat":
            segments.insert(at, segments[at])
        elif what == "move":
            segments.insert(draw(st.integers(0, len(segments) - 1)), segments.pop(at))
        else:
            segments[at] = Segment(segments[at].tag)
    return replace(transaction, segments=tuple(segments))


def _exchanged(draw, segment):
    elements = list(segment.elements) or [""]
    elements[draw(st.integers(0, len(elements) - 1))] = draw(nonsense)
    return Segment(segment.tag, tuple(elements))


@pytest.mark.parametrize(
    "transaction", TRANSACTIONS, ids=lambda one: f"{one.set_id}-{len(one.segments)}"
)
@given(data=st.data())
@settings(max_examples=60)
def test_a_spoilt_transaction_is_read_or_refused(transaction, data):
    read = registry.reader_of("x12", transaction.set_id)
    options = data.draw(st.sampled_from([{}, {"implied_decimals": "2"}]))

    try:
        documents = read(data.draw(spoilt(transaction)), Interchange("x12"), options)
    except (DecodeError, DocumentError):
        return

    for document in documents:
        assert type(document).from_json(document.to_json()) == document

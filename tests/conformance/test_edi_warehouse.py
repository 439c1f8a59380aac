# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real warehouse messages in EDI: they are read, or refused for a reason of theirs."""

import pytest

from logistics_base.canonical.documents import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_base.protocols.edi import registry
from logistics_wms_sync import edi  # noqa: F401  registers the sets

from .edi_corpus import each, needs_corpus, transactions

WAREHOUSE = {"824", "846", "856", "940", "943", "944", "945", "947"} | {
    "DESADV",
    "INSDES",
    "INVRPT",
    "RECADV",
}
#: Elements that are not where they belong; a date of three digits.
UNFIT = ("v004010_945_0-945", "v004010_945_1-945", "v004010_856_0-856")
CASES = transactions(WAREHOUSE)

pytestmark = needs_corpus


@each([case for case in CASES if case[0] not in UNFIT])
def test_every_message_is_read(standard, interchange, transaction):
    read = registry.reader_of(standard, transaction.set_id)
    documents = list(read(transaction, interchange, {}))

    assert documents
    for document in documents:
        assert type(document).from_json(document.to_json()) == document


@each([case for case in CASES if case[0] in UNFIT])
def test_what_cannot_be_meant_is_refused(standard, interchange, transaction):
    read = registry.reader_of(standard, transaction.set_id)

    with pytest.raises((DecodeError, DocumentError)):
        read(transaction, interchange, {})

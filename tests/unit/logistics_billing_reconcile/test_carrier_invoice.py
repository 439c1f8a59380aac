# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from logistics_base.canonical.documents import DOCUMENTS, DocumentError
from logistics_billing_reconcile.canonical.carrier_invoice import CarrierInvoice

LINE = {"tracking_number": "1Z1", "type": "base", "amount": "12.50"}


def read(**values):
    return CarrierInvoice.from_json(values)


def test_a_single_invoice_is_written_without_a_list():
    document = read(number="INV1", currency="EUR", total="12.50", lines=[LINE])
    assert [head.number for head in document.invoices] == ["INV1"]
    assert str(document.lines[0].amount) == "12.50"


def test_the_type_is_known_to_doors_and_presets():
    assert DOCUMENTS["carrier.invoice"] is CarrierInvoice


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"lines": [LINE]}, "number"),
        ({"number": "INV1"}, "lines"),
        ({"number": "INV1", "lines": [{"type": "base"}]}, r"lines\[0\].amount"),
        (
            {"number": "INV1", "lines": [{**LINE, "invoice": "INV2"}]},
            r"lines\[0\].invoice",
        ),
        ({"invoices": [{"number": "A"}, {"number": "A"}], "lines": [LINE]}, "invoices"),
        (
            {"invoices": [{"number": "A"}, {"number": "B"}], "lines": [LINE]},
            r"lines\[0\].invoice",
        ),
        ({"number": "INV1", "lines": [{**LINE, "type": "bribe"}]}, r"lines\[0\].type"),
        (
            {"number": "INV1", "lines": [{**LINE, "amount": "NaN"}]},
            r"lines\[0\].amount",
        ),
    ],
)
def test_what_is_missing_is_named(values, path):
    with pytest.raises(DocumentError, match=path):
        read(**values)

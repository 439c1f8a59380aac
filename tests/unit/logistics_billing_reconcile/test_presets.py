# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the presets of freight bills promise, checked on their own samples."""

import io
import json
from functools import cache

import pytest

from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.preset import Preset
from logistics_billing_reconcile.canonical.carrier_invoice import CarrierInvoice
from tests.preset_samples import preset_folders, samples

FOLDERS = {one.name: one for one in preset_folders("logistics_billing_reconcile")}
MAPPED = [name for name in FOLDERS if name.startswith("freight_bill_")]
SAMPLES = [
    one for name in MAPPED for one in samples("logistics_billing_reconcile")
    if one.preset.name == name
]  # fmt: skip
HEADER = "Invoice,Invoice Date,Currency,Total,Tracking,Charge Code,Charge,Amount\n"


@cache
def load(code):
    return Preset.load((FOLDERS[code] / "preset.yaml").read_text())


def decode(code, text):
    return load(code).decode(text.encode())


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_sample_is_read_as_expected(sample):
    documents = load(sample.preset.name).decode(sample.body, headers=sample.headers)
    assert [document.to_json() for document in documents] == sample.expected


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_what_is_read_is_what_our_own_json_can_say(sample):
    for values in sample.expected:
        assert CarrierInvoice.from_json(values).to_json() == values


def test_trailing_columns_that_are_cut_off_are_empty():
    text = HEADER.strip() + ",Tax,Zone\nN1,2026-03-01,EUR,5,PX1,base,Parcel,5\n"
    (document,) = decode("freight_bill_csv", text)
    assert (document.lines[0].tax_amount, document.lines[0].zone) == (None, None)


def test_a_currency_that_is_left_out_is_not_invented():
    (document,) = decode("freight_bill_csv", HEADER + "N1,2026-03-01,,5,PX1,base,P,5\n")
    assert document.invoices[0].currency is None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("N1,2026-03-01,EUR,5,PX1,base,P,", "lines.amount"),
        ("N1,2026-03-01,EUR,5,PX1,base,P,five", r"lines\[0\].amount"),
        ("N1,2026-31-01,EUR,5,PX1,base,P,5", "invoice_date"),
        ("N1,2026-03-01,EURO,5,PX1,base,P,5", "currency"),
    ],
)
def test_what_cannot_be_read_is_named(row, told):
    with pytest.raises(DecodeError, match=told):
        decode("freight_bill_csv", HEADER + row + "\n")


def test_a_large_invoice_is_read_while_one_goes_through_it():
    # given ten thousand charges for one parcel
    rows = "L1,2026-03-01,EUR,10000,PX1,base,P,1\n" * 10_000
    content = (HEADER + rows).encode()

    # when the file is opened
    preset = load("freight_bill_csv_large")
    (document,) = preset.decode_file(lambda: io.BytesIO(content))

    # then its lines are no tuple, and each is there
    assert not isinstance(document.lines, tuple)
    assert sum(line.amount for line in document.lines) == 10_000


def test_charges_know_the_shipment_above_them():
    body = json.dumps(
        {
            "number": "J1",
            "shipments": [
                {"tracking": "A", "charges": [{"code": "base", "net": 1}]},
                {"tracking": "B", "charges": [{"code": "base", "net": 2}] * 2},
            ],
        }
    )
    (document,) = decode("freight_bill_json", body)
    assert [(x.tracking_number, str(x.amount)) for x in document.lines] == [
        ("A", "1"),
        ("B", "2"),
        ("B", "2"),
    ]

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bills that the audit is tried with say what the answer key says of them."""

import io
from collections import Counter
from decimal import Decimal

import pytest

from logistics_base.canonical.references import normalize
from logistics_base.mapping.csv_file import CsvFile
from logistics_billing_reconcile.formats import FORMATS
from tests.kit.freight_bills import CARRIERS, ERRORS, generate, write
from tests.kit.freight_bills.answers import compare, table
from tests.kit.freight_bills.model import Planted

SEED = 7
FILES = [name for name in CARRIERS if name in FORMATS]


def read(name, scenario):
    content = write(CARRIERS[name], scenario.bills)
    bill_format = FORMATS[name]
    return bill_format.decode(
        CsvFile(lambda: io.BytesIO(content), bill_format.options), None
    )


@pytest.mark.parametrize("name", FILES)
def test_files_say_what_is_billed(name):
    # given bills with errors of all types
    scenario = generate(name, SEED)
    # when their file is read
    document = read(name, scenario)
    # then there are the same totals, and the same charges of each parcel
    assert [h.total for h in document.invoices] == [b.total for b in scenario.bills]
    written, told = Counter(), Counter()
    for bill in scenario.bills:
        for entry in bill.entries:
            key = bill.number, normalize(entry.tracking_number)
            written[key] += sum(charge.amount for charge in entry.charges)
    for line in document.lines:
        if line.type != "vat":
            told[line.invoice, normalize(line.tracking_number)] += line.amount
    assert told == written


@pytest.mark.parametrize("name", CARRIERS)
def test_the_key_names_all_types_of_error(name):
    scenario = generate(name, SEED)
    carrier = CARRIERS[name]
    assert {each.type for each in scenario.planted} == (
        set(ERRORS) - {*carrier.silent, *carrier.seen_as}
    )


def test_the_same_seed_makes_the_same():
    one, same, other = (generate(FILES[0], seed) for seed in (1, 1, 2))
    assert write(CARRIERS[FILES[0]], one.bills) == write(CARRIERS[FILES[0]], same.bills)
    assert one.planted == same.planted
    assert one.planted != other.planted


def test_prices_are_the_contract_s():
    # given a shipment without errors
    scenario = generate(FILES[0], SEED)
    shipment = next(each for each in scenario.shipments if not each.extras)
    contract = scenario.contract
    # then its price stands in the contract, and fuel is its week's share of it
    base, fuel = shipment.charges["base"], shipment.charges["fuel"]
    assert base in contract.prices[shipment.service, shipment.zone]
    assert abs(fuel - base * shipment.fuel_percent / 100) <= Decimal("0.005")
    assert shipment.billed_weight % contract.step == 0
    assert shipment.billed_weight >= shipment.actual_weight


def test_what_was_missed_and_what_was_found_wrongly():
    # given two errors; one is found twice, the other not at all
    rate, fuel = (Planted("1", "rate", "A", "base"), Planted("1", "fuel", "B", "fuel"))
    scores = compare([rate, fuel], [rate, rate])
    # then that is told
    assert (scores["rate"].precision, scores["rate"].recall) == (0.5, 1.0)
    assert (scores["fuel"].precision, scores["fuel"].recall) == (None, 0.0)
    assert not scores["rate"].is_perfect
    assert not scores["fuel"].is_perfect
    assert "0.50 / 1.00 (1)" in "\n".join(table({"here": scores}))


def test_an_error_on_another_charge_is_not_that_error():
    scores = compare([Planted("1", "fuel", "B", "fuel")], [Planted("1", "fuel", "B")])
    assert (scores["fuel"].right, len(scores["fuel"].wrong)) == (0, 1)

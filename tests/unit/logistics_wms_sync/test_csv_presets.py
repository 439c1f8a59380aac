# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the CSV presets make of files that are odd, wrong or cut off."""

import pytest

import logistics_wms_sync.canonical  # noqa: F401  registers the documents
from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.preset import Preset
from tests.plain import ROOT
from tests.preset_samples import samples

ADDON = "logistics_wms_sync"
FOLDER = ROOT / ADDON / "presets"
FILES = [one for one in samples(ADDON) if one.message.suffix == ".csv"]
STOCK = "warehouse,as_of,sku,on_hand,status,lot\nW1,2026-03-02,LAMP,5,good,\n"
SHIPPED = "shipment_id,order,line,sku,shipped,lot,serial,package,pallet,status\n"
RECEIVED = "receipt_id,advice,line,sku,received,condition,lot,serial\n"


def load(code="wms_csv"):
    return Preset.load((FOLDER / code / "preset.yaml").read_text())


def decode(text, code="wms_csv", **how):
    body = text if isinstance(text, bytes) else text.encode()
    documents = load(code).decode(body, **how)
    for document in documents:
        document.to_json()
    return documents


def failure(text, code="wms_csv"):
    with pytest.raises(DecodeError) as raised:
        decode(text, code)
    return raised.value


@pytest.mark.parametrize("sample", FILES, ids=str)
def test_a_file_gives_the_documents_expected_of_it(sample):
    documents = load(sample.preset.name).decode(sample.body)
    assert [one.to_json() for one in documents] == sample.expected


class TestStock:
    def test_what_the_rows_leave_out_the_name_of_the_file_tells(self):
        text = "sku,on_hand\nLAMP,5\n"
        (one,) = decode(text, filename="stock_W7_202603020615.csv")
        assert (one.warehouse, one.scope) == ("W7", "partial")
        assert one.as_of.isoformat() == "2026-03-02T06:15:00+00:00"
        (one,) = decode(text, filename="stock_complete_W7_20260302.csv")
        assert (one.warehouse, one.scope) == ("W7", "complete")
        (one,) = decode(text)
        assert (one.warehouse, one.as_of, one.scope) == (None, None, "partial")

    @pytest.mark.parametrize(
        "row, says",
        [
            ("W1,2026-03-02,LAMP,-1,good,", "lines.quantity: not between 0"),
            ("W1,2026-03-02,LAMP,many,good,", "lines.quantity: a number is expected"),
            ("W1,2026-03-02,LAMP,,good,", "lines.quantity: missing"),
            ("W1,2026-03-02,,5,good,", "lines.sku: missing"),
            ("W1,2026-03-02,LAMP,5,mouldy,", "lines.status: not a known word"),
            ("W1,2026-03-02,LAMP,NaN,good,", "lines.quantity: a number is expected"),
            ("W1,2026-03-02," + "X" * 65 + ",5,good,", "lines.sku: longer than 64"),
        ],
    )
    def test_a_bad_row_is_told_with_its_line(self, row, says):
        found = failure(STOCK + row + "\n")
        assert found.message.startswith("line 3: ")
        assert says in found.message

    def test_a_time_that_is_none_is_refused(self):
        assert "as_of" in failure(STOCK.replace("2026-03-02", "2026-13-45")).message
        assert "as_of" in failure(STOCK.replace("2026-03-02", "soon")).message

    @pytest.mark.parametrize("cut", [1, 4, 12])
    def test_a_file_cut_off_is_no_stock(self, cut):
        assert failure((STOCK + STOCK[-27:])[:-cut]).category == "truncated"

    def test_the_german_file_needs_its_last_row(self):
        text = "Lager;Stand;Artikel;Bestand\nHH;02.03.2026;LAMPE;1.000,5\n"
        (one,) = decode(text + ";;ENDE;1\n", "wms_csv_de")
        assert [line.quantity for line in one.lines] == [1000.5]
        assert failure(text, "wms_csv_de").category == "truncated"
        assert failure(text + ";;ENDE;2\n", "wms_csv_de").category == "truncated"

    def test_one_decimal_sign_is_not_taken_for_the_other(self):
        german = "Lager;Stand;Artikel;Bestand\nHH;02.03.2026;LAMPE;1.5\n;;ENDE;1\n"
        assert "number" in failure(german, "wms_csv_de").message
        assert "number" in failure(STOCK.replace(",5,", ',"1,5",')).message


class TestShipped:
    def test_orders_stay_apart_and_their_rows_together(self):
        rows = "S1,A,1,LAMP,1,,,,,\nS2,B,1,LAMP,2,,,,,\nS1,A,2,GLUE,3,,,,,\n"
        told = [(d.order, len(d.lines)) for d in decode(SHIPPED + rows)]
        assert told == [("A", 2), ("B", 1)]

    def test_two_shipments_of_one_order_are_two(self):
        rows = "S1,A,1,LAMP,1,,,,,\nS2,A,1,LAMP,2,,,,,\n"
        told = [(d.id, d.lines[0].quantity) for d in decode(SHIPPED + rows)]
        assert told == [("S1", 1), ("S2", 2)]

    def test_a_row_for_each_serial_number_is_one_line(self):
        rows = "S1,A,1,DRILL,1,,SN1,C1,,\nS1,A,1,DRILL,1,,SN2,C2,,\n"
        (one,) = decode(SHIPPED + rows)
        assert (one.lines[0].quantity, one.lines[0].serials) == (2, ("SN1", "SN2"))
        assert [p.contents[0].serials for p in one.packages] == [("SN1",), ("SN2",)]

    @pytest.mark.parametrize(
        "rows, says",
        [
            ("S1,,1,LAMP,1,,,,,\n", "order: nothing tells which order"),
            ("S1,A,1,LAMP,-1,,,,,\n", "not between 0"),
            ("S1,A,1,LAMP,1,,,,,lost\n", "status: not a known word"),
            ("S1,A,,,1,,,,,\n", "nothing tells what was shipped"),
            ("S1,A,1,DRILL,1,,SN1,,,\nS1,A,1,DRILL,1,,SN1,,,\n", "twice"),
        ],
    )
    def test_what_cannot_be_is_refused(self, rows, says):
        assert says in failure(SHIPPED + rows).message

    def test_a_word_without_lines_is_enough_for_a_refusal(self):
        (one,) = decode(SHIPPED + ",A,,,,,,,,rejected\n")
        assert (one.order, one.status, one.lines) == ("A", "rejected", ())


class TestReceived:
    def test_conditions_of_a_line_stay_apart(self):
        rows = "R1,IN1,1,OIL,5,good,L1,\nR1,IN1,1,OIL,1,damaged,L1,\n"
        (one,) = decode(RECEIVED + rows)
        told = [(line.condition, line.quantity) for line in one.lines]
        assert told == [("good", 5), ("damaged", 1)]

    def test_one_advice_received_twice_is_two_receipts(self):
        rows = "R1,IN1,1,OIL,5,,,\nR2,IN1,1,OIL,1,,,\n"
        assert [d.id for d in decode(RECEIVED + rows)] == ["R1", "R2"]

    def test_nothing_announced_is_told_of_nothing(self):
        assert "advice" in failure(RECEIVED + "R1,,1,OIL,5,,,\n").message


def test_a_file_of_another_kind_is_not_guessed_at():
    assert failure("sku,price\nLAMP,5\n").category == "unmapped_message"

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What EDIFACT messages of warehouses mean where they are odd, and what is refused."""

import pytest

from logistics_base.canonical.documents import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_wms_sync import edi  # noqa: F401  registers the sets
from logistics_wms_sync.canonical.fulfillments import FulfilledLine, FulfillmentUpdate
from logistics_wms_sync.canonical.releases import ReleaseLine, WarehouseRelease
from tests.edi_segments import edifact, written

SHIPPED = """BGM+351+LS-1+9
DTM+11:202603021000:203
RFF+AAJ:OUT-1
NAD+SF+W1::91
"""
LINE = """LIN+1++LAMP:SA
QTY+12:5:PCE
RFF+LI:1
"""
STOCK = """BGM+35+INV-1+9
DTM+366:202603020600:203
NAD+WH+W1::91
LIN+1++LAMP:SA
"""
RECEIVED = """BGM+632+WE-1+9
DTM+50:202603021100:203
RFF+AAK:IN-1
LIN+1++OIL:SA
"""
INSTRUCTION = """BGM+240+OUT-1+9
NAD+DP+++ADA
LIN+1++LAMP:SA
QTY+113:5:PCE
"""


def one(set_id, text, **options):
    (document,) = edifact(set_id, text, **options)
    return document


def shipped(text, head=SHIPPED, **options):
    return one("DESADV", head + text, **options)


def refused(set_id, text, **options):
    with pytest.raises((DecodeError, DocumentError)) as raised:
        edifact(set_id, text, **options)
    return str(raised.value)


class TestShipped:
    def test_what_nobody_says_anything_about_may_still_come(self):
        update = shipped(LINE)
        assert (update.is_final, update.lines[0].shorted) == (None, 0)

    def test_all_that_was_ordered_is_complete(self):
        update = shipped(LINE.replace("QTY+12:5:PCE", "QTY+12:5:PCE\nQTY+21:5:PCE"))
        assert update.is_final is True

    @pytest.mark.parametrize(
        "more, field",
        [
            ("QVR+-3:21+BP", "backordered"),
            ("QVR+-3:21+CP", "shorted"),
            ("QTY+83:3", "backordered"),
            ("QTY+119:3", "shorted"),
        ],
    )
    def test_what_is_missing(self, more, field):
        (line,) = shipped(LINE + more).lines
        assert (line.quantity, getattr(line, field)) == (5, 3)

    def test_more_than_was_ordered_is_not_missing(self):
        (line,) = shipped(LINE + "QVR+2:21+AC").lines
        assert (line.quantity, line.shorted, line.backordered) == (5, 0, 0)

    def test_the_same_line_twice_is_added_up(self):
        (line,) = shipped(LINE + LINE).lines
        assert line.quantity == 10

    @pytest.mark.parametrize("kind, sku", [("4", "NEW"), ("3", "OLD")])
    def test_a_substitution_is_told_from_either_side(self, kind, sku):
        # Either what is sent is told first, or what was ordered.
        other = {"NEW": "OLD", "OLD": "NEW"}[sku]
        text = f"LIN+1++{sku}:SA\nPIA+{kind}+{other}:SA\nQTY+12:5\nRFF+LI:1"
        (line,) = shipped(text).lines
        assert (line.sku, line.substitutes) == ("NEW", "OLD")

    def test_its_own_numbers_tell_the_order_where_agreed(self):
        head = SHIPPED.replace("RFF+AAJ:OUT-1", "RFF+CR:OUT-9\nRFF+ON:S1")
        assert shipped(LINE, head).order == "S1"
        assert shipped(LINE, head, **{"DESADV.order": "CR"}).order == "OUT-9"

    def test_without_an_order_it_is_refused(self):
        told = refused("DESADV", SHIPPED.replace("RFF+AAJ:OUT-1\n", "") + LINE)
        assert "which order" in told

    def test_goods_in_several_packages_are_in_nobody_knows_which(self):
        text = (
            "CPS+1\nPAC+2++CT\nPCI+33E\nGIN+BJ+340000000000000015:340000000000000016\n"
        )
        update = shipped(text + LINE)
        assert [p.contents for p in update.packages] == [(), ()]
        assert [p.reference[-2:] for p in update.packages] == ["15", "16"]

    def test_a_package_of_two_lots_tells_what_is_in_it_of_each(self):
        lots = "".join(
            f"PCI+36E\nQTY+11:{amount}\nGIN+BX+{lot}\n"
            for lot, amount in (("A", 2), ("B", 3))
        )
        text = "CPS+1\nPAC+1++CT\nPCI+33E\nGIN+BJ+340000000000000015\n" + LINE + lots
        (package,) = shipped(text).packages
        assert [(p.lot, p.quantity) for p in package.contents] == [("A", 2), ("B", 3)]

    @pytest.mark.parametrize(
        "text, says",
        [
            (LINE.replace("12:5", "12:-5"), "cannot have been counted"),
            (LINE.replace("12:5", "12:five"), "is no quantity"),
            (LINE.replace("12:5", "12:1E9"), "is no quantity"),
            (LINE.replace("QTY+12:5:PCE\n", ""), "no QTY 12"),
            (LINE.replace("LAMP:SA", ""), "no product"),
            (LINE.replace("LAMP", "X" * 65), "too long"),
            (LINE + "PCI+36E\nGIN+BX+A\nPCI+36E\nGIN+BX+B", "each lot"),
            (LINE + "PCI+36E\nDTM+36:20261345:102\nGIN+BX+A", "no time"),
            (LINE + "PCI+24\nGIN+BN+S9:S1", "is no range"),
            (LINE + "PCI+24\nGIN+BN+S1:S99999999", "is no range"),
            (LINE + "PCI+24\nGIN+BN+S1+S1", "twice"),
            ("CPS+1\nCPS+1\n" + LINE, "there twice"),
            ("CPS+2+1\n" + LINE, "no level"),
        ],
    )
    def test_what_cannot_be_is_refused(self, text, says):
        assert says in refused("DESADV", SHIPPED + text)

    def test_a_nonsense_date_is_refused(self):
        for wrong in ("202613451000:203", "yesterday:203", "202603021000:999"):
            head = SHIPPED.replace("202603021000:203", wrong)
            assert "DTM" in refused("DESADV", head + LINE)

    def test_a_revision_that_is_none_is_refused(self):
        head = SHIPPED.replace("OUT-1", "OUT-1::two")
        assert "revision" in refused("DESADV", head + LINE)


class TestAnnounced:
    HEAD = SHIPPED.replace("NAD+SF", "NAD+WH")

    def test_who_ships_to_a_warehouse_announces(self):
        assert one("DESADV", self.HEAD + LINE).document_type == "warehouse.advice"

    def test_options_say_what_it_is(self):
        for told in ("advice", "fulfillment"):
            document = one("DESADV", self.HEAD + LINE, DESADV=told)
            assert document.document_type == f"warehouse.{told}"
        head = SHIPPED.replace("NAD+SF", "NAD+DP")
        document = one("DESADV", head + LINE, warehouses="W2, W1")
        assert document.document_type == "warehouse.advice"
        assert "DESADV" in refused("DESADV", self.HEAD + LINE, DESADV="guess")

    def test_a_function_nobody_knows_is_refused(self):
        head = self.HEAD.replace("LS-1+9", "LS-1+77")
        assert "BGM 1225" in refused("DESADV", head + LINE)


class TestStock:
    def test_what_is_not_good_is_part_of_what_is_there(self):
        report = one("INVRPT", STOCK + "QTY+145:10\nQTY+124:2\nQTY+89:1")
        told = {line.status: line.quantity for line in report.lines}
        assert told == {"good": 7, "damaged": 2, "hold": 1}

    def test_unless_another_way_is_agreed(self):
        text = STOCK + "QTY+145:10\nQTY+124:2"
        report = one("INVRPT", text, **{"INVRPT.on_hand": "good"})
        assert [line.quantity for line in report.lines] == [10, 2]

    def test_what_is_said_twice_counts_once(self):
        (line,) = one("INVRPT", STOCK + "QTY+145:10\nQTY+17:10").lines
        assert line.quantity == 10

    def test_places_of_one_product_are_added_up(self):
        text = STOCK + "QTY+145:10\nLOC+18+A\nQTY+145:5\nLOC+18+B"
        (line,) = one("INVRPT", text).lines
        assert line.quantity == 15

    @pytest.mark.parametrize("text", ["QTY+145:4\nINV++2++1", "INV++2++1\nQTY+145:4"])
    def test_its_condition_stands_before_or_behind(self, text):
        (line,) = one("INVRPT", STOCK + text).lines
        assert (line.status, line.quantity) == ("damaged", 4)

    def test_it_is_complete_only_where_that_was_agreed(self):
        text = STOCK + "QTY+145:10"
        assert one("INVRPT", text).scope == "partial"
        assert one("INVRPT", text, **{"INVRPT.scope": "complete"}).scope == "complete"

    @pytest.mark.parametrize(
        "text, says",
        [
            ("QTY+145:-1", "cannot have been counted"),
            ("QTY+156:2", "no quantity that we know"),
            ("QTY+145:10\nINV++9++1", "INV 7491: “9” is no code we know"),
            ("QTY+145:2\nQTY+124:3", "unusable than is there"),
            ("QTY+97:3", "no quantity that we know"),
            ("QTY+145:10\nGIN+BX+A+B", "each lot"),
        ],
    )
    def test_what_cannot_be_is_refused(self, text, says):
        assert says in refused("INVRPT", STOCK + text)

    def test_a_code_of_their_own_means_what_was_agreed(self):
        text = STOCK + "QTY+145:10\nQTY+156:2"
        report = one("INVRPT", text, **{"QTY 6063.156": "hold"})
        assert [line.quantity for line in report.lines] == [8, 2]
        assert "unknown" in refused("INVRPT", text, **{"QTY 6063.156": "rotten"})
        assert [line.quantity for line in one("INVRPT", text).lines] == [10]

    def test_no_stock_at_all_is_no_report(self):
        assert "no stock" in refused("INVRPT", STOCK.replace("LIN+1++LAMP:SA\n", ""))


class TestReceived:
    def test_what_was_not_accepted_is_held_until_somebody_looks(self):
        receipt = one("RECADV", RECEIVED + "QTY+48:10\nQTY+194:8")
        told = [(line.condition, line.quantity) for line in receipt.lines]
        assert told == [("good", 8), ("hold", 2)]

    def test_damaged_goods_by_their_variance(self):
        receipt = one("RECADV", RECEIVED + "QTY+48:10\nQVR+-4:12+AF")
        told = [(line.condition, line.quantity) for line in receipt.lines]
        assert told == [("good", 6), ("damaged", 4)]

    @pytest.mark.parametrize(
        "code, is_final", [("CP", True), ("BP", False), ("AE", None)]
    )
    def test_whether_more_comes(self, code, is_final):
        receipt = one("RECADV", RECEIVED + f"QTY+48:10\nQVR+-1:12+{code}")
        assert receipt.is_final is is_final

    @pytest.mark.parametrize(
        "text, says",
        [
            ("QTY+48:2\nQTY+124:3", "more is wrong"),
            ("QTY+12:2", "no quantity that we know"),
            ("QTY+48:-2", "cannot have been counted"),
            ("QTY+48:2\nQTY+777:1", "QTY 6063"),
        ],
    )
    def test_what_cannot_be_is_refused(self, text, says):
        assert says in refused("RECADV", RECEIVED + text)

    def test_a_receipt_of_nothing_announced_is_refused(self):
        text = RECEIVED.replace("RFF+AAK:IN-1\n", "") + "QTY+48:2"
        assert "announced" in refused("RECADV", text)


class TestInstruction:
    def test_lines_that_bear_one_number_are_refused(self):
        twice = INSTRUCTION + "LIN+1++OTHER:SA\nQTY+113:2"
        assert "there twice" in refused("INSDES", twice)

    @pytest.mark.parametrize(
        "wrong, right, says",
        [
            ("OUT-1+9", "+9", "BGM 1004: no number"),
            ("OUT-1+9", "OUT-1+88", "BGM 1225"),
            ("NAD+DP+++ADA\n", "", "ship_to"),
            ("113:5", "113:-5", "cannot have been counted"),
            ("QTY+113:5:PCE", "GIN+BX+A+B\nQTY+113:5", "one batch"),
        ],
    )
    def test_what_says_too_little_is_refused(self, wrong, right, says):
        assert says in refused("INSDES", INSTRUCTION.replace(wrong, right))

    def test_a_cancellation_needs_its_number_alone(self):
        release = one("INSDES", "BGM+240+OUT-1+1\nRFF+AAJ:OUT-1::3")
        told = (release.number, release.revision, release.purpose)
        assert told == ("OUT-1", 3, "cancel")


class TestAnswers:
    def test_an_order_is_accepted_or_it_is_too_late(self):
        for function, text, status in (
            ("29", "", "accepted"),
            ("27", "ERC+1\nFTX+AAO+++NO SUCH PRODUCT", "rejected"),
            ("27", "ERC+1\nFTX+AAO+++TOO LATE", "cancel_refused"),
        ):
            head = f"BGM+312+A1+{function}\nRFF+AAJ:OUT-1\n"
            update = one("APERAK", head + text)
            assert (update.order, update.status) == ("OUT-1", status)

    def test_one_of_an_interchange_stays_an_acknowledgement(self):
        answer = one("APERAK", "BGM+313+A1+27\nRFF+ACW:70\nERC+12")
        assert answer.document_type == "edi.acknowledgement"

    def test_what_decides_nothing_says_nothing_of_the_order(self):
        text = "BGM+312+A1+9+AB\nRFF+ACW:70\nRFF+AAJ:OUT-1"
        assert one("APERAK", text).document_type == "edi.acknowledgement"


class TestWritten:
    RELEASE = WarehouseRelease(
        number="OUT-1", lines=(ReleaseLine(line="1", sku="LAMP", quantity=2.5),)
    )

    def segments(self, unit=None, **options):
        line = ReleaseLine(line="1", sku="LAMP", quantity=2.5, unit=unit)
        release = WarehouseRelease(number="OUT-1", lines=(line,))
        found = written("edifact", "INSDES", release, **options)
        return {one.tag: one.elements for one in found}

    def test_units_are_told_by_their_codes(self):
        for unit, code in (
            (None, "PCE"),
            ("Units", "PCE"),
            ("kg", "KGM"),
            ("CT", "CT"),
        ):
            assert self.segments(unit)["QTY"] == (("113", "2.5", code),)
        assert self.segments("Roll", **{"unit.Roll": "RO"})["QTY"][0][2] == "RO"

    def test_a_unit_without_a_code_is_not_guessed(self):
        with pytest.raises(DecodeError, match="no code for the unit"):
            self.segments("Handful")

    def test_what_does_not_fit_is_not_cut(self):
        with pytest.raises(DecodeError, match="does not fit"):
            written("edifact", "INSDES", WarehouseRelease(number="X" * 36))

    def test_a_step_that_nothing_tells_is_refused(self):
        update = FulfillmentUpdate(order="OUT-1", status="picking")
        with pytest.raises(DecodeError, match="picking"):
            written("edifact", "DESADV", update)

    def test_a_line_is_not_short_and_backordered_at_once(self):
        line = FulfilledLine(line="1", sku="A", quantity=1, shorted=1, backordered=1)
        update = FulfillmentUpdate(order="OUT-1", status="shipped", lines=(line,))
        with pytest.raises(DecodeError, match="not both"):
            written("edifact", "DESADV", update)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What warehouses write in X12, and what nobody should have written."""

from datetime import date

import pytest

from logistics_base.canonical.documents import DocumentError
from logistics_base.mapping.errors import DecodeError
from logistics_wms_sync import edi  # noqa: F401  registers the sets
from tests.edi_segments import utc, x12

ORDER = "W05*N*OUT-42*PO-7\nN1*ST*Bakery\nN4*Denver*CO*80202"
SHIPPED = "W06*F*OUT-42*20260303*SHP-5"
RECEIVED = "W17*F*20260303*RCPT-8*IN-6"
COUNTED = "BIA*00*SI*INV-1*20260302*0600"
ADJUSTED = "W15*20260304*ADJ-17"
NOTICE = "BSN*00*SHP-6*20260305*1200*0001\nHL*1**S"


def order(*lines, head=ORDER, **options):
    (document,) = x12("940", "\n".join((head, *lines)), **options)
    return document


def shipped(*lines, head=SHIPPED, **options):
    (document,) = x12("945", "\n".join((head, "LX*1", *lines)), **options)
    return document


def received(*lines, head=RECEIVED, **options):
    (document,) = x12("944", "\n".join((head, *lines)), **options)
    return document


def counted(*lines, head=COUNTED, **options):
    (document,) = x12("846", "\n".join((head, *lines)), **options)
    return document


def adjusted(*lines, **options):
    (document,) = x12("947", "\n".join((ADJUSTED, *lines)), **options)
    return document


# Quantities, whatever the set


@pytest.mark.parametrize(
    "quantity", ["", "-1", "two", "1,5", "1E5", "NaN", "1000000000001", "0x10", "--1"]
)
def test_what_cannot_have_been_counted_is_refused(quantity):
    with pytest.raises(DecodeError):
        order("LX*1", f"W01*{quantity}*EA**VN*A")
    with pytest.raises(DecodeError):
        received(f"W07*{quantity}*EA**VN*A")
    with pytest.raises(DecodeError):
        counted("LIN*1*VN*A", f"QTY*17*{quantity}*EA")


def test_a_negative_shipment_is_refused_and_none_is_nothing():
    with pytest.raises(DecodeError):
        shipped("W12*CC*5*-5**EA**VN*A")

    assert shipped("W12*BO*5***EA**VN*A").lines[0].quantity == 0


@pytest.mark.parametrize(
    ("text", "meant"), [("1050", 10.5), ("10.50", 10.5), ("0", 0.0), ("7", 0.07)]
)
def test_decimals_may_be_implied_where_that_was_agreed(text, meant):
    document = order("LX*1", f"W01*{text}*KG**VN*A", implied_decimals="2")

    assert document.lines[0].quantity == meant


@pytest.mark.parametrize("agreed", ["x", "-1", "12", ""])
def test_an_agreement_that_is_none_implies_no_decimals(agreed):
    document = order("LX*1", "W01*1050*KG**VN*A", implied_decimals=agreed)

    assert document.lines[0].quantity == 1050


def test_units_are_passed_on_as_the_partner_calls_them():
    assert order("LX*1", "W01*5*QX**VN*A").lines[0].unit == "QX"
    assert order("LX*1", "W01*5***VN*A").lines[0].unit is None


# Products


@pytest.mark.parametrize(
    ("product", "sku", "barcode"),
    [
        ("012345678905*VN*A-1", "A-1", "012345678905"),
        ("*UP*012345678905*SK*A-1", "A-1", "012345678905"),
        ("*EN*4006381333931", "4006381333931", "4006381333931"),
        ("*BP*B-1*VN*A-1", "A-1", None),
        ("*XX*OWN-1", "OWN-1", None),
    ],
)
def test_a_product_is_known_by_its_most_telling_number(product, sku, barcode):
    line = order("LX*1", f"W01*5*EA*{product}").lines[0]

    assert (line.sku, line.barcode) == (sku, barcode)


def test_which_number_tells_may_be_agreed():
    line = order("LX*1", "W01*5*EA**BP*B-1*VN*A-1", item_qualifier="BP").lines[0]

    assert line.sku == "B-1"


@pytest.mark.parametrize(
    "product", ["", "*VN", "*VN*", f"*VN*{'A' * 65}", "*123456789012*UK"]
)
def test_a_line_without_a_product_is_refused(product):
    with pytest.raises(DecodeError):
        order("LX*1", f"W01*5*EA*{product}")


# 940


@pytest.mark.parametrize(
    ("code", "purpose"),
    [("N", "original"), ("R", "change"), ("G", "change"), ("F", "cancel")],
)
def test_what_an_order_is_for(code, purpose):
    head = ORDER.replace("W05*N", f"W05*{code}")

    assert order("LX*1", "W01*5*EA**VN*A", head=head).purpose == purpose


@pytest.mark.parametrize(
    "head",
    [
        "W05*N**PO-7\nN1*ST*Bakery",
        "W05*N*   *PO-7\nN1*ST*Bakery",
        f"W05*N*{'4' * 65}\nN1*ST*Bakery",
        "W05*Q*OUT-42\nN1*ST*Bakery",
        "N1*ST*Bakery",
        ORDER + "\nN9*V0*0",
        ORDER + "\nN9*V0*-3",
        ORDER + "\nN9*V0*" + "9" * 5000,
        ORDER + "\nG62*38*20261345",
        ORDER + "\nG62*38*20260230",
        ORDER + "\nG62*38*20260303*K*2561",
        ORDER + "\nG62*38*TOMORROW",
        ORDER + "\nG62*38*00010101*K*0000*05",
        ORDER + "\nG62*38*99991231*K*2359*20",
        ORDER + "\nG62*38*99991231*K*2430*UT",
    ],
)
def test_an_order_that_nobody_can_work_on_is_refused(head):
    with pytest.raises(DecodeError):
        order("LX*1", "W01*5*EA**VN*A", head=head)


@pytest.mark.parametrize("lines", [(), ("LX*1",), ("LX*1", "G69*Flour")])
def test_an_order_for_nothing_is_refused(lines):
    with pytest.raises((DecodeError, DocumentError)):
        order(*lines)


def test_a_cancellation_needs_no_lines():
    document = order(head="W05*F*OUT-42")

    assert (document.purpose, document.lines) == ("cancel", ())


# 945


@pytest.mark.parametrize(
    ("code", "shorted", "backordered", "final"),
    [
        ("CP", 3.0, 0.0, True),
        ("CU", 3.0, 0.0, True),
        ("CC", 3.0, 0.0, True),
        ("BP", 0.0, 3.0, False),
        ("BO", 0.0, 3.0, False),
        ("PR", 0.0, 0.0, None),
    ],
)
def test_what_becomes_of_what_is_missing(code, shorted, backordered, final):
    document = shipped(f"W12*{code}*5*2*-3*EA**VN*A")

    (line,) = document.lines
    assert (line.quantity, line.shorted, line.backordered) == (2, shorted, backordered)
    assert document.is_final is final
    assert document.status == "shipped"


@pytest.mark.parametrize(
    ("code", "status"),
    [("CP", "short"), ("BO", "backordered"), ("CU", "cancelled"), ("IN", "accepted")],
)
def test_where_nothing_was_shipped(code, status):
    assert shipped(f"W12*{code}*5*0*5*EA**VN*A").status == status


def test_the_missing_may_be_told_alone():
    assert shipped("W12*BP**2*-3*EA**VN*A").lines[0].backordered == 3


@pytest.mark.parametrize("code", ["", "ZZ", "CO", "cc"])
def test_a_status_that_nobody_knows_is_refused(code):
    with pytest.raises(DecodeError):
        shipped(f"W12*{code}*5*2*3*EA**VN*A")


def test_its_meaning_may_be_agreed():
    line = "W12*ZZ*5*2*3*EA**VN*A"

    assert shipped(line, **{"W12-01.ZZ": "backordered"}).lines[0].backordered == 3
    with pytest.raises(DecodeError):
        shipped(line, **{"W12-01.ZZ": "perhaps"})


@pytest.mark.parametrize(
    ("line", "substitutes"),
    [
        ("W12*IS*3*3**EA**VN*B*********VN*A", "A"),
        ("W12*CS*3*3**EA**VN*B*********VN*A", "A"),
        ("W12*CS*3*3**EA**VN*A*********VN*A", None),
        ("W12*CC*3*3**EA**VN*B*********VN*A", None),
        ("W12*CS*3*3**EA**VN*B", None),
    ],
)
def test_what_is_sent_in_place_of_something(line, substitutes):
    (found,) = shipped(line).lines

    assert found.substitutes == substitutes


def test_a_line_in_two_packages_is_one_line():
    document = shipped(
        "MAN*GM*00340123450000000017",
        "W12*CC*5*3**EA**VN*A*L1",
        "N9*LI*71",
        "LX*2",
        "MAN*GM*00340123450000000024",
        "W12*CC*5*2**EA**VN*A*L1",
        "N9*LI*71",
    )

    (line,) = document.lines
    assert (line.quantity, line.shorted) == (5, 0)
    assert [(lot.lot, lot.quantity) for lot in line.lots] == [("L1", 5.0)]
    assert [one.contents[0].quantity for one in document.packages] == [3, 2]


def test_a_package_told_twice_is_one_package():
    document = shipped(
        "MAN*GM*340123450000000017",
        "W12*CC*5*5**EA**VN*A",
        "LX*2",
        "MAN*AA*(00)340123450000000017**CP*1Z9",
        "W12*CC*1*1**EA**VN*B",
    )

    (package,) = document.packages
    assert package.reference == "340123450000000017"
    assert package.tracking_number == "1Z9"
    assert [line.sku for line in package.contents] == ["A", "B"]


def test_goods_in_several_packages_at_once_are_in_none_of_them():
    document = shipped("MAN*CA*1", "MAN*CA*2", "W12*CC*5*5**EA**VN*A")

    assert [(one.reference, one.contents) for one in document.packages] == [
        ("1", ()),
        ("2", ()),
    ]


def test_the_weight_of_its_goods_is_that_of_a_package():
    document = shipped(
        "MAN*CA*1", "W12*CC*5*5**EA**VN*A**10*G*K", "W12*CC*1*1**EA**VN*B**2.5*G*K"
    )

    assert document.packages[0].weight == 12.5


@pytest.mark.parametrize("measured", ["10*QQ", "*KG", "heavy*KG"])
def test_a_weight_that_is_none_is_left_out(measured):
    document = shipped("MAN*CA*1", f"MEA*PD*G*{measured}", "W12*CC*5*5**EA**VN*A")

    assert document.packages[0].weight is None


def test_a_weight_below_nothing_is_refused():
    with pytest.raises(DecodeError):
        shipped("MAN*CA*1", "MEA*PD*G*-5*KG", "W12*CC*5*5**EA**VN*A")


@pytest.mark.parametrize(
    ("lots", "expected"),
    [
        (["N9*LT*L1"], [("L1", 5.0)]),
        (["N9*LT*L1*2", "N9*LT*L2"], [("L1", 2.0), ("L2", 3.0)]),
        (["N9*LT*L1*2", "N9*LT*L1*3"], [("L1", 5.0)]),
        ([f"N9*LT*S{n}" for n in range(5)], [(f"S{n}", 1.0) for n in range(5)]),
    ],
)
def test_how_much_there_is_of_each_lot(lots, expected):
    (line,) = shipped("W12*CC*5*5**EA**VN*A", *lots).lines

    assert [(lot.lot, lot.quantity) for lot in line.lots] == expected


@pytest.mark.parametrize(
    "lots",
    [
        ["N9*LT*L1", "N9*LT*L2"],
        ["N9*LT*L1*9", "N9*LT*L2"],
        ["N9*LT*L1*-1"],
        ["N9*LT*L1*5*NEVER"],
        [f"N9*LT*{'L' * 65}"],
    ],
)
def test_lots_that_nobody_can_tell_apart_are_refused(lots):
    with pytest.raises(DecodeError):
        shipped("W12*CC*5*5**EA**VN*A", *lots)


def test_a_lot_tells_when_it_expires():
    (line,) = shipped("W12*CC*5*5**EA**VN*A", "N9*LT*L1**20270131").lines

    assert line.lots[0].expires == date(2027, 1, 31)


def test_a_serial_number_told_twice_is_refused():
    with pytest.raises(DocumentError):
        shipped("W12*CC*2*2**EA**VN*A", "N9*SE*S1", "N9*SE*S1")


@pytest.mark.parametrize("head", ["W06*F**20260303*SHP-5", "N9*ZZ*X", "W06*F"])
def test_a_shipment_of_no_order_is_refused(head):
    with pytest.raises(DocumentError):
        shipped("W12*CC*5*5**EA**VN*A", head=head)


def test_a_shipment_of_nothing_is_refused():
    with pytest.raises(DocumentError):
        x12("945", SHIPPED)


def test_the_time_is_told_by_the_clocks_of_the_warehouse():
    place = "\nN1*WH*East*92*WH01\nN4*Dallas*TX*75201*US"
    head = SHIPPED + place + "\nG62*11*20260303*1*1412"

    assert shipped("W12*CC*5*5**EA**VN*A", head=head).occurred_at == utc(
        2026, 3, 3, 20, 12
    )


# 944


@pytest.mark.parametrize(
    ("code", "condition", "disposition"),
    [
        ("01", "damaged", None),
        ("04", "hold", None),
        ("05", "hold", None),
        ("08", "hold", None),
        ("09", "hold", None),
        ("10", "damaged", "scrap"),
    ],
)
def test_what_is_wrong_with_some_of_them(code, condition, disposition):
    good, bad = received("W07*10*EA**VN*A***L1", f"W13*3*EA*{code}").lines

    assert (good.quantity, good.condition) == (7, "good")
    assert (bad.quantity, bad.condition, bad.disposition) == (3, condition, disposition)
    assert [(one.lots[0].lot, one.lots[0].quantity) for one in (good, bad)] == [
        ("L1", 7.0),
        ("L1", 3.0),
    ]


@pytest.mark.parametrize("code", ["02", "03", "07", "06"])
def test_what_changes_no_quantity(code):
    (line,) = received("W07*10*EA**VN*A", f"W13*3*EA*{code}").lines

    assert (line.quantity, line.condition) == (10, "good")


def test_a_shortage_closes_the_advice():
    assert received("W07*10*EA**VN*A", "W13*3*EA*02").is_final is True
    assert received("W07*10*EA**VN*A").is_final is None


def test_all_of_them_may_be_damaged():
    (line,) = received("W07*10*EA**VN*A", "W13*10*EA*01").lines

    assert (line.quantity, line.condition) == (10, "damaged")


@pytest.mark.parametrize(
    "exceptions", [["W13*11*EA*01"], ["W13*6*EA*01", "W13*5*EA*09"]]
)
def test_more_damaged_than_came_is_refused(exceptions):
    with pytest.raises(DecodeError):
        received("W07*10*EA**VN*A", *exceptions)


@pytest.mark.parametrize("code", ["", "99", "1"])
def test_a_condition_that_nobody_knows_is_refused(code):
    with pytest.raises(DecodeError):
        received("W07*10*EA**VN*A", f"W13*3*EA*{code}")


def test_a_condition_may_be_agreed():
    options = {"W13-03.99": "damaged"}

    assert received("W07*10*EA**VN*A", "W13*3*EA*99", **options).lines[1].quantity == 3


def test_customers_returns_say_so():
    head = RECEIVED.replace("W17*F", "W17*C")

    assert received("W07*1*EA**VN*A", head=head).is_return is True


@pytest.mark.parametrize("head", ["W17*F*20260303*RCPT-8", "W17", "N9*ZZ*X"])
def test_a_receipt_of_nothing_that_was_announced_is_refused(head):
    with pytest.raises(DocumentError):
        received("W07*10*EA**VN*A", head=head)


# 846


@pytest.mark.parametrize(
    ("quantities", "expected"),
    [
        (["17*96", "QH*3"], {"good": 93, "hold": 3}),
        (["17*96", "QH*3", "74*6"], {"good": 87, "hold": 3, "damaged": 6}),
        (["33*90"], {"good": 90}),
        (["33*90", "17*96"], {"good": 96}),
        (["17*0"], {"good": 0}),
        (["QH*0"], {"hold": 0}),
        (["17*5", "63*500", "XY*7"], {"good": 5}),
        (["17*5", "IQ*9"], {"good": 5, "in_transit": 9}),
        (["17*5", "17*2"], {"good": 7}),
    ],
)
def test_what_is_there_in_which_condition(quantities, expected):
    document = counted("LIN*1*VN*A", *(f"QTY*{one}*EA" for one in quantities))

    assert {line.status: line.quantity for line in document.lines} == expected


def test_what_is_on_hand_may_be_what_is_good():
    document = counted(
        "LIN*1*VN*A", "QTY*17*96*EA", "QTY*QH*3*EA", **{"846.on_hand": "good"}
    )

    assert [line.quantity for line in document.lines] == [96, 3]


@pytest.mark.parametrize(
    "lines",
    [
        ["LIN*1*VN*A"],
        ["LIN*1*VN*A", "QTY*63*5*EA"],
        ["LIN*1*VN*A", "QTY*17*-5*EA"],
        ["LIN*1*VN*A", "QTY*17*2*EA", "QTY*QH*3*EA"],
        ["LIN*1", "QTY*17*2*EA"],
        [],
    ],
)
def test_stock_that_cannot_be_is_refused(lines):
    with pytest.raises((DecodeError, DocumentError)):
        counted(*lines)


@pytest.mark.parametrize(
    ("purpose", "agreed", "scope"),
    [
        ("00", {}, "partial"),
        ("00", {"846.scope": "complete"}, "complete"),
        ("25", {"846.scope": "complete"}, "partial"),
        ("11", {"846.scope": "complete"}, "partial"),
    ],
)
def test_only_what_was_promised_is_all_there_is(purpose, agreed, scope):
    head = COUNTED.replace("BIA*00", f"BIA*{purpose}")

    assert counted("LIN*1*VN*A", "QTY*17*2*EA", head=head, **agreed).scope == scope


def test_an_answer_to_a_count_names_the_count():
    head = "BIA*11*SI*CNT-1*20260302*0600"

    assert counted("LIN*1*VN*A", "QTY*17*2*EA", head=head).count == "CNT-1"


# 947


@pytest.mark.parametrize(
    ("code", "quantity", "change", "statuses"),
    [
        ("AA", "-2", -2, ("good", None)),
        ("56", "2", 2, ("good", None)),
        ("05", "4", 4, ("good", "hold")),
        ("05", "-4", 4, ("good", "hold")),
        ("55", "4", 4, ("hold", "good")),
        ("AU", "-1", 1, ("good", "damaged")),
        ("52", "1", 1, ("damaged", "good")),
    ],
)
def test_how_stock_changes(code, quantity, change, statuses):
    (line,) = adjusted(f"W19*{code}*{quantity}*EA**VN*A").lines

    assert (line.change, line.status, line.to_status) == (change, *statuses)
    assert line.reason


@pytest.mark.parametrize("code", ["", "ZZ", "QQ"])
def test_a_reason_that_nobody_knows_is_refused(code):
    with pytest.raises(DecodeError):
        adjusted(f"W19*{code}*5*EA**VN*A")


def test_a_reason_may_be_agreed():
    (line,) = adjusted("W19*ZZ*5*EA**VN*A", **{"W19-01.ZZ": "hold>damaged"}).lines

    assert (line.status, line.to_status) == ("hold", "damaged")


@pytest.mark.parametrize("lines", [[], ["W19*AA**EA**VN*A"], ["W19*AA*5*EA"]])
def test_a_change_of_nothing_is_refused(lines):
    with pytest.raises((DecodeError, DocumentError)):
        adjusted(*lines)


# 856


def noticed(*lines, **options):
    return x12("856", "\n".join((NOTICE, *lines)), **options)


def test_an_order_known_by_the_customers_number_alone():
    (update,) = noticed("HL*2*1*O", "PRF*PO-1", "HL*3*2*I", "LIN*1*VN*A", "SN1**2*EA")

    assert update.order is None
    assert [one.value for one in update.references] == ["PO-1"]


@pytest.mark.parametrize("where", ["PRF", "ZZ"])
def test_where_the_number_of_our_order_is_may_be_agreed(where):
    lines = ("HL*2*1*O", "PRF*OUT-42", "REF*ZZ*OUT-42", "HL*3*2*I", "LIN**VN*A")

    (update,) = noticed(*lines, "SN1**2*EA", **{"856.order": where})

    assert update.order == "OUT-42"


@pytest.mark.parametrize(
    ("parties", "options", "kind"),
    [
        ("N1*ST*Bakery*92*STORE-7", {}, "warehouse.fulfillment"),
        ("N1*ST*East*92*WH01", {"warehouses": "WH00, WH01"}, "warehouse.advice"),
        ("N1*WH*East*92*WH01", {}, "warehouse.advice"),
        ("N1*WH*East*92*WH01", {"856": "fulfillment"}, "warehouse.fulfillment"),
        ("N1*ST*Bakery*92*STORE-7", {"856": "advice"}, "warehouse.advice"),
    ],
)
def test_whose_goods_go_where(parties, options, kind):
    lines = ("HL*2*1*O", "REF*IL*OUT-42", "HL*3*2*I", "LIN*1*VN*A", "SN1**2*EA")

    (document,) = noticed(parties, *lines, **options)

    assert document.document_type == kind


@pytest.mark.parametrize(
    "lines",
    [
        ["HL*2*9*O"],
        ["HL*1*1*O"],
        ["HL*2*2*O"],
        ["HL***O"],
        ["HL*2*1*I", "LIN*1*VN*A"],
        ["HL*2*1*I", "LIN*1*VN*A", "SN1**-2*EA"],
        ["DTM*011*200"],
        [f"HL*{n}*{n - 1}*T" for n in range(2, 60)],
    ],
)
def test_a_notice_that_hangs_together_by_nothing_is_refused(lines):
    with pytest.raises(DecodeError):
        noticed("REF*IL*OUT-42", *lines)


def test_a_notice_of_no_shipment_is_refused():
    with pytest.raises(DecodeError):
        x12("856", "BSN*00*SHP-6*20260305*1200*0001\nHL*1**O")
    with pytest.raises(DocumentError):
        noticed("REF*IL*OUT-42")


def test_it_must_be_agreed_in_words_we_know():
    with pytest.raises(DecodeError):
        noticed("HL*2*1*O", **{"856": "both"})

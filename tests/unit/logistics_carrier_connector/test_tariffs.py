# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Contract tariffs: what each rule of a contract makes of a consignment."""

import io
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_carrier_connector.canonical.consignments import (
    Consignment,
    DangerousGoods,
    Piece,
)
from logistics_carrier_connector.tariffs.engine import TariffEngine
from logistics_carrier_connector.tariffs.postcodes import PostcodeError, PostcodeSet
from logistics_carrier_connector.tariffs.rating import NotRated, explained
from logistics_carrier_connector.tariffs.tables import fuel_weeks, prices, read_file
from logistics_carrier_connector.tariffs.terms import (
    Area,
    Condition,
    Discount,
    FuelWeek,
    Surcharge,
    Tariff,
    WeightBreak,
    Zone,
)

D = Decimal
DAY = date(2026, 3, 4)
GERMANY = Zone(name="DE", destination=Area(countries=("DE",)))


def breaks(*rows, zone="DE", **more):
    return tuple(
        WeightBreak(zone=zone, weight=w and D(w), price=D(p), **more) for w, p in rows
    )


PARCELS = breaks(("1", "4.10"), ("5", "6.20"), ("13", "9.90"), ("31.5", "14.20"))
FREIGHT = breaks(("0", "60"), ("100", "48"), ("300", "39"), kind="per_100kg")


def tariff(**changes):
    values = {
        "service_code": "STD",
        "currency": "EUR",
        "zones": (GERMANY,),
        "breaks": PARCELS,
        **changes,
    }
    return Tariff(**values)


def goods(*pieces, postcode="10115", **changes):
    values = {
        "ship_from": Party(country="DE", postcode="20095"),
        "ship_to": Party(country="DE", postcode=postcode, residential=True),
        "pieces": pieces or (Piece(key="1", weight=4.0),),
        **changes,
    }
    return Consignment(**values)


def box(weight=4.0, length=40, width=30, height=52):
    return Piece(key="1", weight=weight, length=length, width=width, height=height)


def rated(consignment=None, on=DAY, convert=None, **changes):
    engine = TariffEngine(tariff(**changes))
    return engine.rate(consignment or goods(), on, convert)


def amounts(rating):
    return {kind: str(amount) for kind, amount in rating.by_type.items()}


# Postcodes


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("20", ("20095", "20"), ("2", "21000")),
        ("20000-29999", ("20000", "25000", "29999"), ("19999", "30000", "2")),
        ("100..104", ("10000", "10499"), ("10500", "09999")),
        ("B#", ("B11AA", "B9"), ("BN11AA", "B")),
        ("25, !25859", ("25858",), ("25859",)),
        ("!27498", ("10115",), ("27498",)),
        ("SW1A;EC1", ("SW1A1AA", "EC1Y"), ("SW2",)),
        ("10000-20000 15000-25000", ("24999",), ("25001",)),
    ],
)
def test_postcodes(text, inside, outside):
    found = PostcodeSet(text)
    assert all(code in found for code in inside)
    assert not any(code in found for code in outside)


@pytest.mark.parametrize("text", ["12345-6789", "30-20", "1-2-3", "a?b", "####", "-5"])
def test_a_postcode_that_cannot_be_understood(text):
    with pytest.raises(PostcodeError):
        PostcodeSet(text)


numbers = st.integers(0, 99999)


@given(st.lists(st.tuples(numbers, numbers), max_size=8), numbers)
def test_a_postcode_is_in_a_set_if_it_is_in_one_of_its_ranges(ranges, code):
    ordered = [tuple(sorted(ends)) for ends in ranges]
    text = ",".join(f"{first:05}-{last:05}" for first, last in ordered)
    expected = any(first <= code <= last for first, last in ordered)
    assert (f"{code:05}" in PostcodeSet(text)) == expected


@given(
    st.lists(
        st.one_of(
            st.from_regex(r"[0-9]{1,5}", fullmatch=True),
            st.builds(lambda a, b: f"{min(a, b):05}-{max(a, b):05}", numbers, numbers),
            st.builds(lambda a: f"!{a:05}", numbers),
        ),
        max_size=6,
    ),
    numbers,
    st.integers(0, 6),
)
def test_a_set_may_hold_whatever_it_holds(entries, code, length):
    found, postcode = PostcodeSet(" ".join(entries)), f"{code:05}"
    assert postcode not in found or found.may_begin(postcode[:length])


# Zones


def test_the_first_zone_that_holds_the_address_counts():
    island = Zone(name="X", destination=Area(countries=("DE",), postcodes="25938"))
    prices = PARCELS + breaks((None, "30"), zone="X")
    found = rated(goods(postcode="25938"), zones=(island, GERMANY), breaks=prices)
    assert (found.zone, str(found.total)) == ("X", "30.00")


def test_a_zone_may_depend_on_where_from():
    north = replace(GERMANY, name="N", origin=Area(postcodes="2"))
    south = replace(GERMANY, name="S", origin=Area(postcodes="8"))
    prices = breaks((None, "3"), zone="N") + breaks((None, "9"), zone="S")
    assert rated(zones=(south, north), breaks=prices).zone == "N"


def test_a_state_makes_a_zone():
    zone = Zone(name="DE", destination=Area(countries=("US",), states=("NY",)))
    to = Party(country="US", state="NY", postcode="10001")
    assert rated(goods(ship_to=to), zones=(zone,)).zone == "DE"
    with pytest.raises(NotRated, match="no zone from"):
        rated(goods(ship_to=replace(to, state="NJ")), zones=(zone,))


def test_an_address_without_postcode_says_so():
    zone = Zone(name="DE", destination=Area(countries=("DE",), postcodes="1"))
    with pytest.raises(NotRated, match="no postcode"):
        rated(goods(postcode=None), zones=(zone,))


# Weights


def test_size_counts_where_it_is_more_than_weight():
    found = rated(goods(box()), dimensional_divisor=D(5000), weight_step=D("0.5"))
    assert str(found.chargeable_weight) == "12.5"
    assert explained(found.lines[0]) == (
        "Freight: zone DE; 12.5 kg dimensional (52×40×30 cm / 5000); up to 13 kg: 9.9"
    )


def test_sides_are_rounded_before_they_are_multiplied():
    found = rated(goods(box(1, 10.1, 10.1, 10.1)), dimensional_divisor=D(1331))
    assert found.dimensional_weight == 1


def test_weight_is_rounded_more_coarsely_above_a_limit():
    steps = {"weight_step": D("0.5"), "coarse_from": D(20), "coarse_step": D(1)}
    for weight, expected in ((19.2, "19.5"), (20, "20.0"), (20.2, "21")):
        found = rated(goods(box(weight)), **steps)
        assert found.chargeable_weight == D(expected)


def test_each_piece_by_itself_or_all_together():
    pair = goods(box(3), box(3))
    assert str(rated(pair, per_piece=True).total) == "12.40"
    assert str(rated(pair).total) == "9.90"


def test_totals_or_pieces_are_compared():
    light, heavy = box(1), replace(box(20), length=None)
    both = {"dimensional_divisor": D(5000), "breaks": breaks((None, "9"))}
    assert rated(goods(light, heavy), **both).chargeable_weight == D("32.48")
    totals = rated(goods(light, heavy), compare_totals=True, **both)
    assert totals.chargeable_weight == 21


@pytest.mark.parametrize("weight", [0, -1, float("nan"), None])
def test_what_weighs_nothing_has_no_price(weight):
    with pytest.raises(NotRated, match="no weight"):
        rated(goods(box(weight)))


def test_too_heavy_or_too_light():
    with pytest.raises(NotRated, match="more than the 31.5 kg"):
        rated(goods(box(32)))
    from_one = {"breaks": breaks(("1", "5")), "break_reading": "from"}
    with pytest.raises(NotRated, match="less than the 1 kg"):
        rated(goods(box(0.5)), **from_one)


# Prices


@pytest.mark.parametrize(
    ("weight", "expected"),
    [(50, "30.00"), (85, "48.00"), (99, "48.00"), (100, "48.00"), (290, "117.00")],
)
def test_a_heavier_break_is_taken_where_it_is_cheaper(weight, expected):
    found = rated(
        goods(box(weight)), breaks=FREIGHT, break_reading="from", deficit_weight=True
    )
    assert str(found.total) == expected


def test_a_price_per_100_kg_has_a_minimum():
    rows = breaks(("0", "60"), kind="per_100kg", minimum=D(25))
    found = rated(goods(box(10)), breaks=rows, break_reading="from")
    assert str(found.total) == "25.00"
    assert "minimum 25" in explained(found.lines[0])


def test_each_further_step_costs_more():
    rows = PARCELS + breaks(
        (None, "14.20"), kind="additional", extra=D("0.5"), step=D(2)
    )
    found = rated(goods(box(36)), breaks=rows)
    assert str(found.total) == "15.70"
    assert "3 × 0.5" in explained(found.lines[0])


def test_discount_and_minimum():
    found = rated(discounts=(Discount(percent=D(50)),), minimum_charge=D(4))
    assert amounts(found) == {"base": "7.10", "discount": "-3.10"}
    assert str(found.total) == "4.00"


def test_the_highest_discount_that_the_weight_reaches():
    rows = (Discount(percent=D(10)), Discount(percent=D(30), weight_from=D(5)))
    assert rated(discounts=rows).by_type["discount"] == D("-0.62")
    assert rated(goods(box(6)), discounts=rows).by_type["discount"] == D("-2.97")


# Fuel


FUEL = (FuelWeek(date(2026, 3, 2), D("12.5")), FuelWeek(date(2026, 3, 9), D(14)))


def test_fuel_is_that_of_the_week():
    for day, expected in ((2, "0.78"), (8, "0.78"), (9, "0.87")):
        found = rated(on=date(2026, 3, day), fuel=FUEL, has_fuel=True)
        assert str(found.by_type["fuel"]) == expected


def test_fuel_is_taken_on_what_the_contract_says():
    rows = tuple(
        Surcharge(code=c, name=c, type="residential", amount=D(10), fuelled=f)
        for c, f in (("A", True), ("B", False))
    )
    found = rated(surcharges=rows, fuel=FUEL, has_fuel=True)
    assert str(found.by_type["fuel"]) == "2.03"


def test_no_price_without_a_fuel_percentage_and_a_doubt_about_an_old_one():
    with pytest.raises(NotRated, match="no fuel percentage"):
        rated(on=date(2026, 3, 1), fuel=FUEL, has_fuel=True)
    old = rated(on=date(2026, 6, 1), fuel=FUEL, has_fuel=True)
    assert "2026-03-09" in str(old.notes[0])


# Surcharges


def due(consignment=None, on=DAY, unit="shipment", amount="5", convert=None, **more):
    """Return the amount of one surcharge, None where it is not due."""
    rule = {
        name: more.pop(name)
        for name in ("minimum", "maximum", "free_value")
        if name in more
    }
    surcharge = Surcharge(
        code="S",
        name="S",
        type="other",
        amount=D(amount),
        unit=unit,
        condition=Condition(**more),
        **rule,
    )
    found = rated(consignment, on, convert, surcharges=(surcharge,))
    return found.by_type.get("other")


def test_conditions_of_surcharges():
    dangerous = replace(box(), dangerous_goods=(DangerousGoods(un_number="UN1950"),))
    office = goods(ship_to=Party(country="DE", postcode="10115", residential=False))
    abroad = goods(ship_from=Party(country="AT", postcode="1010"))
    for holds, fails, condition in (
        (goods(), office, {"residential": True}),
        (goods(dangerous), goods(), {"dangerous_goods": True}),
        (abroad, goods(), {"international": True}),
        (goods(is_return=True), goods(), {"returns": True}),
        (goods(options=("saturday",)), goods(), {"option": "saturday"}),
        (goods(postcode="25938"), goods(), {"area": Area(postcodes="25938")}),
        (goods(box(26)), goods(box(25)), {"weight_over": D(25)}),
        (goods(box(1, 121)), goods(box(1, 120)), {"length_over": D(120)}),
        (goods(box(1, 121, 80)), goods(box(1, 121)), {"second_side_over": D(76)}),
        (goods(box(1, 200, 50, 50)), goods(box()), {"girth_over": D(300)}),
    ):
        assert due(holds, **condition) == 5
        assert due(fails, **condition) is None


def test_peak_season_has_a_first_and_a_last_day():
    season = {"date_from": date(2026, 3, 4), "date_until": date(2026, 3, 5)}
    found = [due(on=date(2026, 3, day), **season) for day in (3, 4, 5, 6)]
    assert found == [None, 5, 5, None]


def test_units_of_surcharges():
    two = goods(box(2), box(3))
    assert due(two) == 5
    assert due(two, unit="piece") == 10
    assert due(two, unit="piece", weight_over=D(2)) == 5
    assert due(two, unit="kg") == 25
    assert due(two, unit="percent", amount="10") == D("0.62")
    assert due(two, unit="percent", amount="10", minimum=D(2)) == 2
    assert due(two, unit="percent", amount="200", maximum=D(6)) == 6


def test_insurance_has_a_free_part_a_minimum_and_a_currency():
    def insured(amount, currency="EUR"):
        return goods(insured_value=Money(D(amount), currency))

    rule = {"unit": "insured", "amount": "1", "minimum": D(2), "free_value": D(100)}
    assert due(**rule) is None
    assert due(insured("150"), **rule) == 2
    assert due(insured("1100"), **rule) == 10
    with pytest.raises(NotRated, match="cannot be converted"):
        due(insured("1100", "USD"), **rule)
    assert due(insured("1100", "USD"), convert=lambda m, _c: m.amount * 2, **rule) == 21


def test_of_a_group_only_the_highest_is_due_piece_by_piece():
    rows = (
        Surcharge(
            code="AH",
            name="Handling",
            type="additional_handling",
            amount=D(8),
            unit="piece",
            group="size",
            condition=Condition(length_over=D(100)),
        ),
        Surcharge(
            code="OS",
            name="Oversize",
            type="additional_handling",
            amount=D(60),
            unit="piece",
            group="size",
            condition=Condition(length_over=D(200)),
        ),
    )
    found = rated(goods(box(1, 110), box(1, 210), box(1, 50)), surcharges=rows)
    lines = {line.code: line.amount for line in found.lines if line.code}
    assert lines == {"AH": 8, "OS": 60}


def test_a_discount_on_the_fuel_surcharge():
    found = rated(
        has_fuel=True,
        fuel=(FuelWeek(date(2026, 3, 2), D(20)),),
        discounts=(Discount(percent=D(25), of="fuel"),),
    )
    assert amounts(found) == {"base": "6.20", "fuel": "1.24", "discount": "-0.31"}


def test_a_discount_on_a_kind_of_surcharge():
    row = Surcharge(code="R", name="R", type="residential", amount=D(4))
    found = rated(
        surcharges=(row,), discounts=(Discount(percent=D(25), of="residential"),)
    )
    assert amounts(found) == {
        "base": "6.20",
        "residential": "4.00",
        "discount": "-1.00",
    }


# Validity and the whole


def test_a_tariff_has_a_first_and_a_last_day():
    dates = {"valid_from": date(2026, 3, 4), "valid_until": date(2026, 3, 5)}
    for day, words in ((3, "not valid before"), (6, "not valid after")):
        with pytest.raises(NotRated, match=words):
            rated(on=date(2026, 3, day), **dates)
    assert rated(on=date(2026, 3, 5), **dates).total


def test_currencies_without_cents():
    found = rated(currency="JPY", decimals=0, fuel=FUEL, has_fuel=True)
    assert [str(line.amount) for line in found.lines] == ["6", "1"]


FULL = tariff(
    weight_step=D("0.5"),
    dimensional_divisor=D(5000),
    breaks=PARCELS + breaks((None, "14.20"), kind="additional", extra=D("0.55")),
    surcharges=(
        Surcharge(
            code="RES",
            name="Home",
            type="residential",
            amount=D("2.40"),
            fuelled=True,
            condition=Condition(residential=True),
        ),
        Surcharge(
            code="AH",
            name="Handling",
            type="additional_handling",
            amount=D("7.5"),
            unit="piece",
            condition=Condition(girth_over=D(250)),
        ),
    ),
    discounts=(Discount(percent=D("7.5")),),
    fuel=FUEL,
    has_fuel=True,
)
ENGINE = TariffEngine(FULL)
weights = st.floats(0.01, 500, allow_nan=False)
sides = st.floats(1, 300, allow_nan=False)
boxes = st.builds(box, weights, sides, sides, sides)


@given(st.lists(boxes, min_size=1, max_size=4))
def test_the_total_is_what_the_lines_add_up_to(pieces):
    found = ENGINE.rate(goods(*pieces), DAY)
    assert found.total == sum(found.by_type.values())
    assert found.total == sum(c.amount.amount for c in found.to_rate().charges)
    assert all(line.amount == line.amount.quantize(D("0.01")) for line in found.lines)
    assert found.chargeable_weight >= found.actual_weight


@given(st.lists(boxes, min_size=1, max_size=4))
def test_the_same_question_has_the_same_answer(pieces):
    again = TariffEngine(FULL).rate(goods(*pieces), DAY)
    assert ENGINE.rate(goods(*pieces), DAY) == again


@given(st.lists(boxes, min_size=1, max_size=3), boxes)
def test_one_more_piece_is_never_cheaper(pieces, more):
    less = ENGINE.rate(goods(*pieces), DAY).total
    assert ENGINE.rate(goods(*pieces, more), DAY).total >= less


@given(boxes, st.floats(1, 3), st.sampled_from(["weight", "length", "width", "height"]))
def test_more_weight_or_size_is_never_cheaper(piece, times, name):
    larger = replace(piece, **{name: getattr(piece, name) * times})
    less = ENGINE.rate(goods(piece), DAY).total
    assert ENGINE.rate(goods(larger), DAY).total >= less


@given(
    st.lists(
        st.tuples(st.integers(1, 2000), st.integers(1, 200)),
        min_size=1,
        max_size=6,
        unique_by=lambda row: row[0],
    ),
    st.floats(0.1, 3000),
    st.floats(1, 2),
)
@settings(max_examples=200)
def test_with_deficit_weight_more_is_never_cheaper_however_odd_the_breaks(
    rows, weight, times
):
    engine = TariffEngine(
        tariff(
            breaks=breaks(("0", "150"), *rows, kind="per_100kg"),
            break_reading="from",
            deficit_weight=True,
        )
    )
    less = engine.rate(goods(box(weight)), DAY).total
    assert engine.rate(goods(box(weight * times)), DAY).total >= less


def calls_to_rate(zone_count):
    """Return how many functions are called to rate into the last of so many zones."""
    zones = tuple(
        Zone(
            name=str(n),
            destination=Area(countries=("DE",), postcodes=f"{n:03}00-{n:03}99"),
        )
        for n in range(zone_count)
    )
    rows = tuple(
        WeightBreak(zone=str(n), weight=D(w), price=D(w + n))
        for n in range(zone_count)
        for w in range(1, 31)
    )
    engine = TariffEngine(tariff(zones=zones, breaks=rows))
    last = goods(postcode=f"{zone_count - 1:03}99")
    engine.rate(last, DAY)
    calls = Counter()
    sys.setprofile(lambda _frame, event, _arg: calls.update([event]))
    try:
        rate = engine.rate(last, DAY)
    finally:
        sys.setprofile(None)
    assert rate.zone == str(zone_count - 1)
    return calls["call"] + calls["c_call"]


def test_many_zones_and_prices_cost_no_more_than_a_few():
    assert calls_to_rate(900) <= 1.5 * calls_to_rate(10)


def test_percentages_of_a_spreadsheet_are_read_as_they_are_shown():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["From", "Fuel"])
    sheet.append([datetime(2026, 3, 2), 0.1825])
    sheet.append([datetime(2026, 3, 9), 18.5])
    sheet["B2"].number_format = "0.00%"
    content = io.BytesIO()
    book.save(content)

    found, problems = fuel_weeks(read_file(content.getvalue(), "fuel.xlsx"))

    assert not problems
    assert found == [(date(2026, 3, 2), D("18.25")), (date(2026, 3, 9), D("18.5"))]


@pytest.mark.parametrize(
    "cell, read", [(0.00002, "0.00002"), (1250000.0, "1250000"), (1.125, "1.125")]
)
def test_numbers_of_a_spreadsheet_are_read_whole(cell, read):
    book = openpyxl.Workbook()
    book.active.append(["kg", "1"])
    book.active.append(["0,5", cell])
    content = io.BytesIO()
    book.save(content)

    found, problems = prices(read_file(content.getvalue(), "p.xlsx"), ["1"])

    assert (found, problems) == ([("1", D("0.5"), D(read))], [])


def test_every_word_of_the_engine_can_be_said_in_another_language():
    found = rated(
        has_fuel=True,
        fuel=(FuelWeek(date(2026, 3, 2), D(20)),),
        discounts=(Discount(percent=D(50)),),
        minimum_charge=D(5),
    )

    rate = found.to_rate(lambda _phrase: "·")

    said = {word for c in rate.charges for word in c.description.split()}
    assert said <= {"·", "·:", "·;"}


@pytest.mark.parametrize(
    "rows, expected",
    [
        # American, with thousands; then German; then Swiss.
        (["0.5;12.50", "1,000;1,234"], [("0.5", "12.50"), ("1000", "1234")]),
        (["0,5;12,50", "1.000;1.234"], [("0.5", "12.50"), ("1000", "1234")]),
        (["0.5;12.50", "1'000;1'234.50"], [("0.5", "12.50"), ("1000", "1234.50")]),
        (["5;12", "1000;1,234,567"], [("5", "12"), ("1000", "1234567")]),
        # Where nothing else tells, a mark before three digits is that of decimals.
        (["0,500;7"], [("0.500", "7")]),
        # Where people wrote both ways, each number speaks for itself.
        (["0,5;12.50", "2;1,234"], [("0.5", "12.50"), ("2", "1.234")]),
    ],
)
def test_thousands_are_not_taken_for_decimals(rows, expected):
    text = "\n".join(["kg;1", *rows]).encode()

    found, problems = prices(read_file(text, "p.csv"), ["1"])

    assert not problems
    assert [(weight, price) for _zone, weight, price in found] == [
        (D(weight), D(price)) for weight, price in expected
    ]

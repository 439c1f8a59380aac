# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a consignment must say before anybody is called."""

from dataclasses import replace
from decimal import Decimal

import pytest

from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party
from logistics_carrier_connector.canonical.consignments import (
    Article,
    Consignment,
    Customs,
    DangerousGoods,
    Piece,
)
from logistics_carrier_connector.consigning.addresses import (
    has_postcodes,
    is_postcode,
    missing_parts,
)
from logistics_carrier_connector.consigning.customs_area import passes_customs
from logistics_carrier_connector.consigning.limits import CarrierLimits
from logistics_carrier_connector.consigning.phones import to_e164
from logistics_carrier_connector.consigning.problems import problems_of

BERLIN = Party(
    company="Lamps GmbH",
    street="Invalidenstraße 43",
    city="Berlin",
    postcode="10115",
    country="DE",
    phone="+4930901821",
)
BERN = Party(
    name="Beat Kunde",
    street="Bundesplatz 3",
    city="Bern",
    postcode="3011",
    country="CH",
    phone="+41313222111",
    email="beat@example.ch",
)
LAMP = Article(
    description="Lamp",
    quantity=1.0,
    hs_code="940511",
    origin="PT",
    value=Money(Decimal("50"), "EUR"),
)
PIECE = Piece(key="bulk", weight=2.0, articles=(LAMP,))
DOMESTIC = Consignment(ship_from=BERLIN, ship_to=BERLIN, pieces=(PIECE,))
EXPORT = Consignment(
    ship_from=BERLIN, ship_to=BERN, pieces=(PIECE,), customs=Customs(incoterm="DAP")
)


def found(consignment, limits=None):
    """Return (code, where, name) of each problem."""
    return [(p.code, p.where, p.name) for p in problems_of(consignment, limits)]


# Phone numbers


@pytest.mark.parametrize(
    ("typed", "country", "told"),
    [
        ("030 901820", "DE", "+4930901820"),
        ("+49 (30) 90-18-20", None, "+4930901820"),
        ("0049 30 901820", "FR", "+4930901820"),
        ("49 30 901820", "CH", "+4930901820"),
        ("(555) 555-5556", "US", "+15555555556"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("12", "DE", None),
        ("ask Ada", "DE", None),
        ("", "DE", None),
        (None, None, None),
    ],
)
def test_phone_numbers_are_read_however_they_are_typed(typed, country, told):
    assert to_e164(typed, country) == told


# Addresses


@pytest.mark.parametrize(
    ("country", "missing"),
    [
        ("DE", ["city", "postcode"]),
        ("AE", []),
        ("HK", []),
        ("IE", ["city"]),
        ("US", ["city", "postcode", "state"]),
        ("ES", ["city", "postcode"]),
        ("ZZ", ["city"]),
    ],
)
def test_only_what_a_country_has_is_missing(country, missing):
    assert missing_parts(Party(street="Somewhere 1", country=country)) == missing


def test_an_address_of_nowhere_lacks_its_country_first():
    assert missing_parts(Party()) == ["country", "street", "city"]


def test_blanks_are_no_street():
    assert missing_parts(replace(BERLIN, street="  ")) == ["street"]


@pytest.mark.parametrize(
    ("postcode", "country", "expected"),
    [
        ("10115", "DE", True),
        ("1011", "DE", False),
        ("sw1a 1aa", "GB", True),
        ("1234 AB", "NL", True),
        ("anything", "AE", True),
        ("anything", "ZZ", True),
    ],
)
def test_postcodes_have_their_countrys_form(postcode, country, expected):
    assert is_postcode(postcode, country) is expected


def test_not_every_country_has_postcodes():
    assert has_postcodes("DE")
    assert not has_postcodes("AE")


# Customs


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (("DE", "10115"), ("DE", "80331"), False),
        (("DE", "10115"), ("FR", "75001"), False),
        (("DE", "10115"), ("CH", "3011"), True),
        (("US", "94005"), ("US", "10001"), False),
        (("ES", "28001"), ("ES", "35001"), True),
        (("DE", "10115"), ("ES", "38 001"), True),
        (("ES", "35001"), ("ES", "35002"), False),
        (("GB", "SW1A 1AA"), ("FR", "75001"), True),
        ((None, None), ("CH", "3011"), False),
    ],
)
def test_goods_pass_customs_at_the_border_of_the_union(source, target, expected):
    parties = [Party(country=c, postcode=p) for c, p in (source, target)]
    assert passes_customs(*parties) is expected


# Problems


def test_a_complete_consignment_has_no_problem():
    assert found(DOMESTIC) == []
    assert found(EXPORT) == []


def test_everything_wrong_is_told_at_once():
    bad = replace(
        EXPORT,
        ship_to=replace(BERN, postcode=None, phone="12", email="beat@nowhere"),
        pieces=(replace(PIECE, weight=0.0, articles=(replace(LAMP, hs_code=None),)),),
        customs=None,
    )
    assert found(bad) == [
        ("missing", "ship_to", "postcode"),
        ("invalid", "ship_to", "phone"),
        ("invalid", "ship_to", "email"),
        ("no_weight", "piece", "weight"),
        ("missing", "consignment", "incoterm"),
        ("missing", "article", "hs_code"),
    ]


def test_nothing_is_not_carried():
    assert found(replace(DOMESTIC, pieces=())) == [("no_pieces", "consignment", None)]


def test_customs_takes_nothing_for_worthless():
    free = replace(LAMP, value=Money(Decimal(0), "EUR"))
    bad = replace(EXPORT, pieces=(replace(PIECE, articles=(free,)),))
    assert found(bad) == [("no_value", "article", "value")]


def test_goods_in_several_pieces_are_told_once():
    bad = replace(LAMP, origin=None)
    pieces = tuple(replace(PIECE, key=key, articles=(bad,)) for key in "ab")
    assert found(replace(EXPORT, pieces=pieces)) == [("missing", "article", "origin")]


def test_dangerous_goods_need_their_number_class_and_name():
    goods = DangerousGoods(un_number="12A", hazard_class="3")
    bad = replace(DOMESTIC, pieces=(replace(PIECE, dangerous_goods=(goods,)),))
    assert found(bad) == [
        ("invalid", "piece", "un_number"),
        ("missing", "piece", "proper_name"),
    ]


def test_a_carriers_own_limits_count():
    limits = CarrierLimits(
        address_line_length=12, phone_required=False, email_required=True
    )
    bare = replace(BERLIN, phone=None, email=None)
    assert found(replace(DOMESTIC, ship_to=bare), limits) == [
        ("missing", "ship_from", "email"),
        ("too_long", "ship_from", "street"),
        ("missing", "ship_to", "email"),
        ("too_long", "ship_to", "street"),
    ]


def test_too_heavy_and_too_many():
    pieces = tuple(replace(PIECE, key=str(n), weight=40.0) for n in range(3))
    limits = CarrierLimits(piece_weight=31.5, piece_count=2)
    assert [code for code, *_ in found(replace(DOMESTIC, pieces=pieces), limits)] == [
        "too_many",
        "too_heavy",
        "too_heavy",
        "too_heavy",
    ]


def test_an_integrations_options_set_limits_and_nothing_else():
    limits = CarrierLimits().with_options(
        {"address_line_length": 35, "account": "4711", "piece_weight": "a lot"}
    )
    assert limits == CarrierLimits(address_line_length=35)

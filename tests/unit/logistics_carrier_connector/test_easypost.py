# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The EasyPost connector against a look-alike that answers over real HTTP."""

import dataclasses
from datetime import datetime, timezone
from decimal import Decimal

import pytest

from logistics_base.canonical.money import Money
from logistics_base.mapping.preset import Preset
from logistics_base.transport.call_errors import CallError
from logistics_base.transport.http import BasicAuth
from logistics_carrier_connector.canonical.consignments import DangerousGoods
from logistics_carrier_connector.canonical.day import ManifestRequest, PickupRequest
from logistics_carrier_connector.canonical.labels import content_of, format_of
from logistics_carrier_connector.canonical.rates import RateRequest
from logistics_carrier_connector.carriers.connector import (
    CAPABILITIES,
    ConnectorSettings,
)
from logistics_carrier_connector.carriers.easypost.units import inches, ounces
from logistics_carrier_connector.carriers.registry import connector_class
from tests.plain import ROOT
from tests.simulators.api.faults import Fault
from tests.simulators.api.server import ApiServer
from tests.simulators.easypost_api.desk import EasyPost

from .carrier_examples import (
    CONSIGNEE,
    SHIPPER,
    abroad,
    booking,
    client,
    consignment,
    piece,
)

API_KEY = "EZTKinvented"
PRESET = ROOT / "logistics_carrier_connector/presets/easypost/preset.yaml"


@pytest.fixture(scope="module")
def preset():
    return Preset.load(PRESET.read_text())


@pytest.fixture
def desk():
    desk = EasyPost(API_KEY)
    server = ApiServer({"easypost": desk})
    desk.file_base = f"{server.url}/easypost"
    server.start()
    yield desk
    server.close()


@pytest.fixture
def connect(desk, preset):
    """A new connector, as after a crash: it remembers nothing."""

    def make(api_key=API_KEY, **options):
        auth = BasicAuth(api_key)
        http = client(f"{desk.file_base}/v2", auth=auth)
        settings = ConnectorSettings(secrets={"api_key": api_key}, options=options)
        return connector_class(preset)(http, settings)

    return make


@pytest.fixture
def easypost(connect):
    return connect()


def label(document, position=0):
    return content_of(document.pieces[position].label)


# What is sent


def test_units_are_exact():
    assert ounces(0.45359237) == 16.0
    assert ounces(1) == 35.3
    assert ounces(0.001) == 0.1
    assert inches(2.54) == 1.0
    assert inches(30) == 11.9


def test_a_booking_is_told_with_our_key_and_in_ounces_and_inches(easypost, desk):
    easypost.book(booking(options=("adult_signature", "saturday"), instructions="Ring"))
    (shipment,) = desk.shipments.values()
    assert shipment["reference"] == "WH/OUT/00042"
    assert shipment["parcel"] == {
        "weight": 16.0,
        "length": 10.0,
        "width": 7.9,
        "height": 4.0,
    }
    assert shipment["customs_info"] is None
    assert shipment["options"] == {
        "delivery_confirmation": "ADULT_SIGNATURE",
        "saturday_delivery": True,
        "handling_instructions": "Ring",
        "label_format": "PDF",
        "label_date": "2026-03-02T14:00:00Z",
        "print_custom_1": "S00042",
    }


def test_customs_are_told_the_totals_of_each_kind(easypost, desk):
    easypost.book(booking(goods=abroad()))
    (shipment,) = desk.shipments.values()
    customs = shipment["customs_info"]
    assert customs["eel_pfc"] == "NOEEI 30.37(a)"
    assert customs["customs_signer"] == "D. Dispatch"
    assert customs["contents_type"] == "merchandise"
    assert customs["customs_items"] == [
        {
            "description": "Table lamp",
            "quantity": 3,
            "value": "30.00",
            "currency": "USD",
            "weight": 48.0,
            "hs_tariff_number": "940521",
            "origin_country": "NL",
            "code": "LAMP",
        }
    ]
    assert shipment["options"]["incoterm"] == "DAP"
    assert shipment["options"]["invoice_number"] == "INV/1"


@pytest.mark.parametrize(
    ("goods", "option"),
    [
        (DangerousGoods(un_number="UN3481", hazard_class="9"), "LITHIUM"),
        (DangerousGoods(un_number="1266", limited_quantity=True), "LIMITED_QUANTITY"),
    ],
)
def test_dangerous_goods_are_told_in_easyposts_words(easypost, desk, goods, option):
    easypost.book(booking(goods=consignment(piece(dangerous_goods=(goods,)))))
    (shipment,) = desk.shipments.values()
    assert shipment["options"]["hazmat"] == option


def test_other_dangerous_goods_need_a_word_of_the_integration(connect, desk):
    goods = consignment(piece(dangerous_goods=(DangerousGoods(un_number="UN1263"),)))
    with pytest.raises(CallError, match="call options under “hazmat”"):
        connect().rate(RateRequest(consignment=goods))
    assert not desk.calls
    connect(hazmat="PRIMARY_CONTAINED").rate(RateRequest(consignment=goods))
    (shipment,) = desk.shipments.values()
    assert shipment["options"]["hazmat"] == "PRIMARY_CONTAINED"


@pytest.mark.parametrize(
    ("goods", "words"),
    [
        (consignment(piece(weight=0)), "PACK0001 has no weight"),
        (consignment(options=("liftgate_delivery",)), "liftgate_delivery"),
        (consignment(insured_value=Money(Decimal(100), "EUR")), "US dollars"),
        (consignment(piece(), ship_to=abroad().ship_to), "holds no articles"),
    ],
)
def test_what_easypost_cannot_do_is_refused_before_any_call(
    easypost, desk, goods, words
):
    with pytest.raises(CallError, match=words) as raised:
        easypost.book(booking(goods=goods))
    assert raised.value.category == "refused"
    assert not desk.calls


# Rates


def test_rates_come_with_service_price_and_days(easypost):
    rates = easypost.rate(RateRequest(consignment=consignment()))
    assert [rate.service_code for rate in rates] == [
        "USPS:GroundAdvantage",
        "USPS:Priority",
        "UPS:Ground",
        "UPS:NextDayAir",
    ]
    assert rates[3].price == Money(Decimal("15.20"), "USD")
    assert (rates[3].transit_days, rates[3].guaranteed) == (1, True)


def test_several_pieces_are_offered_by_carriers_that_take_them(easypost, desk):
    goods = consignment(piece("A"), piece("B"))
    rates = easypost.rate(RateRequest(consignment=goods, services=("UPS:Ground",)))
    assert [rate.service_code for rate in rates] == ["UPS:Ground"]
    assert desk.calls["POST /v2/orders"] == 1


def test_another_currency_is_told_as_it_is(easypost, desk):
    desk.faults.add(Fault(kind="wrong_currency"))
    rates = easypost.rate(RateRequest(consignment=consignment()))
    assert {rate.price.currency for rate in rates} == {"CAD"}


def test_a_price_below_zero_is_no_offer(easypost, desk):
    desk.faults.add(Fault(kind="negative_price"))
    assert easypost.rate(RateRequest(consignment=consignment())) == []


def test_what_carriers_say_in_a_yes_is_a_no_where_nobody_offers(easypost):
    nowhere = dataclasses.replace(CONSIGNEE, postcode=None)
    with pytest.raises(CallError, match="postal code is required") as raised:
        easypost.rate(RateRequest(consignment=consignment(ship_to=nowhere)))
    assert raised.value.category == "refused"
    assert raised.value.problems == (
        "USPS: to_address: postal code is required",
        "UPS: to_address: postal code is required",
    )


# Booking


@pytest.mark.parametrize("form", ["pdf", "zpl", "png"])
def test_a_booking_gives_number_price_and_label(easypost, desk, form):
    document = easypost.book(booking(label_format=form))
    (shipment,) = desk.shipments.values()
    assert document.id == shipment["id"]
    assert document.key == "WH/OUT/00042"
    assert document.pieces[0].key == "PACK0001"
    assert document.pieces[0].tracking_number == "EZ000000001US"
    assert document.price == Money(Decimal("5.02"), "USD")
    assert [charge.type for charge in document.charges] == ["base", "other"]
    assert format_of(label(document)) == form


def test_insurance_is_bought_with_it_and_charged(easypost, desk):
    goods = consignment(insured_value=Money(Decimal("250.00"), "USD"))
    document = easypost.book(booking(goods=goods))
    (shipment,) = desk.shipments.values()
    assert shipment["insurance"] == "250.00"
    assert [(c.type, c.amount.amount) for c in document.charges][-1] == (
        "declared_value",
        Decimal("2.50"),
    )


def test_several_pieces_are_one_order_with_a_number_each(easypost, desk):
    goods = consignment(
        piece("A"), piece("B"), insured_value=Money(Decimal("100.01"), "USD")
    )
    document = easypost.book(booking(goods=goods, service="UPS:Ground"))
    (order,) = desk.orders.values()
    assert document.id == order["id"]
    assert [p.key for p in document.pieces] == ["A", "B"]
    assert len({p.tracking_number for p in document.pieces}) == 2
    assert format_of(label(document, 1)) == "pdf"
    insured = [Decimal(one["insurance"]) for one in desk.shipments.values()]
    assert sum(insured) == Decimal("100.01")


@pytest.mark.parametrize("kind", ["unauthorized", "error"])
def test_an_order_whose_insurance_fails_is_bought_all_the_same(easypost, desk, kind):
    goods = consignment(
        piece("A"), piece("B"), insured_value=Money(Decimal("100.01"), "USD")
    )
    asked = booking(goods=goods, service="UPS:Ground")
    desk.faults.add(Fault(kind=kind, path="*/insure", left=None))
    with pytest.raises(CallError, match="sold EZ.* not insured") as raised:
        easypost.book(asked)
    # It must not look as if nothing had happened: it would be bought again.
    assert raised.value.category == "uncertain"
    # and what is missing is made good when it is asked for
    desk.faults.clear()
    document = easypost.find_booking(asked)
    assert len(desk.orders) == 1
    assert document.id in desk.orders
    insured = [Decimal(one["insurance"]) for one in desk.shipments.values()]
    assert sum(insured) == Decimal("100.01")


def test_a_service_nobody_offers_buys_nothing(easypost, desk):
    with pytest.raises(CallError, match="no price for USPS:Teleport") as raised:
        easypost.book(booking(service="USPS:Teleport"))
    assert raised.value.category == "refused"
    assert not desk.purchases


def test_a_return_is_written_the_way_easypost_turns_it_round(easypost, desk):
    goods = consignment(ship_from=CONSIGNEE, ship_to=SHIPPER)
    document = easypost.return_label(booking(goods=goods))
    (shipment,) = desk.shipments.values()
    assert shipment["is_return"]
    assert shipment["from_address"]["company"] == "Example Goods"
    assert shipment["to_address"]["name"] == "A. Example"
    assert document.pieces[0].tracking_number


def test_a_field_that_is_wrong_is_named(easypost, desk, monkeypatch):
    monkeypatch.setitem(
        easypost._purchases.create.__func__.__globals__,
        "shipment_of",
        lambda *_args, **_how: {"parcel": {"weight": 0}},
    )
    with pytest.raises(CallError) as raised:
        easypost.rate(RateRequest(consignment=consignment()))
    assert raised.value.category == "refused"
    assert raised.value.status == 422
    assert raised.value.problems == ("parcel.weight: must be greater than 0",)


def test_a_wrong_key_is_unauthorized_and_not_shown(connect):
    with pytest.raises(CallError) as raised:
        connect("EZTKwrong").rate(RateRequest(consignment=consignment()))
    assert raised.value.category == "unauthorized"
    assert "EZTKwrong" not in str(raised.value)


# In doubt


@pytest.mark.parametrize("goods", [consignment(), consignment(piece("A"), piece("B"))])
def test_a_purchase_whose_answer_was_lost_is_found_and_not_repeated(
    connect, desk, goods
):
    desk.faults.add(Fault(kind="cut", after=True, path="*/buy"))
    request = booking(goods=goods, service="UPS:Ground")
    with pytest.raises(CallError) as raised:
        connect().book(request)
    assert raised.value.category == "uncertain"
    document = connect().find_booking(request)
    bought = [one["tracking_code"] for one in desk.purchases]
    assert [p.tracking_number for p in document.pieces] == bought
    assert len(bought) == len(goods.pieces)
    assert format_of(label(document)) == "pdf"


def test_a_purchase_that_never_came_is_not_found(connect, desk):
    desk.faults.add(Fault(kind="cut", path="*/buy"))
    with pytest.raises(CallError) as raised:
        connect().book(booking())
    assert raised.value.category == "uncertain"
    assert connect().find_booking(booking()) is None
    connect().book(booking())
    assert len(desk.purchases) == 1


def test_creating_it_twice_hides_no_purchase(connect, desk):
    connect().book(booking())
    connect()._purchases.create(consignment(), reference="WH/OUT/00042")
    found = connect().find_booking(booking())
    assert found.pieces[0].tracking_number == "EZ000000001US"


def test_a_lost_answer_to_creating_is_simply_repeated(easypost, desk):
    desk.faults.add(Fault(kind="cut", after=True, path="/v2/shipments", method="POST"))
    assert easypost.book(booking()).pieces[0].tracking_number
    assert len(desk.shipments) == 2
    assert len(desk.purchases) == 1


def test_out_of_reach_is_told_as_doubt_not_as_no(connect, desk):
    for number in range(60):
        connect().book(booking(key=f"OTHER/{number}", label_format="png"))
    with pytest.raises(CallError, match="not among EasyPost's latest") as raised:
        connect(find_pages=1).find_booking(booking())
    assert raised.value.category == "uncertain"
    assert connect().find_booking(booking()) is None


def test_a_search_ends_where_no_attempt_can_have_been(connect, desk):
    for number in range(60):
        connect().book(booking(key=f"OLD/{number}", label_format="png"))
    for shipment in desk.shipments.values():
        shipment["created_at"] = "2025-01-01T00:00:00Z"
    desk.faults.add(Fault(kind="cut", path="*/buy"))
    with pytest.raises(CallError):
        connect().book(booking())
    desk.calls.clear()
    assert connect(find_pages=1).find_booking(booking()) is None
    assert desk.calls["GET /v2/shipments"] == 1


def test_half_a_label_keeps_the_booking_without_it(easypost, desk):
    desk.faults.add(Fault(kind="half_label", path="/files/*", left=None))
    document = easypost.book(booking())
    assert document.pieces[0].tracking_number == "EZ000000001US"
    assert document.pieces[0].label is None
    assert "incomplete" in document.reason
    desk.faults.clear()
    again = easypost.reprint(document.id, "pdf")
    assert format_of(label(again)) == "pdf"
    assert len(desk.purchases) == 1


@pytest.mark.parametrize("kind", ["html", "malformed"])
def test_an_answer_nobody_can_read_leaves_a_purchase_in_doubt(easypost, desk, kind):
    desk.faults.add(Fault(kind=kind, path="*/buy"))
    with pytest.raises(CallError) as raised:
        easypost.book(booking())
    assert raised.value.category == "uncertain"


def test_a_yes_with_an_error_in_it_is_a_no(easypost, desk):
    desk.faults.add(Fault(kind="error_body", path="*/buy"))
    with pytest.raises(CallError, match="not available") as raised:
        easypost.book(booking())
    assert raised.value.category == "refused"
    assert not desk.purchases


# Afterwards


def test_a_label_is_converted_without_buying_again(easypost, desk):
    document = easypost.book(booking(label_format="png"))
    again = easypost.reprint(document.id, "zpl")
    assert format_of(label(again)) == "zpl"
    assert desk.calls["GET /v2/shipments/shp/label"] == 1
    assert len(desk.purchases) == 1


def test_a_refund_is_decided_later(easypost, desk):
    document = easypost.book(booking())
    assert easypost.cancel_booking(document.id).status == "pending"
    (shipment,) = desk.shipments.values()
    shipment["refund_status"] = "refunded"
    assert easypost.cancel_booking(document.id).status == "cancelled"
    assert easypost.find_booking(booking()).status == "cancelled"
    assert desk.calls["POST /v2/shipments/shp/refund"] == 1


def test_a_refund_of_an_order_is_one_of_each_piece(easypost, desk):
    goods = consignment(piece("A"), piece("B"))
    document = easypost.book(booking(goods=goods, service="UPS:Ground"))
    assert easypost.cancel_booking(document.id).status == "pending"
    assert {one["refund_status"] for one in desk.shipments.values()} == {"submitted"}


def test_what_was_not_bought_cannot_be_refunded(easypost, desk):
    created = easypost._purchases.create(consignment())
    with pytest.raises(CallError, match="nothing to refund"):
        easypost.cancel_booking(created["id"])


def test_trackers_are_read_as_the_preset_reads_them(easypost):
    document = easypost.book(booking())
    number = document.pieces[0].tracking_number
    (event,) = easypost.track([number, "UNKNOWN"])
    assert event.references[0].value == number
    assert event.raw_code == "pre_transit:label_created"


def test_a_pickup_is_bought_at_the_lowest_price_and_called_off(easypost, desk):
    booked = [easypost.book(booking(key=f"K{n}")).id for n in range(2)]
    request = PickupRequest(
        key="PICKUP/1",
        address=SHIPPER,
        ready_at=datetime(2026, 3, 2, 14, tzinfo=timezone.utc),
        closes_at=datetime(2026, 3, 2, 17, tzinfo=timezone.utc),
        booking_ids=tuple(booked),
    )
    confirmation = easypost.schedule_pickup(request)
    assert confirmation.price == Money(Decimal("0.00"), "USD")
    assert confirmation.confirmation
    assert desk.pickups[confirmation.id]["batch"]
    assert easypost.cancel_pickup(confirmation.id).status == "cancelled"
    elsewhere = dataclasses.replace(request, address=abroad().ship_to)
    with pytest.raises(CallError, match="No pickups outside"):
        easypost.schedule_pickup(elsewhere)


def test_closing_out_gives_the_form_and_tells_who_is_not_on_it(easypost):
    document = easypost.book(booking())
    number = document.pieces[0].tracking_number
    confirmation = easypost.close_out(
        ManifestRequest(
            key="M/1",
            address=SHIPPER,
            booking_ids=(document.id,),
            tracking_numbers=(number, "FORGOTTEN"),
        )
    )
    assert confirmation.left_out == ("FORGOTTEN",)
    assert format_of(content_of(confirmation.documents[0])) == "pdf"


def test_what_is_closed_out_stays_so_where_its_paper_cannot_be_fetched(easypost, desk):
    booked = easypost.book(booking())
    desk.faults.add(Fault(kind="throttle", path="*files*", method="GET", left=None))
    confirmation = easypost.close_out(
        ManifestRequest(key="M/1", address=SHIPPER, booking_ids=(booked.id,))
    )
    assert confirmation.id
    assert confirmation.documents == ()


def test_an_address_is_checked_and_mended(easypost):
    check = easypost.check_address(CONSIGNEE)
    assert check.deliverable
    assert check.suggestion.street == "3 MARKET SQUARE"
    assert check.suggestion.phone == CONSIGNEE.phone
    bad = dataclasses.replace(CONSIGNEE, street="Market Square", postcode=None)
    check = easypost.check_address(bad)
    assert not check.deliverable
    assert check.problems == (
        "street1: House number is missing",
        "zip: Postal code is missing",
    )


def test_labels_are_fetched_from_easyposts_own_hosts_alone(easypost, desk):
    desk.file_base = "http://elsewhere.example.com"
    document = easypost.book(booking())
    assert document.pieces[0].label is None
    assert "none of the carrier's" in document.reason


def test_without_an_address_nobody_is_called(preset):
    connector = connector_class(preset)(None, ConnectorSettings())
    with pytest.raises(CallError, match="no address to call") as raised:
        connector.rate(RateRequest(consignment=consignment()))
    assert raised.value.nothing_happened


def test_every_capability_is_one_it_has(easypost):
    assert easypost.capabilities == set(CAPABILITIES)
    assert not easypost.honours_keys

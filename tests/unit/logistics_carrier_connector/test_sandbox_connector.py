# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the Sandbox Carrier's connector promises, against the running carrier."""

import base64
import dataclasses
import io
from datetime import datetime, timezone

import pytest
from pypdf import PdfReader

from logistics_base.canonical.documents import Attachment
from logistics_base.transport.call_errors import CallError
from logistics_carrier_connector.canonical.labels import content_of, is_complete
from logistics_carrier_connector.carriers.connector import CAPABILITIES
from tests.simulators.process import called, process
from tests.unit.logistics_carrier_connector.sandbox_common import (
    CONSIGNEE,
    SHIPPER,
    make_booking_request,
    make_connector,
    make_consignment,
    make_manifest_request,
    make_overseas,
    make_pickup_request,
    make_pieces,
    make_rate_request,
)

PARTNERS = [
    called(journeys=False),
    called("keyless", journeys=False, honours_keys=False),
    called("blind", journeys=False, lookup=False),
    called("slow-refunds", journeys=False, cancelling="pending"),
    called("early", journeys=False, cutoff=0),
]


@pytest.fixture(scope="module")
def carrier():
    with process(PARTNERS) as running:
        yield running


@pytest.fixture
def connector(carrier):
    return make_connector(carrier.api_url())


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages)


class TestRates:
    def test_services_side_by_side_cheapest_first(self, connector):
        rates = connector.rate(make_rate_request())

        codes = [rate.service_code for rate in rates]
        assert codes == ["economy", "standard", "express", "freight"]
        prices = [rate.price.amount for rate in rates]
        assert prices == sorted(prices)
        for rate in rates:
            assert rate.price.currency == "EUR"
            assert sum(c.amount.amount for c in rate.charges) == rate.price.amount
            assert {"base", "fuel"} <= {charge.type for charge in rate.charges}
            assert rate.deliver_by > datetime.now(timezone.utc)

    def test_services_that_were_asked_for(self, connector):
        rates = connector.rate(make_rate_request(services=("express",)))
        assert [rate.service_code for rate in rates] == ["express"]

    def test_the_next_day_is_for_near_addresses(self, connector):
        near = dataclasses.replace(CONSIGNEE, country="DE", postcode="10999")
        rates = connector.rate(make_rate_request(ship_to=near))
        assert "next_noon" in {rate.service_code for rate in rates}

    def test_dimensional_weight_costs(self, connector):
        bulky = make_pieces(length=60.0, width=50.0, height=50.0)
        prices = [
            connector.rate(make_rate_request(pieces=pieces, services=("economy",)))
            for pieces in (make_pieces(), bulky)
        ]
        assert prices[0][0].price.amount < prices[1][0].price.amount

    def test_a_weight_of_zero_is_refused_by_name(self, connector):
        with pytest.raises(CallError) as caught:
            connector.rate(make_rate_request(pieces=make_pieces(weight=0.0)))

        assert caught.value.category == "refused"
        assert "parcels[0].weight" in " ".join(caught.value.problems)


class TestBookings:
    def test_every_parcel_has_a_number_and_a_whole_label(self, connector):
        request = make_booking_request(make_consignment(pieces=make_pieces(3)))

        booked = connector.book(request)

        assert (booked.status, booked.key) == ("confirmed", request.key)
        assert [piece.key for piece in booked.pieces] == ["PACK1", "PACK2", "PACK3"]
        assert len({piece.tracking_number for piece in booked.pieces}) == 3
        for piece in booked.pieces:
            label = content_of(piece.label)
            assert is_complete(label)
            text = text_of(label)
            assert piece.tracking_number in text
            assert "Élise Durand" in text and "75011 Paris" in text
            assert "Sandbox Express" in text

    def test_a_label_for_a_label_printer(self, connector):
        booked = connector.book(make_booking_request(label_format="zpl"))

        label = content_of(booked.pieces[0].label)
        assert is_complete(label)
        assert b"^BCN" in label
        assert booked.pieces[0].tracking_number.encode() in label

    def test_the_price_is_that_of_the_offer(self, connector):
        rate = connector.rate(make_rate_request(services=("standard",)))[0]
        booked = connector.book(
            make_booking_request(service_code="standard", rate_id=rate.id)
        )
        assert booked.price == rate.price
        assert sum(c.amount.amount for c in booked.charges) == rate.price.amount

    def test_the_same_key_buys_once(self, carrier, connector):
        request = make_booking_request()
        before = carrier.ledger()["bookings"]

        first, second = connector.book(request), connector.book(request)

        assert first.id == second.id
        assert first.pieces[0].tracking_number == second.pieces[0].tracking_number
        assert carrier.ledger()["bookings"] == before + 1

    def test_a_key_is_not_for_another_consignment(self, connector):
        request = make_booking_request()
        connector.book(request)
        heavier = make_consignment(pieces=make_pieces(weight=9.0))

        with pytest.raises(CallError) as caught:
            connector.book(dataclasses.replace(request, consignment=heavier))

        assert caught.value.category == "refused"

    def test_a_carrier_that_knows_no_keys_buys_twice(self, carrier):
        connector = make_connector(
            carrier.api_url("keyless"), options={"honours_keys": False}
        )
        request = make_booking_request()

        first, second = connector.book(request), connector.book(request)

        assert not connector.honours_keys
        assert first.id != second.id
        assert carrier.ledger("keyless")["booked_twice"] == {request.key: 2}

    def test_an_address_without_postcode_is_refused_by_name(self, connector):
        nowhere = dataclasses.replace(CONSIGNEE, postcode=None)
        with pytest.raises(CallError) as caught:
            connector.book(make_booking_request(make_consignment(ship_to=nowhere)))

        assert caught.value.category == "refused"
        assert caught.value.problems == (
            "invalid: The request cannot be carried out.",
            "to.postcode: the postcode is missing",
        )

    def test_customs_papers_are_made_by_the_carrier(self, connector):
        booked = connector.book(make_booking_request(make_overseas()))

        (invoice,) = booked.documents
        assert invoice.mimetype == "application/pdf"
        assert "940521" in text_of(content_of(invoice))

    def test_our_own_customs_papers_go_along(self, connector):
        paper = base64.b64encode(b"%PDF-1.4 ours %%EOF").decode()
        ours = Attachment(name="inv.pdf", content=paper, mimetype="application/pdf")

        booked = connector.book(
            make_booking_request(make_overseas(), documents=(ours,))
        )

        assert booked.documents == (ours,)


class TestFinding:
    def test_a_booking_by_its_key(self, connector):
        request = make_booking_request(make_consignment(pieces=make_pieces(2)))
        booked = connector.book(request)
        assert connector.find_booking(request) == booked

    def test_nothing_where_nothing_was_booked(self, connector):
        assert connector.find_booking(make_booking_request()) is None

    def test_a_carrier_that_cannot_be_asked(self, carrier):
        connector = make_connector(carrier.api_url("blind"), options={"lookup": False})
        assert "find_booking" not in connector.capabilities
        with pytest.raises(CallError) as caught:
            make_connector(carrier.api_url("blind")).find_booking(
                make_booking_request()
            )
        assert caught.value.category == "refused"

    def test_the_label_again_in_another_form_without_buying(self, carrier, connector):
        booked = connector.book(make_booking_request())
        before = carrier.ledger()["bookings"]

        again = connector.reprint(booked.id, "zpl")

        assert again.pieces[0].tracking_number == booked.pieces[0].tracking_number
        assert content_of(again.pieces[0].label).startswith(b"^XA")
        assert carrier.ledger()["bookings"] == before


class TestCancelling:
    def test_as_often_as_one_likes(self, carrier, connector):
        booked = connector.book(make_booking_request())

        first = connector.cancel_booking(booked.id)
        second = connector.cancel_booking(booked.id)

        assert (first.status, second.status) == ("cancelled", "cancelled")

    def test_what_was_cancelled_is_found_cancelled(self, connector):
        request = make_booking_request()
        connector.cancel_booking(connector.book(request).id)
        assert connector.find_booking(request).status == "cancelled"

    def test_a_refund_that_is_decided_later(self, carrier):
        connector = make_connector(carrier.api_url("slow-refunds"))
        booked = connector.book(make_booking_request())
        assert connector.cancel_booking(booked.id).status == "pending"

    def test_what_was_never_booked(self, connector):
        with pytest.raises(CallError) as caught:
            connector.cancel_booking("shp_99999999")
        assert (caught.value.category, caught.value.status) == ("refused", 404)


class TestTheDay:
    def test_a_return_goes_the_other_way(self, connector):
        consignment = make_consignment(
            ship_from=CONSIGNEE, ship_to=SHIPPER, is_return=True
        )
        booked = connector.return_label(make_booking_request(consignment))
        assert "RETURN" in text_of(content_of(booked.pieces[0].label))

    def test_a_pickup_and_calling_it_off(self, connector):
        request = make_pickup_request()
        pickup = connector.schedule_pickup(request)
        assert pickup.from_at == request.ready_at
        assert connector.schedule_pickup(request).id == pickup.id
        assert connector.cancel_pickup(pickup.id).status == "cancelled"

    def test_no_pickup_today_after_the_cutoff(self, carrier):
        connector = make_connector(carrier.api_url("early"))
        request = make_pickup_request()
        today = datetime.now(timezone.utc)
        with pytest.raises(CallError) as caught:
            connector.schedule_pickup(dataclasses.replace(request, ready_at=today))
        assert "the next day is" in " ".join(caught.value.problems)

    def test_the_close_out_lists_what_goes(self, connector):
        gone = connector.book(make_booking_request())
        cancelled = connector.book(make_booking_request())
        connector.cancel_booking(cancelled.id)

        request = make_manifest_request(booking_ids=(gone.id, cancelled.id))
        manifest = connector.close_out(request)

        assert manifest.left_out == (cancelled.id,)
        text = text_of(content_of(manifest.documents[0]))
        assert gone.pieces[0].tracking_number in text
        assert cancelled.pieces[0].tracking_number not in text
        assert connector.close_out(request).id == manifest.id

    def test_the_close_out_refuses_what_was_never_booked(self, connector):
        booked = connector.book(make_booking_request())
        numbers = (booked.pieces[0].tracking_number, "SB00000000000000")

        with pytest.raises(CallError) as caught:
            connector.close_out(make_manifest_request(tracking_numbers=numbers))
        assert "SB00000000000000 was never booked" in " ".join(caught.value.problems)

        later = make_manifest_request(tracking_numbers=numbers[:1])
        assert not connector.close_out(later).left_out

    def test_an_address_that_is_right(self, connector):
        check = connector.check_address(CONSIGNEE)
        assert check.deliverable and not check.problems and not check.suggestion

    def test_an_address_that_was_meant_otherwise(self, connector):
        wrong = dataclasses.replace(SHIPPER, city="Bonn")
        check = connector.check_address(wrong)
        assert not check.deliverable
        assert check.suggestion == SHIPPER
        assert check.problems


def test_everything_there_is_can_be_asked(connector):
    assert connector.capabilities == frozenset(CAPABILITIES)

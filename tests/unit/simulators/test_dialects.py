# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every dialect tells every step of every journey it can carry, well-formed."""

import json
from dataclasses import replace

import pytest

from logistics_base.canonical.documents import Reference, TrackingEvent
from tests.simulators.dialects import DIALECTS, DialectError
from tests.simulators.dialects.base import WIDER
from tests.simulators.journeys import JOURNEYS
from tests.simulators.shipment import retraction

from .common import all_events, all_requests, make_carrier

TOLD = [
    (dialect, journey)
    for dialect in DIALECTS
    for journey in JOURNEYS
    if dialect != "dcsa" or journey == "ocean"
]

# All but those who speak ours.
OWN_WORDS = set(DIALECTS) - {"standard_webhooks", "sandbox"}


@pytest.mark.parametrize(("dialect", "journey"), TOLD)
def test_renders_every_step_to_a_well_formed_body(dialect, journey):
    carrier = make_carrier(dialect, journey, packages=["PKG1", "PKG2"])
    told = all_requests(carrier)
    steps = [s for s in JOURNEYS[journey].steps if DIALECTS[dialect].tells(s)]
    assert len(told) == sum(2 if step.on == "all" else 1 for step in steps)
    for request in told:
        assert request.headers["Content-Type"] == "application/json"
        text = json.dumps(json.loads(request.body))
        assert "PKG1" in text or "PKG2" in text


@pytest.mark.parametrize("dialect", sorted(OWN_WORDS))
def test_different_codes_are_told_in_different_words(dialect):
    words = list(DIALECTS[dialect].words.values())
    assert len(words) == len(set(words))


@pytest.mark.parametrize("code", WIDER)
def test_every_code_has_a_word_in_every_parcel_dialect(code):
    for dialect in set(DIALECTS) - {"dcsa"}:
        assert DIALECTS[dialect].word_for(code)


def test_a_container_line_does_not_carry_parcels():
    with pytest.raises(DialectError, match="out_for_delivery"):
        make_carrier("dcsa", "domestic")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_code_nobody_knows_goes_out_as_it_is(dialect):
    carrier = make_carrier(dialect)
    message = carrier.next_message()
    event = replace(message.event, raw_code="ZZ_TELEPORTED")
    told = carrier.message(message.shipment, event)
    assert b"ZZ_TELEPORTED" in told.rendered.body


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_event_is_taken_back_only_where_the_format_can(dialect):
    carrier = make_carrier(dialect)
    message = carrier.next_message()
    taken_back = retraction(message.event, carrier.seed)
    if not carrier.dialect.retracts:
        with pytest.raises(DialectError, match="takes no event back"):
            carrier.message(message.shipment, taken_back)
    else:
        body = carrier.message(message.shipment, taken_back).rendered.body
        assert message.event.id.encode() in body


@pytest.mark.parametrize("dialect", ["shippo", "easypost", "aftership", "dhl_unified"])
def test_partners_without_estimates_do_not_tell_them_as_facts(dialect):
    events = all_events(make_carrier(dialect, "ocean"))
    assert {event.classifier for event in events} == {"actual"}


HISTORIES = {
    "easypost": lambda body: body["result"]["tracking_details"],
    "shippo": lambda body: body["data"]["tracking_history"],
    "shipengine": lambda body: body["data"]["events"][::-1],
    "aftership": lambda body: body["msg"]["checkpoints"],
    "dhl_unified": lambda body: body["shipments"][0]["events"][::-1],
    "fedex": lambda body: body["output"]["completeTrackResults"][0]["trackResults"][0][
        "scanEvents"
    ][::-1],
    "project44": lambda body: body["events"],
}


@pytest.mark.parametrize("dialect", HISTORIES)
def test_the_history_grows_by_one_and_repeats_what_was_told(dialect):
    before = []
    for position, request in enumerate(all_requests(make_carrier(dialect))):
        history = HISTORIES[dialect](json.loads(request.body))
        assert len(history) == position + 1
        assert history[:-1] == before
        before = history


def test_who_signed_is_told():
    last = {
        dialect: all_requests(make_carrier(dialect))[-1].body
        for dialect in (
            "standard_webhooks",
            "easypost",
            "shipengine",
            "aftership",
            "ups_track_alert",
            "fedex",
            "dhl_unified",
        )
    }
    assert all(b"Rivera" in body for body in last.values())


def test_dcsa_tells_planned_estimated_and_actual_apart():
    bodies = [
        json.loads(request.body) for request in all_requests(make_carrier("dcsa"))
    ]
    told = [
        (
            body["eventClassifierCode"],
            body.get("transportEventTypeCode")
            or body.get("equipmentEventTypeCode")
            or body["shipmentEventTypeCode"],
        )
        for body in bodies
    ]
    assert told == [
        ("ACT", "CONF"),
        ("PLN", "DEPA"),
        ("ACT", "GTIN"),
        ("ACT", "LOAD"),
        ("ACT", "DEPA"),
        ("EST", "ARRI"),
        ("ACT", "ARRI"),
        ("ACT", "DEPA"),
        ("EST", "ARRI"),
        ("ACT", "ARRI"),
        ("ACT", "DISC"),
        ("ACT", "RELS"),
        ("ACT", "GTOT"),
        ("ACT", "DROP"),
    ]


def test_ups_tells_the_same_moment_twice():
    body = json.loads(make_carrier("ups_track_alert").step().body)
    # Los Angeles is eight hours behind Greenwich in winter.
    local = int(body["localActivityTime"][:2])
    assert int(body["gmtActivityTime"][:2]) == (local + 8) % 24


def test_our_own_json_reads_back_as_a_canonical_document():
    for request in all_requests(make_carrier("standard_webhooks", "failed_attempt")):
        envelope = json.loads(request.body)
        document = TrackingEvent.from_json(envelope["data"])
        assert envelope["type"] == document.document_type
        assert Reference("tracking", "SIM0001") in document.references
        assert document.utc_offset_minutes == 60

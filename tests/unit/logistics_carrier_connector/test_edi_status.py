# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Status reports in EDI: 214, 315 and IFTSTA, read and written."""

import pytest

from logistics_base.canonical.documents import Location, Reference, TrackingEvent
from logistics_base.canonical.reading import DocumentError
from logistics_base.canonical.vocabulary import MILESTONES, REASONS
from logistics_base.mapping.errors import DecodeError
from logistics_base.mapping.places import zone_named
from logistics_carrier_connector.edi.codes import codes_of
from tests.edi_segments import edifact, there_and_back, utc, x12

HEAD = """
    B10*PRO-5501*LOAD-77*ACME
    L11*SO-771*PO
    LX*1
"""
PLACED = "MS1*DENVER*CO*US"


def status(line, *more):
    (event,) = x12("214", HEAD + line + "".join(f"\n{one}" for one in more))
    return event


def named(event):
    return {(one.type, one.value) for one in event.references}


# 214


def test_a_status_is_told_in_the_time_of_its_city():
    event = status("AT7*D1*NS***20260118*1412*LT", PLACED)

    assert event.raw_code == "D1"
    assert event.classifier == "actual"
    assert event.occurred_at == utc(2026, 1, 18, 21, 12)
    assert event.utc_offset_minutes == -420
    assert not event.time_assumed
    assert event.location == Location(city="DENVER", state="CO", country="US")
    assert named(event) == {
        ("pro", "PRO-5501"),
        ("bol", "LOAD-77"),
        ("order", "SO-771"),
    }


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("UT", 14), ("ET", 19), ("ED", 18), ("PS", 22), ("01", 13), ("24", 15), ("", 21)],
)
def test_the_zone_code_counts_before_the_place(zone, hour):
    event = status(f"AT7*X1*NS***20260118*1400*{zone}", PLACED)

    assert event.occurred_at == utc(2026, 1, 18, hour, 0)


def test_the_midnight_that_ends_a_day():
    event = status("AT7*X1*NS***20260118*2400*UT")

    assert event.occurred_at == utc(2026, 1, 19, 0, 0)


def test_a_local_time_without_a_place_is_marked_as_assumed():
    event = status("AT7*X1*NS***20260118*1400*LT")

    assert event.occurred_at == utc(2026, 1, 18, 14, 0)
    assert event.time_assumed


def test_the_default_zone_of_the_integration_reads_such_a_time():
    (event,) = x12(
        "214",
        HEAD + "AT7*X1*NS***20260118*1400*LT",
        zone=zone_named("America/Chicago"),
    )

    assert event.occurred_at == utc(2026, 1, 18, 20, 0)
    assert event.time_assumed


def test_an_appointment_is_planned_and_never_has_happened():
    event = status("AT7***AB*NA*20260318*1300*MT", PLACED)

    assert (event.raw_code, event.classifier) == ("AB", "planned")
    assert codes_of("x12")["milestone"]["AB"] == "delivery_scheduled"
    assert event.raw_reason is None


def test_an_expected_delivery_is_an_estimate():
    event = status("AT7*AG*NS***20260318*1300*UT", PLACED)

    assert event.classifier == "estimated"
    assert event.estimated_delivery == event.occurred_at


def test_delivered_to_a_connecting_line_is_not_delivered():
    assert codes_of("x12")["milestone"]["J1"] == "handed_over"
    assert codes_of("x12")["milestone"]["D1"] == "delivered"


def test_a_reason_is_told_unless_it_is_normal():
    assert status("AT7*AH*B1***20260118*1400*UT").raw_reason == "B1"
    assert status("AT7*AH*NS***20260118*1400*UT").raw_reason is None


def test_each_loop_speaks_of_its_own_consignment():
    events = x12(
        "214",
        """
        B10*PRO-9*LOAD-9*ACME
        LX*1
        AT7*X3*NS***20260118*0800*UT
        AT7*AF*NS***20260118*0900*UT
        L11*DO-1*DO
        LX*2
        AT7*D1*NS***20260119*0900*UT
        L11*DO-2*DO
        """,
    )

    assert [(e.raw_code, e.references[0].value) for e in events] == [
        ("X3", "DO-1"),
        ("AF", "DO-1"),
        ("D1", "DO-2"),
    ]
    assert all(len(event.references) == 1 for event in events)


def test_loops_without_numbers_of_their_own_share_the_heading():
    events = x12(
        "214",
        HEAD + "AT7*X3*NS***20260118*0800*UT\nLX*2\nAT7*AF*NS***20260118*0900*UT",
    )

    assert [named(event) for event in events] == [named(events[0])] * 2


def test_exceptions_equipment_and_remarks_are_described():
    event = status(
        "AT7*D1*NS***20260118*1412*UT",
        "MS2*ACME*5312",
        "Q7*D*PLT*1",
        "AT8*G*L*900*2",
        "K1*ONE PALLET*TORN",
    )

    assert event.description == "ACME 5312; exception D: 1 PLT, 900 lb; ONE PALLET TORN"


def test_coordinates_in_degrees_minutes_and_seconds():
    event = status("AT7*X6*NS***20260118*1412*UT", "MS1****1045912*0394421*W*N")

    assert event.location.latitude == pytest.approx(39.739167)
    assert event.location.longitude == pytest.approx(-104.986667)


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ("AT7*****20260118*1400*UT", DecodeError),
        ("AT7*D1*NS", DecodeError),
        ("AT7*D1*NS***20261318*1400", DecodeError),
    ],
)
def test_a_status_that_says_nothing_is_refused(lines, error):
    with pytest.raises(error):
        status(lines)


def test_a_status_of_nothing_we_could_know_is_refused():
    with pytest.raises(DocumentError):
        x12("214", "B10***ACME\nLX*1\nAT7*D1*NS***20260118*1400*UT")


# 315

OCEAN = """
    B4***VA*20260901*0807**ABCU*123456*L*45G1*DEHAM*UN*7
    N9*BM*BILL-1
    N9*BN*BOOK-1
    N9*SCA*OCNL
    Q2*9330141********202N***L*MV EXAMPLE
    R4*L*UN*USNYC*NEW YORK*US
    DTM*140*20260820*1200*LT
    R4*D*UN*DEHAM*HAMBURG*DE
    R4*E*UN*DEMUC*MUNICH*DE
    DTM*139*20260907*0900*LT
"""


def test_a_container_status_and_what_is_expected_at_its_ports():
    arrival, delivery = x12("315", OCEAN)

    assert (arrival.raw_code, arrival.classifier) == ("315:VA", "actual")
    assert arrival.occurred_at == utc(2026, 9, 1, 6, 7)
    assert arrival.location.unlocode == "DEHAM"
    assert ("container", "ABCU1234567") in named(arrival)
    assert ("booking", "BOOK-1") in named(arrival)
    assert arrival.carrier == "OCNL"
    assert arrival.estimated_delivery == utc(2026, 9, 7, 7, 0)
    assert (delivery.raw_code, delivery.classifier) == ("315:R4:E", "estimated")
    assert delivery.location.unlocode == "DEMUC"


def test_what_is_estimated_in_b4_is_no_fact():
    event = x12("315", OCEAN.replace("*VA*", "*E*"))[0]

    assert event.classifier == "estimated"


def test_ocean_codes_are_a_list_of_their_own():
    milestones = codes_of("x12")["milestone"]

    assert milestones["315:VD"] == "departed"
    assert "VD" not in milestones


# IFTSTA

REPORT = """
    BGM+23+ST-1+9
    DTM+137:202601181415:203
    NAD+CA+OCNL::172
    CNI+1+CONS-1
    LOC+5+DEHAM:139:6
    STS+1+21::9
    RFF+CU:SO-771
    DTM+334:202601181412:203
    CNI+2+CONS-2
    STS+1+23::9+7::9
    RFF+CU:SO-772
    DTM+334:202601181001UTC:303
    FTX+AVA+++Nobody there
"""


def test_each_status_of_each_consignment_is_an_event():
    delivered, failed = edifact("IFTSTA", REPORT)

    assert delivered.raw_code == "21"
    assert delivered.occurred_at == utc(2026, 1, 18, 13, 12)
    assert named(delivered) == {("bol", "CONS-1"), ("customer", "SO-771")}
    assert (failed.raw_code, failed.raw_reason) == ("23", "7")
    assert failed.occurred_at == utc(2026, 1, 18, 10, 1)
    assert failed.description == "Nobody there"


def test_a_code_of_another_agency_is_not_taken_for_the_common_one():
    event = edifact("IFTSTA", REPORT.replace("21::9", "21::87:Hub scan"))[0]

    assert event.raw_code == "87:21"
    assert event.raw_description == "Hub scan"


def test_a_partner_that_tells_states_apart_by_the_category():
    event = edifact("IFTSTA", REPORT, status_code="category:status")[0]

    assert event.raw_code == "1:21"
    assert event.raw_code_alternatives == ("21",)


def test_a_partner_that_tells_states_apart_by_the_reason():
    event = edifact("IFTSTA", REPORT, status_code="status:reason")[1]

    assert (event.raw_code, event.raw_code_alternatives) == ("23:7", ("23",))


def test_a_container_on_its_way_tells_when_it_is_expected():
    (event,) = edifact(
        "IFTSTA",
        """
        BGM+23+ST-2+9
        DTM+137:202601181415:203
        RFF+BN:BOOK-1
        RFF+EQ:ABCU7654321
        CNI+1
        STS+1+24
        DTM+334:202611190710:203
        LOC+175+USNYC:139::NEW YORK
        TDT+20++1
        LOC+7+USCHI:139::CHICAGO
        DTM+132:202611211200:203
        EQD+CN+ABCU1234567+45G1
        """,
    )

    assert event.estimated_delivery == utc(2026, 11, 21, 18, 0)
    assert event.occurred_at == utc(2026, 11, 19, 12, 10)
    assert named(event) == {("container", "ABCU1234567"), ("booking", "BOOK-1")}


def test_an_estimated_time_makes_an_estimate():
    event = edifact(
        "IFTSTA", REPORT.replace("DTM+334:202601181412", "DTM+132:202601181412")
    )[0]

    assert event.classifier == "estimated"


@pytest.mark.parametrize(
    "dtm", ["DTM+334:20260118141:203", "DTM+334:202601181412:999", "DTM+334:soon:203"]
)
def test_a_time_that_is_none_is_refused(dtm):
    with pytest.raises(DecodeError):
        edifact("IFTSTA", REPORT.replace("DTM+334:202601181412:203", dtm))


# Written by a partner, read by us

EVENT = TrackingEvent(
    references=(Reference("bol", "LOAD-77"), Reference("order", "SO-771")),
    code="delivered",
    occurred_at=utc(2026, 3, 5, 16, 30),
    location=Location(city="Denver", state="CO", country="US", unlocode="USDEN"),
)


@pytest.mark.parametrize(
    ("standard", "set_id", "raw"),
    [("x12", "214", "D1"), ("x12", "315", "315:D"), ("edifact", "IFTSTA", "21")],
)
def test_a_written_status_reads_as_it_was_meant(standard, set_id, raw):
    event = there_and_back(standard, set_id, EVENT)[0]

    assert event.raw_code == raw
    assert event.occurred_at == EVENT.occurred_at
    assert set(EVENT.references) <= set(event.references)
    assert codes_of(standard)["milestone"][raw] == "delivered"


def test_a_milestone_without_a_code_there_is_not_written():
    event = TrackingEvent(
        references=EVENT.references, code="packed", occurred_at=EVENT.occurred_at
    )

    with pytest.raises(DecodeError):
        there_and_back("x12", "214", event)


@pytest.mark.parametrize("standard", ["x12", "edifact"])
def test_the_code_maps_speak_our_words(standard):
    codes = codes_of(standard)

    assert set(codes["milestone"].values()) <= set(MILESTONES)
    assert set(codes["reason"].values()) <= set(REASONS)
    assert all(isinstance(code, str) for domain in codes.values() for code in domain)

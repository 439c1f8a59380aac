# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The trading partner: our files answered, in X12 and in EDIFACT, well and badly."""

import signal
import time
from datetime import datetime, timezone
from decimal import Decimal

import pytest

from logistics_base.canonical.documents import Reference
from logistics_base.canonical.money import Money
from logistics_base.canonical.parties import Party as Address
from logistics_base.protocols.edi import (
    EdiError,
    Envelope,
    Party,
    Transaction,
    acknowledgements,  # noqa: F401  registers the readers of answers
    registry,
)
from logistics_carrier_connector import edi  # noqa: F401  registers readers, writers
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.consignments import Consignment, Piece
from logistics_carrier_connector.canonical.tenders import TenderDocument
from tests.simulators.edi.messages import SYNTAXES
from tests.simulators.process import process

from .test_booked_parcels import until

# Half a journey hour is a fifth of a second.
SPEED = 10_000
QUICK = 100_000
US, THEM = Party("SHIPPERUS", "ZZ"), Party("ACMETRUCK", "ZZ")
OPTIONS = {"scac": "ACME", "now": datetime(2026, 3, 2, 8, tzinfo=timezone.utc)}


def make_tender(number, **values):
    weight = values.pop("weight", 800.0)
    ship_to = Address(
        company="Example Stores",
        street="200 W 20th St",
        city="New York",
        state="NY",
        postcode="10011",
        country=values.pop("country", "US"),
    )
    consignment = Consignment(
        ship_from=Address(
            company="Example Goods",
            street="1 Dock Rd",
            city="Chicago",
            state="IL",
            postcode="60611",
            country="US",
        ),
        ship_to=ship_to,
        pieces=(Piece(key="1", weight=weight, description="Lamps"),),
        references=(Reference("order", "S00042"),),
    )
    price = Money(Decimal("950.00"), "USD")
    return TenderDocument(number=number, consignment=consignment, price=price, **values)


class Shipper:
    """Our side of the folders, with the suite's own writers and readers."""

    def __init__(self, folder):
        self.out, self.home = folder / "out", folder / "home"
        self.out.mkdir()
        self.home.mkdir()
        self.control = 0

    def plan(self, **values):
        folders = {"picks_up": str(self.out), "drops": str(self.home)}
        return {"code": "acme", **folders, **values}

    def write(self, standard, set_id, document):
        """Return the interchange that holds a document."""
        writer = registry.writer_of(standard, document.document_type, set_id)
        self.control += 1
        envelope = Envelope(
            sender=US, receiver=THEM, control_number=self.control, date=datetime.now()
        )
        segments = tuple(writer.write(document, OPTIONS))
        transaction = Transaction(set_id, segments=segments)
        return SYNTAXES[standard].write(envelope, [transaction])

    def send(self, content, name="load"):
        (self.out / f".{name}.tmp").write_bytes(content)
        (self.out / f".{name}.tmp").rename(self.out / name)

    def offer(self, standard, tender):
        self.send(
            self.write(standard, {"x12": "204", "edifact": "IFTMBF"}[standard], tender)
        )

    def files(self):
        return [path.read_bytes() for path in sorted(self.home.glob("acme-*"))]

    def interchanges(self):
        return [
            interchange
            for content in self.files()
            for syntax in SYNTAXES.values()
            if syntax.looks_like(content)
            for interchange in syntax.read(content)
        ]

    def documents(self, *set_ids):
        """Return [(set, document)] of what came, as the suite reads it."""
        return [
            (transaction.set_id, document)
            for interchange in self.interchanges()
            for _group, transaction in interchange.transactions()
            if not set_ids or transaction.set_id in set_ids
            for document in registry.reader_of(
                interchange.standard, transaction.set_id
            )(transaction, interchange, OPTIONS)
        ]


@pytest.fixture
def shipper(tmp_path):
    return Shipper(tmp_path)


@pytest.fixture
def at_work(shipper):
    """Yield a function that starts the partner."""
    running = []

    def start(speed=SPEED, **plan):
        context = process([], edi=[shipper.plan(**plan)], speed=speed)
        running.append(context)
        return context.__enter__()

    yield start
    for context in running:
        context.__exit__(None, None, None)


both = pytest.mark.parametrize(
    ("standard", "ack", "answer", "status"),
    [("x12", "997", "990", "214"), ("edifact", "CONTRL", "IFTMBC", "IFTSTA")],
)


@both
def test_an_accepted_load_is_acknowledged_answered_and_told_of(
    shipper, at_work, standard, ack, answer, status
):
    at_work(QUICK)
    shipper.offer(standard, make_tender("LOAD-1"))
    until(
        lambda: (
            (found := shipper.documents(status))
            and found[-1][1].raw_code in ("D1", "21")
        )
    )

    sets = list(dict.fromkeys(each for each, _document in shipper.documents()))
    assert sets == [ack, answer, status]
    assert {d.status for _s, d in shipper.documents(ack)} == {"accepted"}
    [(_set, response)] = shipper.documents(answer)
    if standard == "x12":
        assert (response.response, response.number) == ("accepted", "LOAD-1")
    else:
        assert (response.status, response.key) == ("confirmed", "LOAD-1")
    codes = [document.raw_code for _set, document in shipper.documents(status)]
    expected = {"x12": ["AF", "P1", "X4", "D1"], "edifact": ["13", "24", "1", "21"]}
    assert codes == expected[standard]
    first = shipper.documents(status)[0][1]
    assert abs((first.occurred_at - datetime.now(timezone.utc)).total_seconds()) < 120
    places = [document.location for _set, document in shipper.documents(status)]
    names = [(place.city or place.name) for place in places]
    assert names == ["Chicago", "Chicago", "New York", "New York"]
    numbers = {reference.value for reference in first.references}
    assert any(number.startswith("PRO") for number in numbers)
    assert not list(shipper.out.iterdir())


@both
def test_a_load_is_declined_by_rule(shipper, at_work, standard, ack, answer, status):
    at_work(declines_over=500.0)
    shipper.offer(standard, make_tender("LOAD-2"))
    [(_set, response)] = until(lambda: shipper.documents(answer))
    said = response.response if standard == "x12" else response.status
    assert said == "declined"
    assert "Too heavy" in response.reason
    time.sleep(0.5)
    assert not shipper.documents(status)


def test_not_every_place_is_driven_to(shipper, at_work):
    at_work(declines_to=["NY"])
    shipper.offer("x12", make_tender("LOAD-3"))
    [(_set, response)] = until(lambda: shipper.documents("990"))
    assert response.response == "declined"


def test_an_instruction_is_confirmed_with_a_number(shipper, at_work):
    at_work()
    tender = make_tender("unused")
    request = BookingRequest(
        key="OUT-7", service_code="road", consignment=tender.consignment
    )
    shipper.send(shipper.write("edifact", "IFTMIN", request))
    [(_set, booking)] = until(lambda: shipper.documents("IFTMBC"))
    assert (booking.status, booking.key) == ("confirmed", "OUT-7")
    assert booking.id.startswith("PRO")
    assert Reference("tracking", booking.id) in booking.references


def test_called_off_before_it_is_decided(shipper, at_work):
    # given a load that is offered and called off, and then another one
    for name, values in (
        ("1", {"number": "LOAD-4"}),
        ("2", {"number": "LOAD-4", "purpose": "cancel"}),
        ("3", {"number": "LOAD-13"}),
    ):
        shipper.send(shipper.write("x12", "204", make_tender(**values)), name)
    # when the partner comes to work and decides
    at_work(answers_after=1.0)
    until(lambda: shipper.documents("990"))
    # then what was called off is not decided, though its turn was first
    assert [each.number for _set, each in shipper.documents("990")] == ["LOAD-13"]


def test_the_same_file_is_answered_once(shipper, at_work):
    running = at_work()
    content = shipper.write("x12", "204", make_tender("LOAD-5"))
    shipper.send(content)
    until(lambda: shipper.documents("990"))
    shipper.send(content, "again")
    until(lambda: running.ask("status")["edi"]["acme"]["repeated"] == 1)
    sets = [each for each, _document in shipper.documents("997", "990")]
    assert sorted(sets) == ["990", "997", "997"]


def test_a_file_that_was_cut_off_is_rejected(shipper, at_work):
    running = at_work()
    content = shipper.write("x12", "204", make_tender("LOAD-6"))
    shipper.send(content[: len(content) * 2 // 3])
    until(lambda: shipper.files())
    [interchange] = shipper.interchanges()
    assert interchange.segments[0].tag == "TA1"
    assert interchange.segments[0].text(4) == "R"
    assert running.ask("status")["edi"]["acme"]["broken"] == 1


def test_wrong_counts_of_ours_are_accepted_with_errors(shipper, at_work):
    at_work()
    content = shipper.write("x12", "204", make_tender("LOAD-7"))
    shipper.send(content.replace(b"~SE*", b"~SE*9"))
    documents = until(lambda: shipper.documents("997"))
    assert "accepted_with_errors" in {document.status for _set, document in documents}
    assert until(lambda: shipper.documents("990"))


def test_it_cuts_its_own_files_off(shipper, at_work):
    at_work().fault("truncate", "acme")
    shipper.offer("x12", make_tender("LOAD-8"))
    [content] = until(lambda: shipper.files()[:1])
    with pytest.raises(EdiError) as caught:
        SYNTAXES["x12"].read(content)
    assert caught.value.category == "truncated"


@both
def test_it_counts_wrongly(shipper, at_work, standard, ack, answer, status):
    at_work().fault("wrong_count", "acme")
    shipper.offer(standard, make_tender("LOAD-9"))
    [interchange, *_rest] = until(lambda: shipper.interchanges())
    problems = {problem.code for problem in interchange.all_problems()}
    assert problems == {"segment_count"}


def test_it_says_things_twice(shipper, at_work):
    at_work().fault("duplicate", "acme")
    shipper.offer("x12", make_tender("LOAD-10"))
    first, second = until(lambda: len(f := shipper.files()) > 1 and f[:2])
    assert first == second


def test_it_says_nothing(shipper, at_work):
    running = at_work(acknowledges=False)
    running.fault("silent", "acme", count=100)
    shipper.offer("x12", make_tender("LOAD-11"))
    until(lambda: running.ask("status")["edi"]["acme"]["loads"]["accepted"])
    time.sleep(0.5)
    assert not shipper.files()


def test_it_goes_on_after_a_crash(shipper, at_work):
    running = at_work(speed=30_000)
    shipper.offer("x12", make_tender("LOAD-12"))
    until(lambda: shipper.documents("214"))
    running.stop(signal.SIGKILL)
    running.start()
    until(
        lambda: "D1" in [d.raw_code for _s, d in shipper.documents("214")], patience=30
    )
    codes = [document.raw_code for _set, document in shipper.documents("214")]
    assert codes == ["AF", "P1", "X4", "D1"]
    assert len(shipper.documents("990")) == 1

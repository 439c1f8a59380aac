# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier's answer is worth, before anybody relies on it."""

import base64
from decimal import Decimal

import pytest

from logistics_base.canonical.documents import Attachment, Reference
from logistics_base.canonical.money import Money
from logistics_carrier_connector.canonical.booking_answer import (
    judge,
    pieces_of,
    price_problem,
)
from logistics_carrier_connector.canonical.bookings import BookedPiece, BookingDocument
from logistics_carrier_connector.canonical.labels import (
    content_of,
    format_of,
    is_complete,
)

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"
ZPL = b"^XA^FO50,50^FDTo Ada^FS^XZ\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"


def label(content=PDF):
    return Attachment(name="label", content=base64.b64encode(content).decode())


def answer(*pieces, **values):
    return BookingDocument(**{"key": "k", "id": "B1", "pieces": pieces, **values})


def piece(key=None, number="T1", content=PDF):
    made = label(content) if content else None
    return BookedPiece(key=key, tracking_number=number, label=made)


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "pdf"), (ZPL, "zpl"), (PNG, "png"), (b"<html>", None)]
)
def test_a_label_is_known_by_how_it_begins(content, kind):
    assert format_of(content) == kind
    assert is_complete(content) == (kind is not None)


@pytest.mark.parametrize("content", [PDF, ZPL * 3, PNG])
def test_half_a_label_is_none(content):
    for end in range(len(content) - 8):
        half = content[:end]
        # A sequence of labels may end after one of them: that one is whole.
        assert not is_complete(half) or half.rstrip().endswith(b"^XZ")


def test_content_that_was_cut_off_in_base64_is_none():
    whole = base64.b64encode(PDF).decode()
    assert content_of(Attachment(name="l", content=whole)) == PDF
    assert content_of(Attachment(name="l", content=whole[:-3])) == b""
    assert content_of(Attachment(name="l", url="https://example.com/l")) == b""


def test_pieces_are_told_by_our_keys_in_whatever_order():
    document = answer(piece("b", "T2"), piece("a", "T1"))
    found = [(p.key, p.tracking_number) for p in pieces_of(document, ["a", "b"])]
    assert found == [("a", "T1"), ("b", "T2")]


def test_pieces_without_keys_are_in_our_order():
    document = answer(piece(number="T1"), piece(number="T2"))
    found = [(p.key, p.tracking_number) for p in pieces_of(document, ["a", "b"])]
    assert found == [("a", "T1"), ("b", "T2")]


def test_one_number_may_stand_for_all():
    verdict = judge(answer(piece(number="MASTER")), ["a", "b"])
    assert verdict.state == "ready"


@pytest.mark.parametrize(
    ("document", "state", "problem"),
    [
        (answer(piece("a"), piece("b", "T2")), "ready", None),
        (answer(piece("a"), status="requested"), "requested", None),
        (answer(status="declined"), "failed", "declined"),
        (answer(status="cancelled"), "cancelled", None),
        (answer(piece("a")), "partial", "partial"),
        (answer(piece("a"), piece("b", None)), "partial", "partial"),
        (answer(piece("a"), piece("b", "T2", PDF[:20])), "requested", "no_label"),
        (answer(piece("a"), piece("b", "T2", None)), "requested", "no_label"),
        (answer(), "requested", "no_number"),
        (answer(id=None), "in_doubt", "empty_answer"),
        (answer(references=(Reference("pro", "P1"),), label=label()), "ready", None),
        (answer(piece("a"), piece("b", "T2"), label=label(ZPL[:9])), "requested", None),
    ],
)
def test_what_an_answer_is_worth(document, state, problem):
    verdict = judge(document, ["a", "b"])
    assert verdict.state == state
    if problem:
        assert verdict.problem == problem


def test_where_no_label_is_expected_none_is_missed():
    document = answer(piece("a", content=None), piece("b", "T2", None))
    assert judge(document, ["a", "b"], wants_label=False).state == "ready"


@pytest.mark.parametrize(
    ("price", "problem"),
    [
        (None, "no_price"),
        (Money(Decimal("-0.01"), "EUR"), "negative_price"),
        (Money(Decimal("0"), "EUR"), None),
    ],
)
def test_prices_nobody_should_enter(price, problem):
    assert price_problem(price) == problem


@pytest.mark.parametrize(
    "address, kept",
    [
        ("https://carrier.example/t/1", True),
        ("HTTP://carrier.example/t/1", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)//https://carrier.example", False),
        ("data:text/html,<script>", False),
        ("//carrier.example/t/1", False),
        ("https://", False),
    ],
)
def test_only_an_address_of_the_web_is_shown_as_a_link(address, kept):
    document = BookingDocument(key="K", tracking_url=address)
    assert document.tracking_url == (address if kept else None)
    told = BookingDocument.from_json({"key": "K", "tracking_url": address})
    assert told.tracking_url == (address if kept else None)

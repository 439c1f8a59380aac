# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Judging what a carrier answers to a booking before anybody relies on it."""

from dataclasses import dataclass
from decimal import Decimal

from .labels import content_of, is_complete


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth.

    :ivar state: ``ready``; ``requested`` where something is still to come;
        ``partial`` where not all pieces were taken; ``failed`` where it was declined;
        ``cancelled``; ``in_doubt``.
    :ivar problem: a word for what is wrong, for people to be told about.
    """

    state: str
    problem: str | None = None


#: It says it did, and gives neither number nor id: that is no answer.
NOTHING = ("in_doubt", "empty_answer")


@dataclass(frozen=True, slots=True)
class PieceAnswer:
    """What the carrier gave one of our pieces; ``key`` None: to all of them."""

    key: str | None
    tracking_number: str | None
    label: object = None


def pieces_of(document, keys):
    """Return [PieceAnswer] for our pieces, in our order.

    Carriers name the pieces by our keys, or list them in our order, or give one number
    for all of them.

    :param document: a BookingDocument.
    :param keys: the keys of the pieces that were asked for.
    """
    told = document.pieces
    named = {piece.key: piece for piece in told if piece.key in keys}
    if named:
        found = [(key, named[key]) for key in keys if key in named]
    elif len(told) == len(keys):
        found = list(zip(keys, told, strict=True))
    else:
        found = [(None, piece) for piece in told[:1]] if len(told) == 1 else []
    return [
        PieceAnswer(key, (piece.tracking_number or "").strip() or None, piece.label)
        for key, piece in found
    ]


def judge(document, keys, *, wants_label=True):
    """Return the Verdict on what a carrier said about a booking."""
    if document.status == "declined":
        return Verdict("failed", "declined")
    if document.status == "cancelled":
        return Verdict("cancelled")
    if document.status == "requested":
        return Verdict("requested")
    pieces = pieces_of(document, keys)
    if document.pieces and not _covers(pieces, keys):
        return Verdict("partial", "partial")
    if not _numbers(document, pieces):
        return Verdict(*(("requested", "no_number") if document.id else NOTHING))
    if wants_label and not _has_labels(document, pieces):
        return Verdict("requested", "no_label")
    return Verdict("ready")


def price_problem(price):
    """Return a word for what is wrong with a price, None if nothing is."""
    if price is None:
        return "no_price"
    return "negative_price" if price.amount < Decimal(0) else None


def _covers(pieces, keys):
    if len(pieces) == 1 and pieces[0].key is None:
        return True
    given = {piece.key for piece in pieces if piece.tracking_number}
    # One number for all is often repeated on the first piece alone.
    return given == set(keys) or not given


def _numbers(document, pieces):
    return any(piece.tracking_number for piece in pieces) or any(
        reference.type in ("tracking", "pro", "bol")
        for reference in document.references
    )


def _has_labels(document, pieces):
    if document.label:
        return is_complete(content_of(document.label))
    return bool(pieces) and all(
        piece.label and is_complete(content_of(piece.label)) for piece in pieces
    )

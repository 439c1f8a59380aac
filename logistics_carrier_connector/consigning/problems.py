# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything that keeps a consignment from being booked, found before anybody calls."""

import re
from dataclasses import dataclass

from .addresses import is_postcode, missing_parts
from .customs_area import passes_customs
from .limits import CarrierLimits

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_UN_NUMBER = re.compile(r"(UN|ID)?\s?\d{4}", re.IGNORECASE)
_LINES = ("name", "company", "street", "street2", "city")


@dataclass(slots=True, frozen=True)
class Problem:
    """One thing to put right.

    :ivar code: what is wrong: ``missing``, ``invalid``, ``too_long``, ``no_pieces``,
        ``no_weight``, ``too_heavy``, ``too_many``, ``no_value``.
    :ivar where: ``ship_from``, ``ship_to``, ``piece``, ``article``, ``consignment``.
    :ivar name: the field it is about.
    :ivar subject: key of the piece, or the ``Article``.
    :ivar detail: the wrong value, or the limit.
    """

    code: str
    where: str
    name: str | None = None
    subject: object = None
    detail: str | None = None


def problems_of(consignment, limits=None):
    """Return every [Problem] of a ``Consignment``, in the order people read it.

    :param limits: the ``CarrierLimits`` of who shall carry it.
    """
    limits = limits or CarrierLimits()
    found = [
        problem
        for where in ("ship_from", "ship_to")
        for problem in _of_party(getattr(consignment, where), where, limits)
    ]
    found += _of_pieces(consignment.pieces, limits)
    if passes_customs(consignment.ship_from, consignment.ship_to):
        found += _of_customs(consignment)
    return found


def _of_party(party, where, limits):
    if not (party.name or party.company):
        yield Problem("missing", where, "name")
    for name in missing_parts(party):
        yield Problem("missing", where, name)
    if party.postcode and not is_postcode(party.postcode, party.country):
        yield Problem("invalid", where, "postcode", detail=party.postcode)
    yield from _of_contact(party, where, limits)
    if longest := limits.address_line_length:
        for name in _LINES:
            if len(getattr(party, name) or "") > longest:
                yield Problem("too_long", where, name, detail=str(longest))


def _of_contact(party, where, limits):
    for name, form, required in (
        ("phone", _E164, limits.phone_required),
        ("email", _EMAIL, limits.email_required),
    ):
        value = getattr(party, name)
        if value and not form.fullmatch(value):
            yield Problem("invalid", where, name, detail=value)
        elif required and not value:
            yield Problem("missing", where, name)


def _of_pieces(pieces, limits):
    if not pieces:
        yield Problem("no_pieces", "consignment")
    if limits.piece_count and len(pieces) > limits.piece_count:
        yield Problem("too_many", "consignment", detail=str(limits.piece_count))
    for piece in pieces:
        if piece.weight <= 0:
            yield Problem("no_weight", "piece", "weight", piece.key)
        elif limits.piece_weight and piece.weight > limits.piece_weight:
            yield Problem(
                "too_heavy", "piece", "weight", piece.key, f"{limits.piece_weight:g}"
            )
        for goods in piece.dangerous_goods:
            yield from _of_dangerous_goods(goods, piece)


def _of_dangerous_goods(goods, piece):
    if not goods.un_number:
        yield Problem("missing", "piece", "un_number", piece.key, goods.proper_name)
    elif not _UN_NUMBER.fullmatch(goods.un_number):
        yield Problem("invalid", "piece", "un_number", piece.key, goods.un_number)
    for name in ("hazard_class", "proper_name"):
        if not getattr(goods, name):
            yield Problem("missing", "piece", name, piece.key, goods.un_number)


def _of_customs(consignment):
    if consignment.customs is None or not consignment.customs.incoterm:
        yield Problem("missing", "consignment", "incoterm")
    for article in _articles(consignment):
        for name in ("hs_code", "origin"):
            if not getattr(article, name):
                yield Problem("missing", "article", name, article)
        if article.value is None or article.value.amount <= 0:
            yield Problem("no_value", "article", "value", article)


def _articles(consignment):
    """Return each kind of goods once, whatever the pieces it lies in."""
    every = (article for piece in consignment.pieces for article in piece.articles)
    return {(each.sku, each.description): each for each in every}.values()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Surcharges: when each is due, on which pieces, and how much it is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .phrases import _, number
from .places import CompiledArea, Place
from .rating import NotRated
from .terms import ZERO


@dataclass(slots=True, frozen=True)
class Circumstances:
    """All a surcharge may depend on.

    :ivar pieces: as measured, in the order of the consignment.
    :ivar freight: net of discounts, in the currency of the tariff.
    :ivar convert: ``convert(Money, currency) -> Decimal``, or None.
    """

    consignment: object
    pieces: tuple
    weight: Decimal
    freight: Decimal
    on: date
    currency: str
    convert: object


@dataclass(slots=True, frozen=True)
class Due:
    """A surcharge that is due: its amount before rounding, and how it came about."""

    surcharge: object
    amount: Decimal
    phrase: object


class SurchargeTable:
    """The surcharges of a tariff; those of a group shut each other out."""

    def __init__(self, surcharges):
        # The highest of a group comes first and takes what it is due on.
        ordered = sorted(
            enumerate(surcharges), key=lambda row: (-row[1].amount, row[0])
        )
        self._rules = [(place, _Rule(surcharge)) for place, surcharge in ordered]

    def due(self, circumstances):
        """Return [Due], in the order of the contract."""
        found, taken = [], {}
        for place, rule in self._rules:
            pieces = rule.pieces(circumstances)
            group = rule.surcharge.group
            if group:
                pieces = pieces - taken.setdefault(group, set())
            if not pieces:
                continue
            if group:
                taken[group] |= pieces
            found.append((place, rule.amount(circumstances, len(pieces))))
        return [due for _place, due in sorted(found, key=lambda row: row[0])]


class _Rule:
    """One surcharge, ready to be asked."""

    def __init__(self, surcharge):
        self.surcharge = surcharge
        self._condition = surcharge.condition
        self._area = CompiledArea(surcharge.condition.area)

    def pieces(self, circumstances):
        """Return the positions of the pieces it is due on; none: it is not due."""
        if not (self._is_due(circumstances) and self._in_season(circumstances.on)):
            return set()
        return {
            position
            for position, piece in enumerate(circumstances.pieces)
            if self._exceeds(piece)
        }

    def _is_due(self, circumstances):
        wanted, asked = self._condition, circumstances.consignment
        if wanted.option and wanted.option not in asked.options:
            return False
        if wanted.residential and not asked.ship_to.residential:
            return False
        if wanted.dangerous_goods and not asked.has_dangerous_goods:
            return False
        if wanted.international and not asked.is_international:
            return False
        if wanted.returns and not asked.is_return:
            return False
        if self.surcharge.unit == "insured" and not asked.insured_value:
            return False
        return self._area.holds(Place.of(asked.ship_to))

    def _in_season(self, on):
        first, last = self._condition.date_from, self._condition.date_until
        return (not first or first <= on) and (not last or on <= last)

    def _exceeds(self, piece):
        """Whether the piece is beyond every limit there is."""
        limits = self._condition
        sides = piece.sides or (ZERO, ZERO, ZERO)
        return all(
            limit is None or value > limit
            for limit, value in (
                (limits.weight_over, piece.actual),
                (limits.length_over, sides[0]),
                (limits.second_side_over, sides[1]),
                (limits.girth_over, piece.girth),
            )
        )

    def amount(self, circumstances, count):
        """Return what is due, for so many pieces."""
        surcharge = self.surcharge
        amount, phrase = getattr(self, f"_by_{surcharge.unit}")(circumstances, count)
        if amount < surcharge.minimum:
            amount = surcharge.minimum
            phrase = _("minimum %(minimum)s", minimum=number(amount))
        if surcharge.maximum is not None and amount > surcharge.maximum:
            amount = surcharge.maximum
            phrase = _("at most %(maximum)s", maximum=number(amount))
        return Due(surcharge, amount, phrase)

    def _by_shipment(self, _circumstances, _count):
        amount = self.surcharge.amount
        return amount, _("%(amount)s per shipment", amount=number(amount))

    def _by_piece(self, _circumstances, count):
        amount = self.surcharge.amount
        return amount * count, _(
            "%(count)s × %(amount)s per piece", count=count, amount=number(amount)
        )

    def _by_kg(self, circumstances, _count):
        amount, weight = self.surcharge.amount, circumstances.weight
        return amount * weight, _(
            "%(weight)s kg × %(amount)s", weight=number(weight), amount=number(amount)
        )

    def _by_percent(self, circumstances, _count):
        percent, freight = self.surcharge.amount, circumstances.freight
        return freight * percent / 100, _(
            "%(percent)s %% of %(freight)s freight",
            percent=number(percent),
            freight=number(freight),
        )

    def _by_insured(self, circumstances, _count):
        percent, value = self.surcharge.amount, self._insured(circumstances)
        return value * percent / 100, _(
            "%(percent)s %% of %(value)s insured",
            percent=number(percent),
            value=number(value),
        )

    def _insured(self, circumstances):
        """Return the insured value above what is free, in the tariff's currency."""
        insured, currency = circumstances.consignment.insured_value, None
        currency = circumstances.currency
        value = insured.amount
        if insured.currency != currency:
            convert = circumstances.convert
            value = convert(insured, currency) if convert else None
        if value is None:
            raise NotRated(
                _(
                    "the insured value in %(given)s cannot be converted to %(wanted)s",
                    given=insured.currency,
                    wanted=currency,
                )
            )
        return max(value - self.surcharge.free_value, ZERO)

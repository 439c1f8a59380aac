# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rates a consignment by a tariff; compiled once, then asked often.

The order of the figures: freight by zone and weight, discount, minimum charge,
surcharges and their discounts, fuel. Each is rounded half up to the currency's smallest
unit when it is made, so the total is exactly what the lines add up to.
"""

from bisect import bisect_right
from decimal import ROUND_HALF_UP, Decimal

from .freight import BreakTable
from .phrases import _, number
from .places import ZoneTable
from .rating import ChargeLine, NotRated, Rating
from .surcharges import Circumstances, SurchargeTable
from .terms import ZERO
from .weights import measure, weigh


class TariffEngine:
    """A tariff ready to rate; immutable, may be shared by threads."""

    def __init__(self, terms):
        self.terms = terms
        self._unit = Decimal(1).scaleb(-terms.decimals)
        self._zones = ZoneTable(terms.zones)
        self._breaks = {
            zone.name: BreakTable(
                [entry for entry in terms.breaks if entry.zone == zone.name], terms
            )
            for zone in terms.zones
        }
        self._surcharges = SurchargeTable(terms.surcharges)
        self._discounts = sorted(
            terms.discounts, key=lambda d: (d.weight_from, d.percent), reverse=True
        )
        self._fuel = sorted(terms.fuel)
        self._fuel_dates = [week.date_from for week in self._fuel]

    def rate(self, consignment, on, convert=None):
        """Return the Rating of a Consignment.

        :param on: the date of shipping at the place of departure.
        :param convert: ``convert(Money, currency) -> Decimal | None`` for an insured
            value in another currency.
        :raise NotRated: where the contract has no price for it, saying why.
        """
        self._check(consignment, on)
        zone = self._zones.find(consignment.ship_from, consignment.ship_to)
        pieces = tuple(
            measure(piece, position, self.terms)
            for position, piece in enumerate(consignment.pieces, 1)
        )
        weight, lines = self._freight(zone, pieces)
        lines += self._discount("base", lines[0].amount, weight)
        lines += self._minimum(lines)
        freight = _sum(lines)
        circumstances = Circumstances(
            consignment, pieces, weight, freight, on, self.terms.currency, convert
        )
        fuelled, more = self._surcharge(circumstances)
        lines += more
        notes = []
        if fuel := self._fuel_line(freight + fuelled, on, notes):
            lines += [*fuel, *self._discount("fuel", fuel[0].amount, weight)]
        return Rating(
            service_code=self.terms.service_code,
            currency=self.terms.currency,
            zone=zone.name,
            transit_days=zone.transit_days,
            actual_weight=sum(piece.actual for piece in pieces),
            dimensional_weight=sum(piece.dimensional for piece in pieces),
            chargeable_weight=weight,
            lines=tuple(lines),
            notes=tuple(notes),
        )

    def _check(self, consignment, on):
        terms = self.terms
        if terms.valid_from and on < terms.valid_from:
            raise NotRated(_("not valid before %(date)s", date=terms.valid_from))
        if terms.valid_until and on > terms.valid_until:
            raise NotRated(_("not valid after %(date)s", date=terms.valid_until))
        if not consignment.pieces:
            raise NotRated(_("there is nothing to carry"))

    def _freight(self, zone, pieces):
        """Return (chargeable weight, [the line of the freight])."""
        weighed = [weigh([piece], self.terms) for piece in pieces]
        if not self.terms.per_piece:
            weighed = [weigh(pieces, self.terms)]
        table, amount = self._breaks[zone.name], ZERO
        explanation = [_("zone %(zone)s", zone=zone.name)]
        for part in weighed:
            freight = table.price(part.weight)
            amount += freight.amount
            explanation += [part.phrase, freight.phrase]
        line = self._line("base", amount, _("Freight"), None, *explanation)
        return sum(part.weight for part in weighed), [line]

    def _discount(self, of, amount, weight, code=None):
        """Return the discount line on an amount, if there is one."""
        for discount in self._discounts:
            if discount.of == of and discount.weight_from <= weight:
                how = _(
                    "%(percent)s %% of %(amount)s",
                    percent=number(discount.percent),
                    amount=number(amount),
                )
                amount = -amount * discount.percent / 100
                return [self._line("discount", amount, _("Discount"), code, how)]
        return []

    def _minimum(self, lines):
        missing = self.terms.minimum_charge - _sum(lines)
        if missing <= 0:
            return []
        how = _("at least %(amount)s", amount=number(self.terms.minimum_charge))
        return [self._line("base", missing, _("Minimum charge"), "minimum", how)]

    def _surcharge(self, circumstances):
        """Return (what fuel is taken on, the lines)."""
        fuelled, lines = ZERO, []
        for due in self._surcharges.due(circumstances):
            rule = due.surcharge
            line = self._line(rule.type, due.amount, rule.name, rule.code, due.phrase)
            made = [line]
            if rule.type != "base":
                made += self._discount(
                    rule.type, line.amount, circumstances.weight, rule.code
                )
            lines += made
            fuelled += _sum(made) if rule.fuelled else ZERO
        return fuelled, lines

    def _fuel_line(self, amount, on, notes):
        if not self.terms.has_fuel:
            return []
        at = bisect_right(self._fuel_dates, on) - 1
        if at < 0:
            raise NotRated(_("no fuel percentage is known for %(date)s", date=on))
        week = self._fuel[at]
        if (on - week.date_from).days > 35:
            notes.append(
                _(
                    "the fuel percentage is that of %(date)s, the latest known",
                    date=week.date_from,
                )
            )
        how = _(
            "%(percent)s %% of %(amount)s from %(date)s on",
            percent=number(week.percent),
            amount=number(amount),
            date=week.date_from,
        )
        line = self._line(
            "fuel", amount * week.percent / 100, _("Fuel surcharge"), None, how
        )
        return [line]

    def _line(self, kind, amount, name, code, *explanation):
        return ChargeLine(
            type=kind,
            amount=amount.quantize(self._unit, ROUND_HALF_UP),
            name=name,
            code=code,
            explanation=explanation,
        )


def _sum(lines):
    return sum((line.amount for line in lines), ZERO)

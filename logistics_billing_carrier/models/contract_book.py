# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timezone
from typing import NamedTuple

from odoo.addons.logistics_billing_reconcile.expecting.expected_cost import (
    ExpectedCharge,
    ExpectedCost,
)
from odoo.addons.logistics_carrier_connector.models.logistics_tariff import exact
from odoo.addons.logistics_carrier_connector.tariffs.phrases import _
from odoo.addons.logistics_carrier_connector.tariffs.rating import NotRated, explained


class Part(NamedTuple):
    """What goes by one label: a shipment has several where it was booked in parts.

    :ivar ready_at: aware, from when on the carrier may fetch it.
    :ivar left_at: aware, when it was picked up, as far as that is known.
    :ivar promised: naive UTC, as the carrier has told.
    """

    service: object
    consignment: object
    ready_at: object
    left_at: object = None
    promised: object = None
    offer: object = None


class ContractBook:
    """All contracts that a number of parts may be rated by, read once."""

    def __init__(self, env, parts):
        self._env = env
        self._timetables, self._engines, self._rates = {}, {}, {}
        everyone = env["res.currency"].with_context(active_test=False).search([])
        self._currencies = {currency.name: currency for currency in everyone}
        parts = list(parts)
        days = [self.day(part) for part in parts]
        services = env["logistics.service"].union(*(part.service for part in parts))
        tariffs = env["logistics.tariff"]
        if days:
            tariffs = tariffs._in_force_between(services, min(days), max(days))
        self._tariffs = tariffs.grouped("service_id")

    def timetable(self, part):
        """Return when the part's service leaves and arrives."""
        key = part.service, part.consignment.options
        if key not in self._timetables:
            self._timetables[key] = part.service._timetable(part.consignment.options)
        return self._timetables[key]

    def day(self, part):
        """Return the day of shipping, there: its prices and its fuel percentage count."""
        timetable = self.timetable(part)
        if part.left_at:
            return part.left_at.astimezone(timetable.zone).date()
        return timetable.leaves_on(part.ready_at)

    def cost(self, part):
        """Return the ExpectedCost of a part by its contract.

        :raise NotRated: where there is none, or it has no price for it.
        """
        on = self.day(part)
        tariff = self._tariff(part.service, on)
        rating = self._engine(tariff).rate(
            part.consignment, on, self._convert(tariff, on)
        )
        currency = self._currencies[rating.currency].id
        say = self._env["logistics.quote"]._say
        return ExpectedCost(
            source="tariff",
            currency=currency,
            charges=tuple(
                ExpectedCharge(
                    type=line.type,
                    amount=line.amount,
                    currency=currency,
                    code=line.code,
                    description=explained(line, say),
                )
                for line in rating.lines
                if line.amount
            ),
            facts=self._facts(part, tariff, rating, on, say),
        )

    def _facts(self, part, tariff, rating, on, say):
        week = tariff.fuel_table_id.week_ids.filtered(lambda w: w.date_from <= on)
        week = week.sorted("date_from")[-1:]
        return {
            "integration_id": part.service.integration_id.id,
            "service_code": part.service.code,
            "zone": rating.zone,
            "actual_weight": rating.actual_weight,
            "billed_weight": rating.chargeable_weight,
            "divisor": exact(tariff.dimensional_divisor),
            "fuel_percent": exact(week.percent),
            "is_residential": bool(part.consignment.ship_to.residential),
            "guaranteed_until": self._guaranteed(part, rating.transit_days),
            "rated_on": on,
            "note": _sentence([say(note) for note in rating.notes]),
            "tariff_id": tariff.id,
            "fuel_week_id": week.id or None,
        }

    def _guaranteed(self, part, transit_days):
        if not part.service.guaranteed:
            return None
        if part.promised:
            return part.promised
        ready = part.left_at or part.ready_at
        arrival = self.timetable(part).arrives_by(ready, transit_days)
        return arrival and arrival.astimezone(timezone.utc).replace(tzinfo=None)

    def _tariff(self, service, on):
        for tariff in self._tariffs.get(service, ()):
            if tariff.date_from <= on and (
                not tariff.date_until or on <= tariff.date_until
            ):
                return tariff
        raise NotRated(_("there is no tariff for %(date)s", date=on))

    def _engine(self, tariff):
        if tariff not in self._engines:
            self._engines[tariff] = tariff._engine()
        return self._engines[tariff]

    def _convert(self, tariff, on):
        def convert(money, _code):
            given, wanted = self._currencies.get(money.currency), tariff.currency_id
            if not given:
                return None
            key = given, wanted, tariff.company_id, on
            if key not in self._rates:
                self._rates[key] = given._get_conversion_rate(*key)
            return exact(wanted.round(float(money.amount) * self._rates[key]))

        return convert

    def offered(self, part):
        """Return the ExpectedCost of a part as it was offered; None if it was not."""
        offer = part.offer
        rate = offer and offer.service_id == part.service and offer._document()
        if not rate:
            return None
        vals = self._env["logistics.quote"]._charge_vals(rate)
        currency = self._currencies.get(rate.price.currency)
        if not (vals and currency):
            return None
        return ExpectedCost(
            source="quote",
            currency=currency.id,
            charges=tuple(
                ExpectedCharge(
                    type=each["type"],
                    amount=exact(each["cost"]),
                    currency=each["currency_id"],
                    code=each["raw_code"],
                    description=each["description"],
                )
                for each in vals
            ),
            facts={
                "integration_id": part.service.integration_id.id,
                "service_code": part.service.code,
                "actual_weight": part.consignment.weight,
                "guaranteed_until": self._guaranteed(part, rate.transit_days),
                "rated_on": self.day(part),
            },
        )


def _sentence(notes):
    text = "; ".join(notes)
    return f"{text[:1].upper()}{text[1:]}." if text else None

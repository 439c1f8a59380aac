# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps what a carrier answers apart from what nobody should pay or promise."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from odoo.addons.logistics_base.canonical.documents import DocumentError
from odoo.addons.logistics_base.canonical.money import Money

from ..canonical.rates import Rate
from ..tariffs.phrases import _

#: A price above this is a slip of the point or of the currency.
HIGHEST_PRICE = Decimal(10_000_000)


@dataclass(slots=True, frozen=True)
class Refused:
    """An offer that is not taken, and why."""

    service_code: str | None
    phrase: object


def sift(rates, services, now):
    """Return ([Rate that can be trusted], [Refused]).

    :param rates: what a connector returned, whatever that is.
    :param services: the codes that were asked for; empty: any.
    :param now: aware.
    """
    if not isinstance(rates, (list, tuple)):
        return [], [Refused(None, _("the answer holds no list of offers"))]
    kept, refused, seen = [], [], set()
    for rate in rates:
        phrase = _doubt(rate, services, now)
        code = getattr(rate, "service_code", None)
        if phrase is None and code in seen:
            phrase = _("offered twice; the first counts")
        if phrase is None:
            seen.add(code)
            kept.append(_mended(rate, now))
        else:
            refused.append(Refused(code if isinstance(code, str) else None, phrase))
    return kept, refused


def _doubt(rate, services, now):
    """Return why an offer is not taken, None if it is."""
    if not isinstance(rate, Rate) or not rate.service_code:
        return _("the answer is not an offer")
    if services and rate.service_code not in services:
        return _("nobody asked for the service “%(code)s”", code=rate.service_code)
    if phrase := _doubt_money(rate.price):
        return phrase
    try:
        rate.check()
    except DocumentError as error:
        return _("the offer is wrong: %(problem)s", problem=error.problem)
    if _is_past(rate.expires_at, now):
        return _("the offer has expired")
    return None


def _doubt_money(price):
    if not isinstance(price, Money):
        return _("the offer has no price")
    try:
        amount = Decimal(price.amount)
    except (InvalidOperation, TypeError, ValueError):
        return _("the price is not a number")
    if not amount.is_finite():
        return _("the price is not a number")
    if amount < 0:
        return _("the price is below zero: %(price)s", price=amount)
    if amount > HIGHEST_PRICE:
        return _("the price cannot be right: %(price)s", price=amount)
    currency = price.currency
    if not (isinstance(currency, str) and len(currency) == 3 and currency.isalpha()):
        return _("“%(currency)s” is not a currency", currency=str(currency)[:10])
    return None


def _is_past(moment, now):
    return isinstance(moment, datetime) and moment.tzinfo and moment <= now


def _mended(rate, now):
    """Return the offer without promises that cannot be: an arrival in the past."""
    changes = {"price": replace(rate.price, currency=rate.price.currency.upper())}
    arrival = rate.deliver_by
    if arrival is not None and (arrival.tzinfo is None or arrival <= now):
        changes["deliver_by"] = None
    return replace(rate, **changes)

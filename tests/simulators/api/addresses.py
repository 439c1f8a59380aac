# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checking addresses: what is missing, and what was probably meant."""

from dataclasses import replace

from .checks import address_problems

#: postcode and city as the carrier's directory has them
DIRECTORY = {
    ("DE", "10115"): ("Berlin", None),
    ("DE", "80331"): ("München", None),
    ("DE", "20095"): ("Hamburg", None),
    ("FR", "75011"): ("Paris", None),
    ("NL", "5928 LX"): ("Venlo", None),
    ("BE", "2030"): ("Antwerpen", None),
    ("GB", "B1 1AA"): ("Birmingham", None),
    ("US", "10011"): ("New York", "NY"),
    ("US", "94103"): ("San Francisco", "CA"),
    ("US", "60611"): ("Chicago", "IL"),
    ("US", "80202"): ("Denver", "CO"),
    ("US", "90021"): ("Los Angeles", "CA"),
}


def check(party):
    """Return whether it can be delivered to, what is wrong, and what was meant.

    :return: ``(deliverable, problems, suggestion or None)``; problems are
        ``(field, message)`` pairs.
    """
    tidy = _tidy(party)
    problems = list(address_problems(tidy, "address"))
    if not party.country:
        problems.append(("address.country", "the country is missing"))
    meant = _meant(tidy)
    wrong = bool(problems) or not _same_town(meant, tidy)
    if not problems and wrong:
        problems.append(("address.city", f"{tidy.postcode} is {meant.city}"))
    return not wrong, problems, meant if meant != party else None


def _tidy(party):
    values = {
        name: " ".join(value.split())
        for name in ("street", "street2", "city", "state", "postcode", "country")
        if (value := getattr(party, name))
    }
    for name in ("postcode", "country"):
        if name in values:
            values[name] = values[name].upper()
    return replace(party, **values)


def _meant(party):
    """Return the address with the directory's town in place of a wrong or missing one."""
    postcode = party.postcode or _postcode_of(party)
    found = DIRECTORY.get((party.country, postcode))
    if not found:
        return party
    city, state = found
    city = party.city if _fold(party.city) == _fold(city) else city
    return replace(party, city=city, state=state or party.state, postcode=postcode)


def _postcode_of(party):
    for (country, postcode), (city, _state) in DIRECTORY.items():
        if country == party.country and _fold(city) == _fold(party.city):
            return postcode
    return None


def _same_town(one, other):
    return _fold(one.city) == _fold(other.city)


def _fold(text):
    return (text or "").casefold().strip()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whether goods pass customs between two addresses.

The customs territory of the Union is Article 4 of Regulation (EU) No 952/2013. Places
that belong to a member state but not to that territory are told by their postcodes; so
are those outside its tax territory, where a declaration is needed as well (Article 6 of
Council Directive 2006/112/EC).
"""

UNION = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE "
    "MC".split()
)
#: Country -> how postcodes begin there that need customs documents.
APART = {
    "DE": ("27498", "78266"),
    "ES": ("35", "38", "51", "52"),
    "FI": ("22",),
    "FR": ("971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988"),
    "GR": ("63086", "63087"),
    "IT": ("23041",),
}


def passes_customs(ship_from, ship_to):
    """Whether customs documents are needed between two ``Party`` addresses."""
    if not (ship_from.country and ship_to.country):
        return False
    if is_in_union(ship_from) and is_in_union(ship_to):
        return False
    return ship_from.country != ship_to.country or _place(ship_from) != _place(ship_to)


def is_in_union(party):
    """Whether goods there are free to move within the European Union."""
    return party.country in UNION and not _place(party)


def _place(party):
    postcode = (party.postcode or "").replace(" ", "")
    return next(
        (start for start in APART.get(party.country, ()) if postcode.startswith(start)),
        None,
    )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where goods went, as X12 and EDIFACT tell it of a charge."""


def from_to(ship_from, ship_to):
    """Return the fields of an InvoiceLine that tell from where to where."""
    found = {
        "from_postcode": ship_from.postcode,
        "from_country": ship_from.country,
        "to_name": ship_to.company,
        "to_postcode": ship_to.postcode,
        "to_country": ship_to.country,
    }
    return {name: value for name, value in found.items() if value}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes two requests for rates the same."""

import hashlib
import json

from ..canonical.rates import RateRequest

#: What changes no price: who it is for, and what it is called.
_NOBODYS_PRICE = ("references", "instructions")
_OF_A_PARTY = ("name", "phone", "email", "partner_code")
_OF_A_PIECE = ("key", "description")


def fingerprint(consignment, *settings):
    """Return a digest of all that a price depends on.

    :param settings: what else matters: the integration and how it is set, services, ...
    """
    asked = RateRequest(consignment=consignment).to_json()["consignment"]
    for name in _NOBODYS_PRICE:
        asked.pop(name, None)
    for party in ("ship_from", "ship_to"):
        asked[party] = _without(asked.get(party, {}), _OF_A_PARTY)
    asked["pieces"] = [_without(p, _OF_A_PIECE) for p in asked.get("pieces", ())]
    asked["ship_at"] = asked.get("ship_at", "")[:10]
    text = json.dumps([asked, settings], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _without(values, names):
    return {name: value for name, value in values.items() if name not in names}

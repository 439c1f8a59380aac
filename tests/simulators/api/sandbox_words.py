# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of the Sandbox Carrier's API, and the same in the carrier's own terms."""

from logistics_base.canonical.documents import DocumentError
from logistics_base.canonical.parties import Party
from logistics_base.canonical.reading import aware, reader_of
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.consignments import Consignment

from .bookings import NO_KEY
from .problems import invalid

#: what the API calls the parts of a consignment
NAMES = {
    "ship_from": "from",
    "ship_to": "to",
    "pieces": "parcels",
    "weight": "weight",
}
_PARTY = {
    "name": "name",
    "company": "company",
    "street": "street",
    "street2": "street2",
    "city": "city",
    "state": "state",
    "postcode": "postcode",
    "country": "country",
    "phone": "phone",
    "email": "email",
    "residential": "residential",
    "tax_id": "tax_id",
    "eori": "eori",
}
_PARCEL = {
    "reference": "key",
    "weight": "weight",
    "length": "length",
    "width": "width",
    "height": "height",
    "description": "description",
    "value": "value",
    "items": "articles",
    "dangerous_goods": "dangerous_goods",
}
_ITEM = {
    "description": "description",
    "quantity": "quantity",
    "sku": "sku",
    "hs_code": "hs_code",
    "origin": "origin",
    "unit_weight": "weight",
    "unit_value": "value",
}
_SHIPMENT = {
    "references": "references",
    "ship_at": "ship_at",
    "currency": "currency",
    "insured_value": "insured_value",
    "customs": "customs",
    "options": "options",
    "payer": "payer",
    "payer_account": "payer_account",
    "pickup_point": "pickup_point",
    "instructions": "instructions",
}


def consignment(content):
    """Return the Consignment of a request. :raise ApiError: naming what is wrong."""
    return _read(Consignment, _consignment(content))


def booking_request(content, key, is_return):
    """Return the BookingRequest of a request. :raise ApiError: naming what is wrong."""
    return _read(
        BookingRequest,
        {
            "key": key or NO_KEY,
            "service_code": content.get("service"),
            "rate_id": content.get("rate_id"),
            "label_format": content.get("label_format") or "pdf",
            "consignment": {**_consignment(content), "is_return": is_return},
        },
    )


def party(content, name):
    """Return a Party. :raise ApiError: if it is none."""
    if not isinstance(content, dict):
        raise invalid((name, "an address is needed"))
    return _read(Party, _renamed(content, _PARTY))


def party_words(found):
    """Return a Party in the words of the API."""
    return {
        word: getattr(found, name)
        for word, name in _PARTY.items()
        if getattr(found, name) is not None
    }


def moment(content, name):
    """Return the time of that name. :raise ApiError: if it is none."""
    try:
        return aware(content.get(name))
    except (TypeError, ValueError):
        raise invalid((name, "an ISO 8601 time with an offset is needed")) from None


def amount(value, currency):
    """Return money in the words of the API."""
    return {"amount": value, "currency": currency}


def _consignment(content):
    parcels = content.get("parcels")
    return {
        **_renamed(content, _SHIPMENT),
        "ship_from": _renamed(content.get("from") or {}, _PARTY),
        "ship_to": _renamed(content.get("to") or {}, _PARTY),
        "pieces": [_parcel(each) for each in parcels or ()],
    }


def _parcel(content):
    parcel = _renamed(content, _PARCEL)
    parcel["articles"] = [_renamed(each, _ITEM) for each in parcel.get("articles", ())]
    return parcel


def _renamed(content, words):
    if not isinstance(content, dict):
        raise invalid(("", "an object is expected"))
    return {
        name: content[word]
        for word, name in words.items()
        if content.get(word) is not None
    }


def _read(cls, values):
    try:
        return reader_of(cls)(values)
    except DocumentError as error:
        raise invalid((_spoken(error.path), error.problem)) from None


def _spoken(path):
    """Return a path of ours in the words of the API."""
    path = path.removeprefix("consignment.")
    for name, word in NAMES.items():
        path = path.replace(name, word)
    return path.replace("service_code", "service").replace(".key", ".reference")

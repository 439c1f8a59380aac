# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of the regional courier's API, and the same in the carrier's own terms."""

from datetime import date, datetime, timezone
from decimal import Decimal

from logistics_base.canonical.documents import DocumentError
from logistics_base.canonical.reading import reader_of
from logistics_carrier_connector.canonical.bookings import BookingRequest
from logistics_carrier_connector.canonical.consignments import Consignment

from ..dialects.regional import CODES
from .bookings import NO_KEY
from .problems import invalid

NAMES = {
    "ship_from": "collect",
    "ship_to": "deliver",
    "pieces": "colli",
    "weight": "grams",
}
PRODUCTS = {"ECO": "economy", "DAY": "standard", "FAST": "express"}
STATES = {
    "booked": "OPEN",
    "in_transit": "MOVING",
    "delivered": "DONE",
    "returned": "BACK",
    "lost": "LOST",
    "cancelled": "VOID",
    "cancelling": "VOIDING",
}
_KINDS = {
    "base": "FREIGHT",
    "fuel": "DIESEL",
    "residential": "PRIVATE",
    "additional_handling": "BULKY",
    "declared_value": "INSURANCE",
}
_ADDRESS = {
    "company": "company",
    "contact": "name",
    "street": "street",
    "addition": "street2",
    "town": "city",
    "zip": "postcode",
    "land": "country",
    "tel": "phone",
    "mail": "email",
    "private": "residential",
}
_SIDES = ("length", "width", "height")
#: At this hour the van comes on the day of collection.
_HOUR = 9


def consignment(content):
    """Return the Consignment of a request. :raise ApiError: naming what is wrong."""
    return _read(Consignment, _consignment(content))


def booking_request(content):
    """Return the BookingRequest of a request. :raise ApiError: naming what is wrong."""
    product = content.get("product")
    if product not in PRODUCTS:
        raise invalid(("product", f"one of {', '.join(PRODUCTS)}"))
    return _read(
        BookingRequest,
        {
            "key": content.get("yourRef") or NO_KEY,
            "service_code": PRODUCTS[product],
            "label_format": str(content.get("printer") or "PDF").lower(),
            "consignment": _consignment(content),
        },
    )


def product_of(service):
    """Return the courier's word for a service."""
    return next(word for word, code in PRODUCTS.items() if code == service)


def number_of(booking):
    """Return the number the courier gave a consignment."""
    return booking["id"].replace("shp_", "NC")


def cents(amount):
    """Return a decimal text in hundredths."""
    return int(Decimal(amount) * 100)


def parts(charges):
    """Return the parts of a price."""
    return [
        {"kind": _KINDS.get(each["kind"], "OTHER"), "cents": cents(each["amount"])}
        for each in charges
    ]


def spoken(path):
    """Return the path of a field in the courier's words."""
    side, dot, field = path.partition(".")
    if side not in (NAMES["ship_from"], NAMES["ship_to"]):
        return path
    theirs = {ours: word for word, ours in _ADDRESS.items()}
    return f"{side}{dot}{theirs.get(field, field)}"


def scan_of(milestone):
    """Return a milestone as the courier tells it when it is asked."""
    place = milestone.get("location", {})
    return {
        "id": milestone["id"],
        "barcode": milestone["package"],
        "code": CODES.get(milestone.get("code"), milestone.get("raw_code")),
        "text": milestone.get("description"),
        "at": milestone["occurred_at"],
        "town": place.get("city"),
        "zip": place.get("postcode"),
        "land": place.get("country"),
        "sign": milestone.get("proof", {}).get("signatory"),
    }


def _consignment(content):
    colli = content.get("colli")
    if not isinstance(colli, list):
        raise invalid(("colli", "a list is expected"))
    return {
        "ship_from": _address(content, "collect"),
        "ship_to": _address(content, "deliver"),
        "pieces": [_piece(each) for each in colli],
        "references": [{"type": "delivery", "value": content["yourRef"]}]
        if content.get("yourRef")
        else [],
        "ship_at": _collected(content.get("collectDay")),
        "is_return": bool(content.get("retour")),
        "instructions": content.get("remarks"),
    }


def _address(content, name):
    address = content.get(name)
    if not isinstance(address, dict):
        raise invalid((name, "an address is needed"))
    return {ours: address.get(theirs) for theirs, ours in _ADDRESS.items()}


def _piece(values):
    try:
        sides = [Decimal(side) / 10 for side in values.get("mm") or ()]
        return {
            "key": values["mark"],
            "weight": float(Decimal(values["grams"]) / 1000),
            "description": values.get("content"),
            **{name: float(side) for name, side in zip(_SIDES, sides, strict=False)},
        }
    except (TypeError, ArithmeticError, LookupError, AttributeError):
        raise invalid(("colli", "mark, grams or mm are missing or wrong")) from None


def _collected(day):
    if not day:
        return None
    try:
        found = date.fromisoformat(day)
    except (TypeError, ValueError):
        raise invalid(("collectDay", "is no day such as 2026-03-01")) from None
    moment = datetime(found.year, found.month, found.day, _HOUR, tzinfo=timezone.utc)
    return moment.isoformat()


def _read(cls, values):
    try:
        return reader_of(cls)(values)
    except DocumentError as error:
        path = error.path.removeprefix("consignment.")
        for name, word in NAMES.items():
            path = path.replace(name, word)
        raise invalid((path, error.problem)) from None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost's objects as its API writes them."""

import uuid
from datetime import datetime, timezone
from decimal import Decimal

#: carrier, service, price of an ounce, days; whether it takes several pieces at once
SERVICES = (
    ("USPS", "GroundAdvantage", "0.12", 4, False),
    ("USPS", "Priority", "0.21", 2, False),
    ("UPS", "Ground", "0.15", 3, True),
    ("UPS", "NextDayAir", "0.95", 1, True),
)
LEAST = Decimal("5.00")


def new_id(prefix):
    """Return an id as EasyPost's are: what it is of, and 32 hexadecimal digits."""
    return f"{prefix}_{uuid.uuid4().hex}"


def now():
    """Return the present moment as EasyPost writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def address(given, *, verify=False):
    """Return an Address, verified if that was asked for."""
    known = ("name", "company", "street1", "street2", "city", "state", "zip")
    found = {
        "id": new_id("adr"),
        "object": "Address",
        "created_at": now(),
        "mode": "test",
        **{name: given.get(name) for name in (*known, "country", "phone", "email")},
        "residential": given.get("residential"),
        "federal_tax_id": given.get("federal_tax_id"),
        "verifications": {},
    }
    return _verified(found) if verify else found


def _verified(found):
    street = found["street1"] or ""
    errors = []
    if not any(character.isdigit() for character in street):
        errors.append(_address_error("street1", "House number is missing"))
    if not found["zip"]:
        errors.append(_address_error("zip", "Postal code is missing"))
    result = {"success": not errors, "errors": errors, "details": {}}
    if not errors:
        for name in ("street1", "city", "state"):
            found[name] = found[name] and found[name].upper()
    return {**found, "verifications": {"delivery": result, "zip4": result}}


def _address_error(field, message):
    return {
        "code": f"E.{field.upper()}.INVALID",
        "field": field,
        "message": message,
        "suggestion": None,
    }


def rates(shipment_id, ounces, *, currency="USD", sign=1, several=False):
    """Return the Rates of a weight; one carrier alone takes several pieces."""
    return [
        rate(shipment_id, service, ounces, currency, sign)
        for service in SERVICES
        if service[4] or not several
    ]


def rate(shipment_id, service, ounces, currency, sign=1):
    """Return one Rate."""
    carrier, name, per_ounce, days, _several = service
    price = max(LEAST, Decimal(per_ounce) * Decimal(str(ounces)))
    return {
        "id": new_id("rate"),
        "object": "Rate",
        "created_at": now(),
        "mode": "test",
        "service": name,
        "carrier": carrier,
        "rate": str(sign * price.quantize(Decimal("0.01"))),
        "currency": currency,
        "billing_type": "easypost",
        "delivery_days": days,
        "delivery_date": None,
        "delivery_date_guaranteed": days == 1,
        "est_delivery_days": days,
        "shipment_id": shipment_id,
        "carrier_account_id": f"ca_{carrier.lower()}",
    }


def postage_label(url, form):
    """Return the PostageLabel made in one format."""
    return {
        "id": new_id("pl"),
        "object": "PostageLabel",
        "created_at": now(),
        "label_size": "4x6",
        "label_type": "default",
        "label_file_type": "image/png" if form == "png" else f"application/{form}",
        "label_url": url,
        "label_pdf_url": None,
        "label_zpl_url": None,
        "label_epl2_url": None,
    }


def tracker(number, carrier, shipment_id):
    """Return the Tracker of a parcel whose label was made."""
    moment = now()
    return {
        "id": new_id("trk"),
        "object": "Tracker",
        "mode": "test",
        "tracking_code": number,
        "status": "pre_transit",
        "status_detail": "label_created",
        "created_at": moment,
        "updated_at": moment,
        "est_delivery_date": None,
        "shipment_id": shipment_id,
        "carrier": carrier,
        "tracking_details": [
            {
                "object": "TrackingDetail",
                "message": "Shipping label created",
                "description": "",
                "status": "pre_transit",
                "status_detail": "label_created",
                "datetime": moment,
                "source": carrier,
                "tracking_location": {"city": None, "state": None, "country": None},
            }
        ],
        "public_url": f"https://track.example.com/{number}",
    }


def fee(kind, amount):
    """Return a Fee in US dollars."""
    return {
        "object": "Fee",
        "type": kind,
        "amount": f"{amount:.5f}",
        "charged": True,
        "refunded": False,
    }

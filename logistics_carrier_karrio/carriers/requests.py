# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical documents as the requests Karrio takes (its unified models, 2026.1).

Weights are told in kg, lengths in cm; Karrio converts them for each carrier.
"""

from datetime import timezone

_CONTENTS = {
    "merchandise": "merchandise",
    "gift": "gift",
    "documents": "documents",
    "sample": "sample",
    "return": "return_merchandise",
    "other": "other",
}
_NOTHING = (None, "", [], {})


def told(values):
    """Return a request without what is not known: Karrio minds a None that is given."""
    if isinstance(values, dict):
        bare = {name: told(value) for name, value in values.items()}
        return {name: value for name, value in bare.items() if value not in _NOTHING}
    if isinstance(values, list):
        return [told(value) for value in values]
    return values


def rate(request):
    """Return Karrio's RateRequest."""
    return {
        **_consignment(request.consignment),
        "services": list(request.services),
    }


def booking(request):
    """Return Karrio's ShipmentRequest; our key is its reference."""
    return {
        **_consignment(request.consignment),
        "service": request.service_code,
        "label_type": "ZPL" if request.label_format == "zpl" else "PDF",
        "reference": request.key,
    }


def cancellation(booking_id):
    """Return Karrio's ShipmentCancelRequest."""
    return {"shipment_identifier": booking_id}


def tracking(numbers):
    """Return Karrio's TrackingRequest."""
    return {"tracking_numbers": list(numbers)}


def pickup(request):
    """Return Karrio's PickupRequest; its times are the wall clock of UTC."""
    ready, closes = (
        moment.astimezone(timezone.utc)
        for moment in (request.ready_at, request.closes_at)
    )
    return {
        "pickup_date": ready.strftime("%Y-%m-%d"),
        "ready_time": ready.strftime("%H:%M"),
        "closing_time": closes.strftime("%H:%M"),
        "address": address(request.address),
        "parcels_count": request.piece_count or None,
        "parcels": [
            {"weight": request.weight, "weight_unit": "KG"},
        ]
        if request.weight
        else [],
        "shipment_identifiers": list(request.booking_ids),
        "instruction": request.instructions,
    }


def manifest(request):
    """Return Karrio's ManifestRequest."""
    return {
        "shipment_identifiers": list(request.booking_ids),
        "address": address(request.address),
        "reference": request.key,
    }


def address(party):
    """Return Karrio's Address."""
    return {
        "person_name": party.name,
        "company_name": party.company,
        "address_line1": party.street or "",
        "address_line2": party.street2,
        "city": party.city,
        "state_code": party.state,
        "postal_code": party.postcode,
        "country_code": party.country,
        "phone_number": party.phone,
        "email": party.email,
        "residential": bool(party.residential),
        "federal_tax_id": party.tax_id,
    }


def _consignment(consignment):
    values = {
        "shipper": address(consignment.ship_from),
        "recipient": address(consignment.ship_to),
        "parcels": [_parcel(piece) for piece in consignment.pieces],
        "options": _options(consignment),
        "is_return": consignment.is_return,
        "payment": {
            "paid_by": consignment.payer,
            "account_number": consignment.payer_account,
            "currency": consignment.currency,
        },
    }
    if consignment.customs:
        values["customs"] = _customs(consignment)
    return values


def _options(consignment):
    """Return the options that mean the same at every carrier of Karrio's."""
    options = {}
    if consignment.ship_at:
        options["shipment_date"] = consignment.ship_at.strftime("%Y-%m-%d")
    if consignment.currency:
        options["currency"] = consignment.currency
    if consignment.insured_value:
        options["insurance"] = float(consignment.insured_value.amount)
    if {"signature", "adult_signature"} & set(consignment.options):
        options["signature_confirmation"] = True
    if "saturday" in consignment.options:
        options["saturday_delivery"] = True
    if consignment.has_dangerous_goods:
        options["dangerous_good"] = True
    return options


def _parcel(piece):
    return {
        "weight": piece.weight,
        "weight_unit": "KG",
        "length": piece.length,
        "width": piece.width,
        "height": piece.height,
        "dimension_unit": "CM",
        "packaging_type": piece.packaging,
        "description": piece.description,
        "reference_number": piece.key,
        "items": [_commodity(article) for article in piece.articles],
    }


def _commodity(article):
    return {
        "title": article.description,
        "description": article.description,
        "quantity": max(1, round(article.quantity)),
        "sku": article.sku,
        "hs_code": article.hs_code,
        "origin_country": article.origin,
        "weight": article.weight,
        "weight_unit": "KG",
        "value_amount": article.value and float(article.value.amount),
        "value_currency": article.value and article.value.currency,
    }


def _customs(consignment):
    customs = consignment.customs
    declared = customs.declared_value
    return {
        "commodities": [
            _commodity(article)
            for piece in consignment.pieces
            for article in piece.articles
        ],
        "content_type": _CONTENTS[customs.contents],
        "content_description": customs.export_reason,
        "incoterm": customs.incoterm,
        "invoice": customs.invoice_number,
        "invoice_date": customs.invoice_date and customs.invoice_date.isoformat(),
        "signer": customs.signer,
        "commercial_invoice": True,
        "duty": {
            "paid_by": "sender" if customs.incoterm == "DDP" else "recipient",
            "currency": declared and declared.currency,
            "declared_value": declared and float(declared.amount),
        },
    }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical requests in the words of the Sandbox Carrier's API."""

_PARTY = (
    "name",
    "company",
    "street",
    "street2",
    "city",
    "state",
    "postcode",
    "country",
    "phone",
    "email",
    "residential",
    "tax_id",
    "eori",
)


def party_of(party):
    """Return a Party as the API writes addresses."""
    return _filled({name: getattr(party, name) for name in _PARTY})


def consignment_of(consignment):
    """Return a Consignment as the API wants it told: kg, cm, ISO 8601 with an offset."""
    return _filled(
        {
            "from": party_of(consignment.ship_from),
            "to": party_of(consignment.ship_to),
            "parcels": [_parcel(piece) for piece in consignment.pieces],
            "references": [
                {"type": reference.type, "value": reference.value}
                for reference in consignment.references
            ],
            "ship_at": moment_of(consignment.ship_at),
            "currency": consignment.currency,
            "insured_value": money_of(consignment.insured_value),
            "customs": _customs(consignment.customs),
            "options": list(consignment.options),
            "payer": consignment.payer,
            "payer_account": consignment.payer_account,
            "pickup_point": consignment.pickup_point,
            "instructions": consignment.instructions,
        }
    )


def booking_of(request):
    """Return a BookingRequest; its key goes into a header."""
    return _filled(
        {
            **consignment_of(request.consignment),
            "service": request.service_code,
            "rate_id": request.rate_id,
            "label_format": request.label_format,
            "documents": [
                _filled(
                    {
                        "name": document.name,
                        "mimetype": document.mimetype,
                        "content": document.content,
                    }
                )
                for document in request.documents
            ],
        }
    )


def pickup_of(request):
    """Return a PickupRequest; its key goes into a header."""
    return _filled(
        {
            "address": party_of(request.address),
            "ready_at": moment_of(request.ready_at),
            "closes_at": moment_of(request.closes_at),
            "shipments": list(request.booking_ids),
            "tracking_numbers": list(request.tracking_numbers),
            "parcels": request.piece_count,
            "weight": request.weight,
            "service": request.service_code,
            "instructions": request.instructions,
        }
    )


def moment_of(moment):
    """Return an aware datetime as ISO 8601, None for none."""
    return moment and moment.isoformat()


def money_of(money):
    """Return Money as an amount in a text and a currency, None for none."""
    return money and {"amount": str(money.amount), "currency": money.currency}


def _parcel(piece):
    return _filled(
        {
            "reference": piece.key,
            "weight": piece.weight,
            "length": piece.length,
            "width": piece.width,
            "height": piece.height,
            "description": piece.description,
            "value": money_of(piece.value),
            "items": [_item(article) for article in piece.articles],
            "dangerous_goods": [_goods(each) for each in piece.dangerous_goods],
        }
    )


def _item(article):
    return _filled(
        {
            "description": article.description,
            "quantity": article.quantity,
            "sku": article.sku,
            "hs_code": article.hs_code,
            "origin": article.origin,
            "unit_weight": article.weight,
            "unit_value": money_of(article.value),
        }
    )


def _goods(goods):
    return _filled(
        {
            "un_number": goods.un_number,
            "hazard_class": goods.hazard_class,
            "packing_group": goods.packing_group,
            "proper_name": goods.proper_name,
            "limited_quantity": goods.limited_quantity,
        }
    )


def _customs(customs):
    return customs and _filled(
        {
            "contents": customs.contents,
            "incoterm": customs.incoterm,
            "invoice_number": customs.invoice_number,
            "invoice_date": customs.invoice_date and customs.invoice_date.isoformat(),
            "signer": customs.signer,
            "declared_value": money_of(customs.declared_value),
            "export_reason": customs.export_reason,
        }
    )


def _filled(values):
    return {name: value for name, value in values.items() if value not in (None, [])}

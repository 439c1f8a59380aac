# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical requests written as EasyPost's objects.

Sources: EasyPost's documentation of Address, Parcel, CustomsInfo, CustomsItem, Shipment
with its Options, Order, TaxIdentifier and Pickup.
"""

from decimal import Decimal

from odoo.addons.logistics_base.canonical.documents import to_json
from odoo.addons.logistics_base.transport.call_errors import CallError

from .units import inches, ounces

#: A return is bought with the addresses of the way out and turned round by EasyPost.
CONTENTS = {
    "merchandise": "merchandise",
    "gift": "gift",
    "documents": "documents",
    "sample": "sample",
    "return": "returned_goods",
    "other": "other",
}
_UNITED_STATES = "US"
#: No export filing below this value to one country of destination (15 CFR 30.37(a)).
_NO_FILING = "NOEEI 30.37(a)"
_LITHIUM = {"3090", "3091", "3480", "3481"}
_OPTIONS = {
    "signature": {"delivery_confirmation": "SIGNATURE"},
    "adult_signature": {"delivery_confirmation": "ADULT_SIGNATURE"},
    "saturday": {"saturday_delivery": True},
}
_PAYMENTS = {"recipient": "RECEIVER", "third_party": "THIRD_PARTY"}


def address_of(party):
    """Return a Party as an Address."""
    return _given(
        name=party.name,
        company=party.company,
        street1=party.street,
        street2=party.street2,
        city=party.city,
        state=party.state,
        zip=party.postcode,
        country=party.country,
        phone=party.phone,
        email=party.email,
        residential=party.residential,
        federal_tax_id=party.tax_id,
    )


def shipment_of(consignment, piece, *, reference, label_format, settings):
    """Return the Shipment of one piece, unbought, with its addresses."""
    return {
        **parcel_shipment_of(
            consignment,
            piece,
            reference=reference,
            label_format=label_format,
            settings=settings,
        ),
        **addresses_of(consignment),
        **_given(carrier_accounts=settings.get("carrier_accounts")),
    }


def order_of(consignment, *, reference, label_format, settings):
    """Return the Order of several pieces for one destination.

    Its shipments bear ``<reference>/<number>``, so that each can be told.
    """
    shipments = [
        parcel_shipment_of(
            consignment,
            piece,
            reference=reference and f"{reference}/{number}",
            label_format=label_format,
            settings=settings,
        )
        for number, piece in enumerate(consignment.pieces, start=1)
    ]
    return _given(
        reference=reference,
        shipments=shipments,
        carrier_accounts=settings.get("carrier_accounts"),
        **addresses_of(consignment),
    )


def addresses_of(consignment):
    """Return both addresses, and whether it comes back."""
    sender, receiver = consignment.ship_from, consignment.ship_to
    if consignment.is_return:
        sender, receiver = receiver, sender
    return _given(
        from_address=address_of(sender),
        to_address=address_of(receiver),
        is_return=consignment.is_return or None,
    )


def parcel_shipment_of(consignment, piece, *, reference, label_format, settings):
    """Return what a Shipment says of its one piece."""
    return _given(
        reference=reference,
        parcel=parcel_of(piece),
        customs_info=customs_of(consignment, piece, settings),
        tax_identifiers=_tax_identifiers(consignment) or None,
        options=options_of(consignment, piece, label_format, settings),
    )


def parcel_of(piece):
    """Return a Parcel; ounces and inches. :raise CallError: it weighs nothing."""
    if not piece.weight or piece.weight <= 0:
        raise _unfit(f"Piece {piece.key} has no weight.")
    sides = (piece.length, piece.width, piece.height)
    if any(side is not None and side < 0 for side in sides):
        raise _unfit(f"Piece {piece.key} has a side below zero.")
    whole = dict(zip(("length", "width", "height"), map(_side, sides), strict=True))
    # One side alone is refused: all of them, or none.
    measured = whole if all(sides) else {}
    return _given(
        weight=ounces(piece.weight), predefined_package=piece.packaging, **measured
    )


def _side(cm):
    return inches(cm) if cm else None


def customs_of(consignment, piece, settings):
    """Return the CustomsInfo of what crosses a border, else None."""
    if not consignment.is_international:
        return None
    customs = consignment.customs
    contents = CONTENTS[customs.contents] if customs else "merchandise"
    signer = (customs and customs.signer) or consignment.ship_from.name
    if not piece.articles:
        raise _unfit(f"Piece {piece.key} crosses a border and holds no articles.")
    if not signer:
        raise _unfit("Somebody has to sign for customs.")
    return _given(
        contents_type=contents,
        contents_explanation=(customs and customs.export_reason)
        or (contents == "other" and piece.description)
        or None,
        customs_certify=True,
        customs_signer=signer,
        restriction_type="none",
        non_delivery_option=settings.get("non_delivery_option", "return"),
        eel_pfc=settings.get("eel_pfc") or _filing(consignment),
        customs_items=[_customs_item(article, piece) for article in piece.articles],
    )


def _filing(consignment):
    from_there = consignment.ship_from.country == _UNITED_STATES
    return _NO_FILING if from_there else None


def _customs_item(article, piece):
    """Weight and value are of all units together."""
    if article.value is None or not article.weight:
        raise _unfit(
            f"“{article.description}” in piece {piece.key} needs a value and a weight "
            "for customs."
        )
    quantity = Decimal(str(article.quantity))
    total = (article.value.amount * quantity).quantize(Decimal("0.01"))
    return _given(
        description=article.description,
        quantity=article.quantity,
        value=str(total),
        currency=article.value.currency,
        weight=ounces(Decimal(str(article.weight)) * quantity),
        hs_tariff_number=article.hs_code,
        origin_country=article.origin,
        code=article.sku,
    )


def _tax_identifiers(consignment):
    parties = {"SENDER": consignment.ship_from, "RECEIVER": consignment.ship_to}
    return [
        {
            "entity": entity,
            "tax_id": party.eori,
            "tax_id_type": "EORI",
            "issuing_country": party.country,
        }
        for entity, party in parties.items()
        if party.eori
    ]


def options_of(consignment, piece, label_format, settings):
    """Return a Shipment's Options.

    :raise CallError: something is wanted that EasyPost cannot ask its carriers for.
    """
    options = {}
    for wanted in consignment.options:
        if wanted not in _OPTIONS:
            raise _unfit(f"EasyPost cannot ask its carriers for “{wanted}”.")
        options |= _OPTIONS[wanted]
    customs = consignment.customs
    order = next((r.value for r in consignment.references if r.type == "order"), None)
    return {
        **options,
        **_given(
            label_format=label_format.upper(),
            label_date=consignment.ship_at and to_json(consignment.ship_at),
            handling_instructions=consignment.instructions,
            invoice_number=customs and customs.invoice_number,
            incoterm=customs and customs.incoterm,
            print_custom_1=order,
            hazmat=_hazmat(piece, settings),
            payment=_payment(consignment),
            currency=consignment.currency,
        ),
    }


def _hazmat(piece, settings):
    goods = piece.dangerous_goods
    if not goods:
        return None
    if all((one.un_number or "").removeprefix("UN") in _LITHIUM for one in goods):
        return "LITHIUM"
    if all(one.limited_quantity for one in goods):
        return "LIMITED_QUANTITY"
    if not settings.get("hazmat"):
        raise _unfit(
            f"Piece {piece.key} holds dangerous goods. Say in the integration's call "
            "options under “hazmat” which of EasyPost's words is theirs."
        )
    return settings["hazmat"]


def _payment(consignment):
    kind = _PAYMENTS.get(consignment.payer)
    if kind is None:
        return None
    if not consignment.payer_account:
        raise _unfit("Whoever else pays the freight is known by an account number.")
    payer = consignment.ship_to
    return _given(
        type=kind,
        account=consignment.payer_account,
        country=payer.country,
        postal_code=payer.postcode,
    )


def pickup_of(request, shipment_or_batch):
    """Return the Pickup that a PickupRequest asks for."""
    return _given(
        reference=request.key,
        address=address_of(request.address),
        min_datetime=to_json(request.ready_at),
        max_datetime=to_json(request.closes_at),
        instructions=request.instructions,
        is_account_address=False,
        **shipment_or_batch,
    )


def _given(**values):
    return {name: value for name, value in values.items() if value is not None}


def _unfit(problem):
    return CallError("refused", problem, problems=(problem,))

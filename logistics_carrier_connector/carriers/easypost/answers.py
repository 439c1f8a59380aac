# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost's objects read as canonical answers."""

from decimal import Decimal, InvalidOperation

from odoo.addons.logistics_base.canonical.documents import (
    Attachment,
    DocumentError,
    Reference,
)
from odoo.addons.logistics_base.canonical.money import Money
from odoo.addons.logistics_base.canonical.parties import Party
from odoo.addons.logistics_base.canonical.reading import aware

from ...canonical.bookings import BookedPiece, BookingDocument, Cancellation
from ...canonical.day import AddressCheck
from ...canonical.labels import MIMETYPES
from ...canonical.rates import Rate, RateCharge

#: "Refund": what a refund's status means to whoever called the booking off.
_REFUNDS = {
    "submitted": "pending",
    "refunded": "cancelled",
    "rejected": "refused",
    "not_applicable": "refused",
}
_FEES = {"InsuranceFee": "declared_value", "LabelFee": "other", "TrackerFee": "other"}
#: EasyPost bills its fees in this.
_FEE_CURRENCY = "USD"


def service_code(rate):
    """A service is told by its carrier and its name there."""
    return f"{rate.get('carrier')}:{rate.get('service')}"


def rates_of(found):
    """Return [Rate] of a Shipment or an Order; what is no price is left out."""
    rates = [_rate(rate) for rate in found.get("rates") or () if isinstance(rate, dict)]
    return [rate for rate in rates if rate]


def _rate(rate):
    price = money_of(rate.get("rate"), rate.get("currency"))
    if not (price and rate.get("carrier") and rate.get("service")):
        return None
    found = Rate(
        id=rate.get("id"),
        carrier=rate["carrier"],
        service_code=service_code(rate),
        service_name=f"{rate['carrier']} {rate['service']}",
        price=price,
        deliver_by=_moment(rate.get("delivery_date")),
        transit_days=rate.get("delivery_days") or rate.get("est_delivery_days"),
        guaranteed=bool(rate.get("delivery_date_guaranteed")),
    )
    try:
        found.check()
    except DocumentError:
        return None
    return found


def money_of(amount, currency):
    """Return Money, None if the amount is no number or there is no currency."""
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        return None
    return Money(number, currency) if number.is_finite() and currency else None


def _moment(text):
    try:
        return aware(text) if text else None
    except (ValueError, TypeError):
        return None


def is_bought(shipment):
    """Whether a Shipment has been paid for: then it has a label and a number."""
    return bool(shipment.get("postage_label") and shipment.get("tracking_code"))


def booking_of(key, booking_id, shipments, keys, label_format):
    """Return the BookingDocument of bought shipments, labels as addresses.

    :param keys: of our pieces, in the shipments' order.
    """
    charges = [charge for one in shipments for charge in _charges(one)]
    labels = [label_of(one, label_format) for one in shipments]
    rate = shipments[0].get("selected_rate") or {}
    tracker = shipments[0].get("tracker") or {}
    return BookingDocument(
        key=key,
        id=booking_id,
        status=_status(shipments),
        references=tuple(_numbers(shipments)),
        service_code=service_code(rate) if rate else None,
        pieces=tuple(
            BookedPiece(key=piece, tracking_number=one["tracking_code"], label=label)
            for piece, one, label in zip(keys, shipments, labels, strict=True)
        ),
        price=_total(charges),
        charges=tuple(charges),
        documents=tuple(form for one in shipments for form in _forms(one)),
        tracking_url=tracker.get("public_url"),
        deliver_by=_moment(rate.get("delivery_date")),
    )


def _numbers(shipments):
    return [Reference("tracking", shipment["tracking_code"]) for shipment in shipments]


def _status(shipments):
    asked = [cancellation_of(one) for one in shipments if one.get("refund_status")]
    gone = [one for one in asked if one.status != "refused"]
    return "cancelled" if len(gone) == len(shipments) else "confirmed"


def _charges(shipment):
    rate = shipment.get("selected_rate") or {}
    price = money_of(rate.get("rate"), rate.get("currency"))
    if price is None:
        return []
    charges = [RateCharge(type="base", amount=price, raw_code=rate.get("service"))]
    if price.currency == _FEE_CURRENCY:
        charges += filter(None, map(_fee, shipment.get("fees") or ()))
    return charges


def _fee(fee):
    kind = _FEES.get(fee.get("type"))
    amount = money_of(fee.get("amount"), _FEE_CURRENCY)
    if not kind or not amount or not amount.amount or fee.get("refunded"):
        return None
    amount = Money(amount.amount.quantize(Decimal("0.01")), _FEE_CURRENCY)
    return RateCharge(type=kind, amount=amount, raw_code=fee["type"])


def _total(charges):
    """Return the sum; None where the parts are in several currencies."""
    currencies = {charge.amount.currency for charge in charges}
    if len(currencies) != 1:
        return None
    total = sum(charge.amount.amount for charge in charges)
    return Money(total, currencies.pop())


def label_of(shipment, label_format):
    """Return the label's Attachment in the format wanted; None if there is only another."""
    label = shipment.get("postage_label") or {}
    url = label.get(f"label_{label_format}_url")
    if not url and _is_of(label.get("label_file_type"), label_format):
        url = label.get("label_url")
    if not url:
        return None
    return Attachment(
        name=f"label-{shipment['tracking_code']}.{label_format}",
        url=url,
        mimetype=MIMETYPES[label_format],
    )


def _is_of(mimetype, label_format):
    return (mimetype or "").rpartition("/")[2].lower() == label_format


def _forms(shipment):
    for form in shipment.get("forms") or ():
        if form.get("form_url"):
            kind = form.get("form_type") or "form"
            yield Attachment(
                name=f"{kind}-{shipment['tracking_code']}.pdf", url=form["form_url"]
            )


def cancellation_of(shipment):
    """Return the Cancellation that a Shipment's refund status means."""
    told = shipment.get("refund_status")
    status = _REFUNDS.get(told, "pending")
    reason = f"EasyPost: {told}" if status == "refused" else None
    return Cancellation(status=status, reason=reason)


def address_check_of(found, party, api_text):
    """Return the AddressCheck in a verified Address.

    :param api_text: ``(error) -> text``.
    """
    delivery = (found.get("verifications") or {}).get("delivery") or {}
    problems = tuple(filter(None, map(api_text, delivery.get("errors") or ())))
    if not delivery:
        problems = ("EasyPost cannot verify addresses of this country.",)
    deliverable = bool(delivery.get("success"))
    suggestion = _party(found, party) if deliverable else None
    return AddressCheck(
        deliverable=deliverable,
        suggestion=suggestion if suggestion != party else None,
        problems=problems,
    )


def _party(found, party):
    return Party(
        name=party.name,
        company=party.company,
        street=found.get("street1") or None,
        street2=found.get("street2") or None,
        city=found.get("city") or None,
        state=found.get("state") or None,
        postcode=found.get("zip") or None,
        country=found.get("country") or None,
        phone=party.phone,
        email=party.email,
        residential=found.get("residential", party.residential),
        tax_id=party.tax_id,
        eori=party.eori,
        partner_code=party.partner_code,
    )

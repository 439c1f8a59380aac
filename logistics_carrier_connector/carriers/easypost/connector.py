# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import dataclasses

from odoo.addons.logistics_base.canonical.documents import Attachment
from odoo.addons.logistics_base.transport.call_errors import CallError

from ...canonical.bookings import Cancellation
from ...canonical.day import ManifestConfirmation, PickupConfirmation
from ..connector import CAPABILITIES, Connector
from ..files import FileFetcher, fetch_booking, fetch_papers
from . import answers
from .api import EasyPostApi
from .purchases import Purchases
from .requests import address_of, pickup_of

#: "Insurance" is in US dollars alone.
_INSURED_IN = "USD"
_CANCELLED_PICKUPS = ("canceled", "cancelled")
_BATCH_LOOKS = 5
_BATCH_WORKING = ("creating", "queued_for_creation")


class EasyPostConnector(Connector):
    """EasyPost's API, version 2, for the carriers of one EasyPost account.

    Services are told as ``<carrier>:<service>``, ``USPS:GroundAdvantage``. A rate's price
    is asked anew when booking, as what is packed may differ from what was quoted; the
    rate's id is not bought.

    Of the settings' options it knows ``carrier_accounts`` (list of ids to restrict rating
    to), ``hazmat``, ``eel_pfc``, ``non_delivery_option``, ``find_pages``, ``file_hosts``.
    """

    capabilities = frozenset(CAPABILITIES)
    track_batch_size = 50
    #: The loaded preset, whose messages tell what trackers mean.
    preset = None

    def __init__(self, client, settings):
        super().__init__(client, settings)
        self._api = EasyPostApi(self.called, settings.secrets.values())
        accounts = list(settings.listed("carrier_accounts")) or None
        options = {**settings.options, "carrier_accounts": accounts}
        self._purchases = Purchases(self._api, options)

    # Rates and bookings

    def rate(self, request):
        created = self._purchases.create(request.consignment)
        rates = answers.rates_of(created)
        problems = self._api.carrier_problems(created)
        if not rates and problems:
            raise CallError(
                "refused",
                f"No carrier at EasyPost has a price: {'; '.join(problems[:3])}",
                problems=problems,
            )
        wanted = request.services
        return [one for one in rates if not wanted or one.service_code in wanted]

    def book(self, request):
        insured = self._insured_value(request.consignment)
        created = self._purchases.create(
            request.consignment,
            reference=request.key,
            label_format=request.label_format,
        )
        purchase = self._purchases.buy(created, request.service_code, insured)
        return self._document(request, purchase)

    def return_label(self, request):
        consignment = dataclasses.replace(request.consignment, is_return=True)
        return self.book(dataclasses.replace(request, consignment=consignment))

    def find_booking(self, request):
        pieces = len(request.consignment.pieces)
        purchase = self._purchases.find(request.key, pieces)
        if purchase is None:
            return None
        insured = self._insured_value(request.consignment)
        return self._document(request, self._purchases.insured(purchase, insured))

    def reprint(self, booking_id, label_format):
        purchase = self._purchases.read(booking_id)
        shipments = [one for one in purchase.shipments if answers.is_bought(one)]
        if not shipments:
            raise CallError("refused", "EasyPost has no label for this booking.")
        keys = [None] * len(shipments)
        return self._labelled(None, purchase.id, shipments, keys, label_format)

    def cancel_booking(self, booking_id, tracking_numbers=()):
        """Ask for a refund; most carriers decide on it later."""
        found = []
        for shipment in self._purchases.read(booking_id).shipments:
            # What was rejected may be asked for again, "Shipping Refund" says.
            if shipment.get("refund_status") not in ("submitted", "refunded"):
                shipment = self._api.post("shipments", shipment["id"], "refund")
            found.append(answers.cancellation_of(shipment))
        return _together(found)

    def insure(self, booking_id, amount):
        """Insure what was booked for ``amount`` US dollars in all, in equal parts."""
        for shipment in self._purchases.read(booking_id).shipments:
            self._purchases.insure(shipment["id"], amount)

    def _insured_value(self, consignment):
        value = consignment.insured_value
        if value is not None and value.currency != _INSURED_IN:
            raise CallError(
                "refused",
                f"EasyPost insures in US dollars, not in {value.currency}. Give the "
                "insured value in US dollars, or none.",
            )
        return value

    def _document(self, request, purchase):
        keys = [piece.key for piece in request.consignment.pieces]
        return self._labelled(
            request.key, purchase.id, purchase.shipments, keys, request.label_format
        )

    def _labelled(self, key, booking_id, shipments, keys, label_format):
        whole = [self._with_label(one, label_format) for one in shipments]
        document = answers.booking_of(key, booking_id, whole, keys, label_format)
        return fetch_booking(document, self._files())

    def _with_label(self, shipment, label_format):
        """Return the Shipment with its label in the format wanted, if it can be had."""
        if answers.label_of(shipment, label_format):
            return shipment
        try:
            converted = self._api.get(
                "shipments", shipment["id"], "label", file_format=label_format.upper()
            )
        except CallError:
            # It is bought; the label is asked for again on reprinting.
            return shipment
        return {**shipment, "postage_label": converted.get("postage_label")}

    def _files(self):
        hosts = self.preset.outbound.file_hosts if self.preset else ()
        more = self.settings.listed("file_hosts")
        return FileFetcher(self.client, (*hosts, *more))

    # Tracking

    def track(self, tracking_numbers):
        found = self._api.post(
            "trackers",
            "batch",
            json={"tracking_codes": list(tracking_numbers)},
            repeatable=True,
        )
        if not found.get("trackers"):
            return []
        return self.preset.decode_parsed({"trackers": found["trackers"]})

    # The day's work

    def schedule_pickup(self, request):
        shipments = self._shipment_ids(request.booking_ids)
        if not shipments:
            raise CallError("refused", "EasyPost picks up what was booked with it.")
        asked = pickup_of(request, self._together_at_pickup(shipments))
        created = self._api.post("pickups", json={"pickup": asked}, repeatable=True)
        rate = self._pickup_rate(created, request.service_code)
        bought = self._api.post(
            "pickups",
            created["id"],
            "buy",
            json={"carrier": rate["carrier"], "service": rate["service"]},
        )
        return PickupConfirmation(
            id=bought["id"],
            confirmation=bought.get("confirmation"),
            from_at=request.ready_at,
            until_at=request.closes_at,
            price=answers.money_of(rate.get("rate"), rate.get("currency")),
        )

    def _pickup_rate(self, pickup, wanted):
        """Return the rate of the service wanted, or else the cheapest."""
        offers = [
            (price.amount, rate)
            for rate in pickup.get("pickup_rates") or ()
            if (price := answers.money_of(rate.get("rate"), rate.get("currency")))
            and wanted in (None, answers.service_code(rate))
        ]
        if offers:
            return min(offers, key=lambda offer: offer[0])[1]
        problems = self._api.carrier_problems(pickup)
        said = "; ".join(problems[:3]) or "no carrier offers one."
        raise CallError("refused", f"No pickup can be had: {said}", problems=problems)

    def _together_at_pickup(self, shipments):
        """One Shipment is named itself, several as a Batch."""
        if len(shipments) == 1:
            return {"shipment": {"id": shipments[0]}}
        members = [{"id": one} for one in shipments]
        batch = self._api.post(
            "batches", json={"batch": {"shipments": members}}, repeatable=True
        )
        for _look in range(_BATCH_LOOKS):
            if batch.get("state") not in _BATCH_WORKING:
                break
            batch = self._api.get("batches", batch["id"])
        return {"batch": {"id": batch["id"]}}

    def cancel_pickup(self, pickup_id):
        found = self._api.post("pickups", pickup_id, "cancel", repeatable=True)
        if found.get("status") in _CANCELLED_PICKUPS:
            return Cancellation(status="cancelled")
        return Cancellation(status="refused", reason=f"EasyPost: {found.get('status')}")

    def close_out(self, request):
        members = [{"id": one} for one in self._shipment_ids(request.booking_ids)]
        form = self._api.post("scan_forms", json={"scan_form": {"shipments": members}})
        if not form.get("form_url"):
            message = form.get("message") or "no form was made"
            raise CallError("refused", f"EasyPost could not close out: {message}")
        paper = Attachment(name=f"scan-form-{form['id']}.pdf", url=form["form_url"])
        included = set(form.get("tracking_codes") or ())
        return ManifestConfirmation(
            id=form["id"],
            documents=fetch_papers((paper,), self._files()),
            left_out=tuple(
                number for number in request.tracking_numbers if number not in included
            ),
        )

    def _shipment_ids(self, booking_ids):
        """Return the ids of all Shipments of these bookings."""
        found = []
        for booking_id in booking_ids:
            if booking_id.startswith("order_"):
                shipments = self._purchases.read(booking_id).shipments
                found += [shipment["id"] for shipment in shipments]
            else:
                found.append(booking_id)
        return found

    # Addresses

    def check_address(self, party):
        found = self._api.post(
            "addresses",
            json={"address": address_of(party), "verify": True},
            repeatable=True,
        )
        return answers.address_check_of(found, party, self._api.problem)


def _together(cancellations):
    """Return one Cancellation for all pieces: as far as the slowest of them is."""
    by_status = {one.status: one for one in reversed(cancellations)}
    for status in ("refused", "pending", "cancelled"):
        if status in by_status:
            return by_status[status]
    raise CallError("refused", "EasyPost knows nothing to cancel in this booking.")

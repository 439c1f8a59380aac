# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from urllib.parse import quote

from odoo.addons.logistics_base.transport.call_errors import CallError

from ...canonical.bookings import Cancellation
from ..connector import CAPABILITIES, Connector
from . import answers, requests

#: What the carrier says where it is too late, or was done already.
_CONFLICT = 409
_REFUNDS = {"granted": "cancelled", "pending": "pending"}


class SandboxConnector(Connector):
    """The Sandbox Carrier's API, version 1.

    Of the settings' options it knows two, for accounts that are treated otherwise:
    ``honours_keys`` and ``lookup``, both true unless they are said to be false.
    """

    capabilities = frozenset(CAPABILITIES)
    honours_keys = True
    track_batch_size = 50

    def __init__(self, client, settings):
        super().__init__(client, settings)
        self.honours_keys = bool(settings.options.get("honours_keys", True))
        if not settings.options.get("lookup", True):
            self.capabilities = self.capabilities - {"find_booking"}

    def rate(self, request):
        content = requests.consignment_of(request.consignment)
        if request.services:
            content["services"] = list(request.services)
        return self._ask(answers.rates_of, "POST", "rates", content, repeatable=True)

    def book(self, request):
        return self._buy("shipments", request)

    def return_label(self, request):
        return self._buy("returns", request)

    def _buy(self, path, request):
        # Not said to be repeatable, although the key makes it so: what may have been
        # bought must come back as uncertain, to be asked for before it is repeated.
        content = requests.booking_of(request)
        return self._ask(answers.booking_of, "POST", path, content, key=request.key)

    def find_booking(self, request):
        found = self._ask(
            lambda content: [answers.booking_of(each) for each in content["shipments"]],
            "GET",
            "shipments",
            params={"key": request.key, "label_format": request.label_format},
        )
        return found[0] if found else None

    def cancel_booking(self, booking_id, tracking_numbers=()):
        path = f"shipments/{_segment(booking_id)}/cancel"
        try:
            refund = self._ask(
                lambda content: content["refund"], "POST", path, {}, repeatable=True
            )
        except CallError as error:
            return _refused(error)
        return Cancellation(status=_REFUNDS.get(refund, "pending"))

    def reprint(self, booking_id, label_format):
        path = f"shipments/{_segment(booking_id)}"
        params = {"label_format": label_format}
        return self._ask(answers.booking_of, "GET", path, params=params)

    def track(self, tracking_numbers):
        content = {"tracking_numbers": list(tracking_numbers)}
        return self._ask(
            answers.events_of, "POST", "tracking", content, repeatable=True
        )

    def schedule_pickup(self, request):
        content = requests.pickup_of(request)
        return self._ask(answers.pickup_of, "POST", "pickups", content, key=request.key)

    def cancel_pickup(self, pickup_id):
        path = f"pickups/{_segment(pickup_id)}"
        try:
            self._ask(lambda content: content["id"], "DELETE", path, repeatable=True)
        except CallError as error:
            return _refused(error)
        return Cancellation(status="cancelled")

    def close_out(self, request):
        content = {
            "shipments": list(request.booking_ids),
            "tracking_numbers": list(request.tracking_numbers),
        }
        return self._ask(
            answers.manifest_of, "POST", "manifests", content, key=request.key
        )

    def check_address(self, party):
        return self._ask(
            lambda content: answers.check_of(content, party),
            "POST",
            "addresses/check",
            {"address": requests.party_of(party)},
            repeatable=True,
        )

    def _ask(
        self,
        read,
        method,
        path,
        content=None,
        *,
        key=None,
        params=None,
        repeatable=None,
    ):
        """Return what ``read`` makes of the answer.

        :raise CallError: also where the answer says an error in spite of its status, or
            is not what was agreed.
        """
        answer = self.client.request(
            method,
            f"v1/{path}",
            json=content,
            headers={"Idempotency-Key": key} if key else None,
            params=params,
            repeatable=repeatable,
        )
        found = answer.json()
        if not isinstance(found, dict) or "error" in found:
            raise answer.unusable("answered an error in spite of its status")
        try:
            return read(found)
        except answers.UNREADABLE:
            raise answer.unusable("answered something else than was agreed") from None


def _refused(error):
    """Return the Cancellation where the carrier says that it is too late.

    :raise CallError: for any other error.
    """
    if error.status != _CONFLICT:
        raise error
    return Cancellation(status="refused", reason="; ".join(error.problems) or None)


def _segment(identifier):
    return quote(str(identifier), safe="")

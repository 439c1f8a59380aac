# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Any of Karrio's carriers, asked through Karrio's process."""

from odoo.addons.logistics_carrier_connector.canonical.bookings import Cancellation
from odoo.addons.logistics_carrier_connector.canonical.day import (
    AddressCheck,
    ManifestConfirmation,
    PickupConfirmation,
)
from odoo.addons.logistics_carrier_connector.carriers.connector import (
    Connector,
    NotSupported,
)

from . import answers, requests
from .sender import Sender
from .worker_pool import WorkerPool
from .worker_process import WorkerFailure

#: Seconds that Karrio itself may think between two requests.
THINKING_SECONDS = 30
POOL = WorkerPool()
#: What needs no carrier.
_OWN = frozenset({"describe", "carriers"})


class KarrioConnector(Connector):
    """One account at one of Karrio's carriers.

    Options: ``karrio_carrier`` (its name in Karrio), ``karrio_capabilities``,
    ``karrio_settings`` (the account's settings that are no secrets, by Karrio's
    names), ``endpoints`` (to call another host than Karrio would) and ``python`` (the
    interpreter that has Karrio). Secrets bear Karrio's names too: ``client_id``,
    ``client_secret``, ``api_key``, ...
    """

    pool = POOL
    track_batch_size = 10

    @property
    def capabilities(self):
        """What the carrier's plugin can do; Karrio can ask nobody for a booking."""
        return frozenset(self.settings.options.get("karrio_capabilities") or ())

    def rate(self, request):
        details = self._perform("rate", requests.rate(request), repeatable=True)
        return [found for one in details or () if (found := answers.rate(one))]

    def book(self, request):
        details = self._perform("book", requests.booking(request))
        return answers.booking(details, request)

    def return_label(self, request):
        return self.book(request)

    def cancel_booking(self, booking_id, tracking_numbers=()):
        details = self._perform("cancel_booking", requests.cancellation(booking_id))
        return _cancellation(details)

    def track(self, tracking_numbers):
        sender = self._sender(repeatable=True)
        found = self._run("track", requests.tracking(tracking_numbers), sender)
        offsets = sender.offsets()
        return [
            event
            for details in found.get("details") or ()
            for event in answers.events(details, offsets)
        ]

    def schedule_pickup(self, request):
        details = self._perform("schedule_pickup", requests.pickup(request))
        return PickupConfirmation(
            id=details["confirmation_number"],
            confirmation=details["confirmation_number"],
        )

    def cancel_pickup(self, pickup_id):
        wanted = {"confirmation_number": pickup_id}
        return _cancellation(self._perform("cancel_pickup", wanted))

    def close_out(self, request):
        details = self._perform("close_out", requests.manifest(request))
        return ManifestConfirmation(
            id=details.get("id") or request.key, documents=answers.manifest(details)
        )

    def check_address(self, party):
        found = self._run(
            "check_address",
            {"address": requests.address(party)},
            self._sender(repeatable=True),
        )
        details = found.get("details") or {}
        return AddressCheck(
            deliverable=bool(details.get("success")),
            problems=tuple(answers.problems(found["messages"])),
        )

    def describe(self):
        """Return the settings, services and capabilities of the carrier's plugin."""
        return self._run("describe", {}, self._sender())["details"]

    def carriers(self):
        """Return {name: label} of the carriers that are installed with Karrio."""
        return self._run("carriers", {}, self._sender())["details"]

    def _sender(self, *, repeatable=False):
        endpoints = self.settings.options.get("endpoints")
        return Sender(self.client, repeatable=repeatable, endpoints=endpoints)

    def _perform(self, operation, request, *, repeatable=False):
        """Return what Karrio read from the carrier's answer.

        :raise CallError: if it read nothing; ``uncertain`` unless the carrier is known
            to have done nothing.
        """
        sender = self._sender(repeatable=repeatable)
        found = self._run(operation, request, sender)
        if found.get("details"):
            return found["details"]
        raise sender.failure_of(answers.problems(found["messages"]))

    def _run(self, operation, request, sender):
        if operation not in _OWN | self.capabilities:
            raise NotSupported
        options = self.settings.options
        call = {
            "operation": operation,
            "carrier": options.get("karrio_carrier"),
            "settings": {
                **(options.get("karrio_settings") or {}),
                **self.settings.secrets,
                "test_mode": self.settings.is_test,
            },
            "request": requests.told(request),
        }
        try:
            with self.pool.worker(options["python"], THINKING_SECONDS) as worker:
                found = worker.call(call, sender.send, THINKING_SECONDS)
        except WorkerFailure as error:
            raise sender.interrupted(str(error)) from error
        if sender.error:
            raise sender.error
        if failure := answers.failure_in(found):
            text = f"Karrio cannot make sense of it ({failure})."
            raise sender.interrupted(text, otherwise="refused")
        return found


def _cancellation(details):
    return Cancellation(status="cancelled" if details.get("success") else "refused")

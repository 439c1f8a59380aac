# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every carrier's connector can be asked, whatever the carrier speaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from odoo.addons.logistics_base.transport.call_errors import CallError

from ..consigning.limits import CarrierLimits

CAPABILITIES = (
    "rate",
    "book",
    "find_booking",
    "cancel_booking",
    "reprint",
    "return_label",
    "track",
    "schedule_pickup",
    "cancel_pickup",
    "close_out",
    "check_address",
)


class NotSupported(Exception):
    """The carrier has no such thing, so no call was made."""


@dataclass(slots=True, frozen=True)
class ConnectorSettings:
    """What a connector needs to know of its integration.

    :ivar secrets: credential name -> value, for use at once; never shown.
    :ivar options: what the integration's form holds beside (account number, ...).
    :ivar is_test: the partner's test environment is meant.
    """

    secrets: Mapping = field(default_factory=dict, repr=False)
    options: Mapping = field(default_factory=dict)
    is_test: bool = True
    language: str = "en"

    def listed(self, name):
        """Return an option as a tuple; one text may hold several, parted by commas."""
        found = self.options.get(name) or ()
        if isinstance(found, str):
            found = [part.strip() for part in found.split(",")]
        return tuple(part for part in found if part)


class Connector:
    """Talks to one carrier; subclasses override what it can do.

    Plain Python: no Odoo in here, no threads, no clock but the client's. A connector
    lives for one piece of work. Every method raises ``CallError`` when the call fails,
    and :class:`NotSupported` unless its name is in :attr:`capabilities`.
    """

    #: Names of the methods below that are offered.
    capabilities = frozenset()
    #: The partner answers a repeated booking with the same key by the first booking.
    honours_keys = False
    #: How many services one call may ask the prices of; 0: all at once.
    rate_batch_size = 0
    #: How many tracking numbers one call may ask about.
    track_batch_size = 1
    #: What the carrier takes, so that people hear of it before it is called.
    limits = CarrierLimits()

    def __init__(self, client, settings):
        """:param client: the protected HTTP client; None where there are no calls."""
        self.client = client
        self.settings = settings

    def knows_keys_of(self, name):
        """Whether a repeated call of this name is answered by the first one's outcome.

        :param str name: of a method that changes something there.
        """
        return self.honours_keys

    def called(self):
        """Return the client. :raise CallError: the integration has no address."""
        if self.client is None:
            raise CallError(
                "refused",
                "The integration has no address to call: set it on its page “Calls”.",
            )
        return self.client

    def rate(self, request):
        """Return [Rate] for a RateRequest; services that do not apply are left out."""
        raise NotSupported

    def book(self, request):
        """Return the BookingDocument for a BookingRequest."""
        raise NotSupported

    def find_booking(self, request):
        """Return the BookingDocument made for the request's key, None if there is none.

        Asked after a call whose outcome is not known, before it is repeated.
        """
        raise NotSupported

    def cancel_booking(self, booking_id, tracking_numbers=()):
        """Call a booking off by the carrier's id; return a Cancellation."""
        raise NotSupported

    def reprint(self, booking_id, label_format):
        """Return the BookingDocument with its labels again; nothing is bought."""
        raise NotSupported

    def return_label(self, request):
        """Return the BookingDocument of a return; the consignment says who sends."""
        raise NotSupported

    def track(self, tracking_numbers):
        """Return [TrackingEvent] known for up to ``track_batch_size`` numbers."""
        raise NotSupported

    def schedule_pickup(self, request):
        """Return the PickupConfirmation for a PickupRequest."""
        raise NotSupported

    def cancel_pickup(self, pickup_id):
        """Call a pickup off; return a Cancellation."""
        raise NotSupported

    def close_out(self, request):
        """Return the ManifestConfirmation for a ManifestRequest."""
        raise NotSupported

    def check_address(self, party):
        """Return the AddressCheck of a Party."""
        raise NotSupported

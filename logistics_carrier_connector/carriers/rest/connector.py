# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import dataclasses

from odoo.addons.logistics_base.canonical.documents import to_json
from odoo.addons.logistics_base.transport.call_errors import CallError

from .. import calls as _known_calls  # noqa: F401  registers what can be asked
from ..connector import Connector, NotSupported
from ..files import FileFetcher, fetch_booking, fetch_papers

#: The calls that book: a partner honours keys where all of them bear ours.
_BOOKING = ("book", "return_label")


class RestConnector(Connector):
    """Talks to a carrier as the ``outbound`` section of its preset says.

    Use :meth:`of` for the class that belongs to one preset.
    """

    preset = None

    @classmethod
    def of(cls, preset):
        """Return the connector class of a loaded preset."""
        calls = preset.outbound.calls
        track = calls.get("track")
        return type(
            "RestConnector",
            (cls,),
            {
                "preset": preset,
                "capabilities": frozenset(calls),
                "honours_keys": all(
                    calls[name].honours_keys for name in _BOOKING if name in calls
                )
                and "book" in calls,
                "track_batch_size": track.batch_size if track else 1,
            },
        )

    def knows_keys_of(self, name):
        call = self.preset.outbound.calls.get(name)
        return bool(call and call.honours_keys)

    def rate(self, request):
        rates = self._ask("rate", _told(request))
        wanted = request.services
        return [one for one in rates if not wanted or one.service_code in wanted]

    def book(self, request):
        return self._booking("book", _told(request))

    def find_booking(self, request):
        return self._booking("find_booking", _told(request))

    def cancel_booking(self, booking_id, tracking_numbers=()):
        return self._ask(
            "cancel_booking",
            {"booking_id": booking_id, "tracking_numbers": list(tracking_numbers)},
        )

    def reprint(self, booking_id, label_format):
        return self._booking(
            "reprint", {"booking_id": booking_id, "label_format": label_format}
        )

    def return_label(self, request):
        return self._booking("return_label", _told(request))

    def track(self, tracking_numbers):
        return self._ask("track", {"tracking_numbers": list(tracking_numbers)})

    def schedule_pickup(self, request):
        return self._ask("schedule_pickup", _told(request))

    def cancel_pickup(self, pickup_id):
        return self._ask("cancel_pickup", {"pickup_id": pickup_id})

    def close_out(self, request):
        confirmation = self._ask("close_out", _told(request))
        papers = fetch_papers(confirmation.documents, self._files())
        return dataclasses.replace(confirmation, documents=papers)

    def check_address(self, party):
        return self._ask("check_address", {"address": _told(party)})

    def prepare(self, name, request):
        """Return the PreparedRequest of a call; nothing is sent."""
        call = self.preset.outbound.calls.get(name)
        if call is None:
            raise NotSupported
        return call.prepare(request, self.settings.options)

    def _ask(self, name, request):
        prepared = self.prepare(name, request)
        call = self.preset.outbound.calls[name]
        answer = self.called().request(
            prepared.method,
            prepared.path,
            expect=call.expected(),
            **prepared.arguments(),
        )
        try:
            return call.read(
                answer, request, self.settings.options, self.preset.decode_parsed
            )
        except CallError as error:
            raise self._without_secrets(error) from None

    def _without_secrets(self, error):
        """Return the error without what the carrier may have repeated of our login."""

        def cleaned(text):
            for secret in filter(None, self.settings.secrets.values()):
                text = text.replace(secret, "…")
            return text

        return CallError(
            error.category,
            cleaned(str(error)),
            status=error.status,
            problems=[cleaned(problem) for problem in error.problems],
        )

    def _booking(self, name, request):
        document = self._ask(name, request)
        if document is None:
            return None
        key = document.key or request.get("key")
        if request.get("key") and key != request["key"]:
            raise CallError(
                "uncertain", "The carrier's answer is about another booking."
            )
        document = dataclasses.replace(
            document,
            key=key,
            id=document.id or request.get("booking_id"),
            service_code=document.service_code or request.get("service_code"),
        )
        return fetch_booking(document, self._files())

    def _files(self):
        more = self.settings.listed("file_hosts")
        return FileFetcher(self.client, (*self.preset.outbound.file_hosts, *more))


def _told(document):
    """Return the document as templates see it: with what we take for granted."""
    return to_json(document, whole=True)

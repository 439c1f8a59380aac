# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sends what Karrio wants sent, by the protected client, and judges what came of it."""

import base64
from urllib.parse import urlsplit

from odoo.addons.logistics_base.transport.call_errors import CallError

from .wall_clock import offsets_in

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_ANY_STATUS = range(100, 600)
#: Hop-by-hop, or the client's own business.
_OWN_HEADERS = frozenset({"host", "content-length", "connection", "accept-encoding"})


class Sender:
    """The requests of one operation.

    :param repeatable: the operation has no effect at the carrier, as rating has none.
    :param endpoints: {host address as Karrio has it: the one to call instead}.
    """

    def __init__(self, client, *, repeatable=False, endpoints=None):
        self._client = client
        self._endpoints = endpoints or {}
        self._repeatable = repeatable
        self._acted = False
        self._done = False
        self._trouble = None
        self._bodies = []
        self._error = None

    @property
    def error(self):
        """The first CallError, which Karrio only saw as a failed request; or None.

        Where an earlier request has reached the carrier, such as the booking whose
        label is fetched then, nobody can say that nothing happened.
        """
        error = self._error
        if error and self._acted and error.nothing_happened:
            return CallError(
                "uncertain", str(error), status=error.status, problems=error.problems
            )
        return error

    def send(self, request):
        """Send one request of Karrio's; return the answer's values for its process."""
        body = request["body"] and base64.b64decode(request["body"])
        harmless = (
            self._repeatable
            or request["method"] in _SAFE_METHODS
            or _asks_for_token(request["url"], body)
        )
        try:
            host, path = self._split(request["url"])
            answer = self._client.at(host).request(
                request["method"],
                path,
                content=body,
                headers={
                    name: value
                    for name, value in request["headers"].items()
                    if name.lower() not in _OWN_HEADERS
                },
                repeatable=harmless,
                expect=_ANY_STATUS,
            )
        except CallError as error:
            self._error = self._error or (_certain(error) if harmless else error)
            return {"error": str(error)}
        self._note(answer, harmless)
        return {
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": base64.b64encode(answer.content).decode(),
        }

    def failure_of(self, problems):
        """Return the CallError for an answer from which Karrio read nothing."""
        text = "; ".join(problems) or "The carrier's answer says nothing that is known."
        if self._trouble:
            return CallError(self._trouble, text, problems=problems)
        if self._acted and not problems:
            return CallError("uncertain", text)
        return CallError("refused", text, problems=problems)

    def interrupted(self, text, otherwise="unreachable"):
        """Return the CallError for an operation that Karrio did not finish.

        :param otherwise: its category where nothing can have happened at the carrier.
        """
        return CallError("uncertain" if self._acted else otherwise, text)

    def offsets(self):
        """Return the UTC offsets that the carrier's answers give to wall-clock times."""
        return offsets_in("\n".join(self._bodies))

    def _split(self, url):
        """Return (address of the host, path and query)."""
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        return self._endpoints.get(host, host), url.removeprefix(host) or "/"

    def _note(self, answer, harmless):
        """Remember what the answer means for whether anything happened there."""
        if not harmless:
            self._acted = True
            self._done = self._done or answer.status < 400
        if trouble := _trouble_of(answer.status, harmless):
            # What fails after the carrier has taken the order leaves it taken.
            self._trouble = "uncertain" if self._done else trouble
        elif self._repeatable:
            self._bodies.append(answer.content.decode("utf-8", "replace"))


def _trouble_of(status, harmless):
    """Return the category of an answer's status, None where it is no trouble."""
    if status >= 500:
        return "unreachable" if harmless else "uncertain"
    if status == 429:
        return "throttled"
    return "unauthorized" if status in (401, 403) else None


def _asks_for_token(url, body):
    """Tell whether a request only fetches an access token, by its form or its path."""
    return b"grant_type=" in (body or b"")[:2000] or urlsplit(url).path.rstrip(
        "/"
    ).endswith(("/token", "/login", "/auth"))


def _certain(error):
    """Return the error of a request that can have had no effect."""
    if error.nothing_happened:
        return error
    return CallError("unreachable", str(error), status=error.status)

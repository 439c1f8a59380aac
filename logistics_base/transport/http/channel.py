# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One exchange over one connection, which stands for the next where that is safe."""

from urllib.parse import urlsplit

from ..call_errors import CallError
from . import body
from .exchange import Answer
from .failures import in_words
from .urls import origin
from .wire import Connection, Wire


class Channel:
    """Carries the requests of one client, one after the other.

    :ivar wire: tells what the last exchange took.
    """

    def __init__(self, policy, *, clock, resolve):
        self.wire = Wire(policy, clock=clock, resolve=resolve)
        self._policy = policy
        self._clock = clock
        self._connection = None

    def close(self):
        """Let go of the connection; the channel can be used again."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def send(self, call, url, headers):
        """Return the partner's :class:`Answer`, whatever its status.

        :raise CallError: if there is none that can be trusted.
        :raise ValueError: if a header cannot be one; nothing was sent.
        """
        self.wire.begin(call.deadline_at, call.timeout)
        started = self._clock()
        call.is_hasty = False
        try:
            response = self._respond(call, url, headers)
            content, is_cut = self._read(response)
        except BaseException as error:
            self.close()
            if self._is_ours(error):
                raise
            call.is_hasty = (
                isinstance(error, TimeoutError)
                and self._clock() - started < self._policy.connect_timeout * 0.9
            )
            raise self._failure(call, url, error) from None
        if is_cut or response.will_close:
            self.close()
        return Answer(response.status, response.headers, content, call.changes)

    def _read(self, response):
        """Return (the content, whether the rest of it was left unread)."""
        limit = self._policy.max_answer_size
        if self._policy.cut_long_answers:
            return body.read_beginning(response, limit)
        return body.read(response, limit), False

    def _respond(self, call, url, headers):
        """Return the response, of which only the headers are read."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

        def respond():
            connection = self._connect(call, url)
            connection.request(call.method, target, body=call.body, headers=headers)
            return connection.getresponse()

        standing = self._connection
        try:
            return respond()
        except ConnectionError:
            if self._connection is not standing:
                raise
        # The partner had closed what stood idle: that says nothing about the partner.
        self.close()
        return respond()

    def _connect(self, call, url):
        """Return a connection to the address, a standing one where that is safe."""
        place = origin(url)
        standing = self._connection
        # A standing connection may be closed just when the request is sent. That is of
        # no importance for what may be repeated, and would leave the rest in doubt.
        if standing and standing.origin == place and call.repeatable:
            if standing.is_usable():
                return standing
        self.close()
        connection = Connection(self.wire, *place)
        self._connection = connection
        connection.connect()
        return connection

    def _is_ours(self, error):
        """Tell whether it is no failure of the transport: say so as it is."""
        # A certificate that proves nothing is a ValueError, too.
        if isinstance(error, ValueError) and not isinstance(error, OSError):
            return not self.wire.sent  # a header that cannot be one
        return isinstance(error, CallError) or not isinstance(error, Exception)

    def _failure(self, call, url, error):
        """Return what an exception of the transport means."""
        host = urlsplit(url).hostname
        if not self.wire.sent:
            if self._clock() >= call.deadline_at:
                return CallError("deadline", f"Time ran out before {host} was reached.")
            return CallError("unreachable", f"{host} {in_words(error)}.")
        category = "uncertain" if call.changes else "unreachable"
        return CallError(category, f"{host} {in_words(error)}.")

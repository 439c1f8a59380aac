# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Delivers messages the way partners do: keep-alive, and repeated for a while."""

import http.client
import json
import logging
import random
import threading
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_logger = logging.getLogger(__name__)

RETRIED = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 30.0
ANSWER_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """How a message ended.

    :param outcome: ``accepted``, ``duplicate``, ``refused``, or ``failed`` when it was
        given up.
    :param status: of the last answer; None if there was none.
    :param attempts: how often it was sent.
    """

    outcome: str
    status: int | None
    content: object = None
    attempts: int = 1


class Delivery:
    """Posts to one Odoo. Each thread has a connection of its own.

    :param url: where Odoo is, such as ``http://127.0.0.1:8069``.
    :param stop: set when the process ends; no wait outlives it.
    """

    def __init__(self, url, stop=None, *, attempts=6, backoff=0.5, timeout=20, seed=0):
        target = urlsplit(url)
        if target.scheme not in ("http", "https") or not target.hostname:
            raise ValueError(f"{url!r} is not the address of a web server.")
        self.prefix = target.path.rstrip("/")
        self._target = target
        self._stop = stop or threading.Event()
        self._attempts = attempts
        self._backoff = backoff
        self._timeout = timeout
        self._draw = random.Random(seed)
        self._local = threading.local()

    def deliver(self, make_request, tally):
        """Send until it is answered for good, and count it in ``tally``.

        Repeated on 429 and 5xx, honouring Retry-After, and while nobody listens.

        :param make_request: returns the signed request; called for each attempt,
            because a signature may carry the time.
        """
        answer = Answer("failed", None, attempts=0)
        for attempt in range(1, self._attempts + 1):
            tally.attempt()
            status, headers, content = self._post(make_request())
            answer = Answer(_outcome(status, content), status, content, attempt)
            if answer.outcome != "failed" or attempt == self._attempts:
                break
            tally.retry()
            if self._stop.wait(self._pause(attempt, headers)):
                break
        tally.settle(answer)
        return answer

    def close(self):
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection:
            connection.close()
        self._local.connection = None

    def _pause(self, attempt, headers):
        """Seconds to wait: what the server asks for, else exponential with jitter."""
        asked = _retry_after(headers.get("Retry-After"))
        if asked is not None:
            return min(asked, LONGEST_WAIT)
        longest = min(self._backoff * 2**attempt, LONGEST_WAIT)
        return self._draw.uniform(longest / 2, longest)

    def _post(self, request):
        """Return status, headers and content; the status is None if nobody answered."""
        reused = getattr(self._local, "connection", None) is not None
        try:
            return self._exchange(request)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if not reused:
                _logger.debug("%s: %s", request.path, error)
                return None, {}, None
        # The server had only closed an idle connection.
        return self._post(request)

    def _exchange(self, request):
        connection = self._connection()
        try:
            connection.request("POST", request.path, request.body, request.headers)
        except (BrokenPipeError, ConnectionResetError):
            # A server that refuses a large body answers before it has read it all.
            _logger.debug("%s: the body was not read to its end", request.path)
        response = connection.getresponse()
        content = response.read(ANSWER_LIMIT)
        if response.read(1):
            self.close()
        return response.status, response.headers, _decode(content)

    def _connection(self):
        if getattr(self._local, "connection", None) is None:
            kind = (
                http.client.HTTPSConnection
                if self._target.scheme == "https"
                else http.client.HTTPConnection
            )
            self._local.connection = kind(
                self._target.hostname, self._target.port, timeout=self._timeout
            )
        return self._local.connection


def _outcome(status, content):
    if status is None or status in RETRIED:
        return "failed"
    if status >= 300:
        return "refused"
    told = content.get("status") if isinstance(content, dict) else None
    return "duplicate" if told == "duplicate" else "accepted"


def _decode(content):
    try:
        return json.loads(content)
    except ValueError:
        return content.decode("utf-8", "replace")[:500]


def _retry_after(value):
    """Return seconds from ``120`` or from an HTTP date; None if it is neither."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None

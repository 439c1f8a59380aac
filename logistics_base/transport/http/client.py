# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls to one partner, bounded in every respect and kept for the record."""

import copy
import random as random_module
import re
import socket
import time
from datetime import datetime, timezone
from urllib.parse import urlsplit

from ..call_errors import CallError
from .auth import Auth
from .channel import Channel
from .exchange import Exchange
from .gate import MemoryGate
from .judging import REDIRECTS, judge, redirected
from .policy import CallPolicy
from .redaction import Redactor
from .request import Call, check_headers, encode, headers_of, pairs
from .urls import check_url, escaped, origin, with_query

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SUCCESS = range(200, 300)
USER_AGENT = "odoo-logistics-suite"
#: Pauses between attempts: the first and the longest, in seconds.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
_METHOD = re.compile(r"[A-Z]{1,16}\Z")


class HttpClient:
    """Calls one partner; one instance for each thread.

    :param base_url: ``https://host[:port][/path]``; paths of requests are appended.
    :param CallPolicy policy: how far a call may go.
    :param Gate gate: the permits and the circuit breaker before the partner.
    :param Auth auth: who we are there.
    :param secrets: further texts that must not be kept or shown.
    :param clock: seconds, never going back. :param now: returns an aware datetime.
    :param sleep: waits so many seconds. :param random: returns a number from 0 to 1.
    :param resolve: as ``socket.getaddrinfo``.
    :ivar exchanges: every attempt, the oldest first, without secrets.
    """

    def __init__(
        self,
        base_url,
        *,
        policy=None,
        gate=None,
        auth=None,
        secrets=(),
        clock=time.monotonic,
        now=lambda: datetime.now(timezone.utc),
        sleep=time.sleep,
        random=random_module.random,
        resolve=socket.getaddrinfo,
    ):
        self.base_url = check_url(base_url)
        self.policy = policy or CallPolicy()
        self.gate = gate or MemoryGate()
        self.exchanges = []
        self._auth = auth or Auth()
        self._secrets = tuple(secrets)
        self._clock = clock
        self._now = now
        self._sleep = sleep
        self._random = random
        self._resolve = resolve
        self._until = float("inf")
        self._channel = self._new_channel()

    def _new_channel(self):
        return Channel(self.policy, clock=self._clock, resolve=self._resolve)

    def with_deadline(self, seconds):
        """Return a client whose calls, all together, end within ``seconds`` from now.

        It shares gate, login and record with this one, and no connection.
        """
        other = copy.copy(self)
        other._until = min(self._until, self._clock() + seconds)
        other._channel = self._new_channel()
        return other

    def at(self, base_url):
        """Return a client of another host of the same partner.

        It shares gate, login and record with this one, and no connection.

        :raise ValueError: if it is no address that can be called.
        """
        other = copy.copy(self)
        other.base_url = check_url(base_url)
        other._channel = self._new_channel()
        return other

    def redactor(self):
        """Return what takes our secrets out of what the partner says."""
        return Redactor((*self._secrets, *self._auth.secrets))

    def close(self):
        """Let go of the connection; the client can be used again."""
        self._channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def request(
        self,
        method,
        path,
        *,
        json=None,
        form=None,
        content=None,
        content_type=None,
        headers=None,
        params=None,
        repeatable=None,
        changes=None,
        expect=SUCCESS,
        timeout=None,
    ):
        """Make a request and return the partner's :class:`Answer`.

        :param path: appended to the base; a whole address must be the base's host's.
        :param json: what is sent as JSON. :param form: mapping or pairs, sent as a form.
        :param content: bytes, sent as ``content_type``.
        :param headers: mapping. :param params: mapping or pairs of the address's query.
        :param repeatable: whether making it twice does no harm. Unless it is said, that
            is so for GET, HEAD and OPTIONS. What is not is never repeated, unless it
            surely had no effect.
        :param changes: whether something happens at the partner, so that a lost answer
            is ``uncertain`` even where the request may be made again. Unless it is
            said, that is so for what may not be repeated.
        :param expect: the statuses that are a success.
        :param timeout: seconds of silence, instead of the policy's.
        :raise CallError: for anything else than an expected answer.
        :raise ValueError: if the request itself is wrong.
        """
        if not _METHOD.match(method):
            raise ValueError(f"{method!r} is no method")
        if repeatable is None:
            repeatable = method in SAFE_METHODS
        payload, kind = encode(json, form, content, content_type)
        own = {"Content-Type": kind} if kind else {}
        call = Call(
            method=method,
            url=self._address(path),
            params=pairs(params),
            headers=headers_of({**own, **dict(headers or {})}),
            body=payload,
            repeatable=repeatable,
            changes=not repeatable if changes is None else changes,
            expect=expect,
            timeout=timeout,
        )
        return self._make(call)

    def fetch(self, url, *, expect=SUCCESS, timeout=None):
        """Return the :class:`Answer` to a GET of an address a partner gave us.

        For documents that lie on another host: nothing that shows who we are is sent
        along, and addresses inside our own network are refused like any other.

        :raise CallError: as :meth:`request` does, and where it is no address.
        """
        try:
            url = check_url(url)
        except ValueError as error:
            raise CallError("forbidden_address", str(error)) from None
        call = Call(
            method="GET",
            url=url,
            params=[],
            headers={},
            body=None,
            repeatable=True,
            changes=False,
            expect=expect,
            timeout=timeout,
            is_foreign=origin(url) != origin(self.base_url),
        )
        return self._make(call)

    # Attempts

    def _make(self, call):
        call.deadline_at = min(self._until, self._clock() + self.policy.deadline)
        attempt, renewed = 0, False
        while True:
            attempt += 1
            try:
                return self._attempt(call, attempt)
            except CallError as error:
                failure = error
            if (
                failure.category == "unauthorized"
                and not renewed
                and not call.is_foreign
            ):
                # A token that was withdrawn early; another one is due at once.
                renewed = True
                if failure.status == 401 and self._auth.rejected():
                    continue
            if attempt >= self.policy.max_attempts or not self._may_repeat(
                call, failure
            ):
                raise failure
            pause = self._pause(attempt, failure)
            if self._clock() + pause >= call.deadline_at:
                raise failure
            self._sleep(pause)

    def _may_repeat(self, call, failure):
        # Our own gate and clock have said no for the whole time there is.
        if failure.category in ("circuit_open", "deadline") or not failure.may_pass:
            return False
        if failure.category == "throttled" and failure.status is None:
            return False
        return call.repeatable or failure.nothing_happened

    def _pause(self, attempt, failure):
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
        return max(pause * (0.5 + self._random() / 2), failure.retry_after or 0.0)

    def _attempt(self, call, attempt):
        """Make one attempt, redirects included; the gate learns how it went."""
        headers, params = self._dress(call)
        self._acquire(call)
        redirects = 0
        url = call.url
        while True:
            answer = self._exchange(call, url, headers, params, attempt)
            if answer.status not in REDIRECTS or answer.status in call.expect:
                return answer
            redirects += 1
            url, params = self._redirected(call, url, answer, redirects), []

    def _redirected(self, call, url, answer, redirects):
        try:
            return redirected(call, url, answer, redirects)
        except CallError as error:
            exchange = self.exchanges[-1]
            exchange.error, exchange.message = error.category, str(error)
            raise

    def _dress(self, call):
        headers = {
            "Accept": "*/*",
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "gzip, deflate",
            **call.headers,
        }
        params = list(call.params)
        if not call.is_foreign:
            self._auth.apply(headers, params, self._left(call))
            _check_login(headers)
        return headers, params

    def _acquire(self, call):
        left = self._left(call)
        if not call.is_foreign:
            self.gate.acquire(left)

    def _left(self, call):
        left = call.deadline_at - self._clock()
        if left <= 0:
            raise CallError("deadline", "There was no time left for the call.")
        return left

    def _exchange(self, call, url, headers, params, attempt):
        redactor = self.redactor()
        exchange = Exchange(
            method=call.method,
            url=redactor.url(with_query(url, params)),
            request_headers=redactor.headers(headers.items()),
            request_body=redactor.body(call.body or b"", headers.get("Content-Type")),
            started_at=self._now(),
            attempt=attempt,
            changes=call.changes,
        )
        self.exchanges.append(exchange)
        started = self._clock()
        try:
            answer = self._channel.send(call, with_query(url, params), headers)
            exchange.status = answer.status
            exchange.response_headers = redactor.headers(answer.headers.items())
            exchange.response_body = redactor.body(answer.content, answer.content_type)
            judge(call, answer, redactor, self._now())
        except CallError as error:
            self._tell_gate(call, error)
            exchange.error, exchange.message = error.category, str(error)
            exchange.status = error.status
            raise
        except BaseException:
            if not call.is_foreign:
                self.gate.withdraw()
            self.exchanges.remove(exchange)
            raise
        finally:
            exchange.dns_seconds = self._channel.wire.dns_seconds
            exchange.connect_seconds = self._channel.wire.connect_seconds
            exchange.total_seconds = self._clock() - started
        if not call.is_foreign:
            self.gate.succeeded()
        return answer

    def _tell_gate(self, call, error):
        if call.is_foreign:
            return
        if error.category == "forbidden_address" or call.is_hasty:
            return self.gate.withdraw()
        if error.retry_after and error.category == "throttled":
            self.gate.slow_down(error.retry_after)
        if error.category in ("unreachable", "uncertain", "deadline"):
            self.gate.failed()
        else:
            self.gate.succeeded()

    def _address(self, path):
        if urlsplit(path).scheme or path.startswith("//"):
            if origin(path) != origin(self.base_url):
                raise CallError(
                    "forbidden_address", "The address is not one of the partner's."
                )
            return check_url(path)
        url = self.base_url
        if path:
            url = f"{url.rstrip('/')}/{path.lstrip('/')}"
        return check_url(escaped(url))


def _check_login(headers):
    """Refuse a login that cannot be sent; what it holds is told nobody."""
    try:
        check_headers(headers)
    except ValueError as error:
        raise CallError(
            "unauthorized",
            f"Our login cannot be sent: {error}. Enter the credential anew.",
        ) from None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Connections that know whom they may reach and when time is up."""

import contextlib
import http.client
import io
import queue
import selectors
import socket
import ssl
import threading
from functools import lru_cache

from ..call_errors import CallError
from .addresses import is_internal

_PEM = "-----BEGIN "


class Wire:
    """What the connections of one client share.

    :ivar sent: whether any byte of the request in hand has left us.
    :ivar dns_seconds, connect_seconds: what the connection in hand took; 0 where one
        that stood already is used.
    """

    def __init__(self, policy, *, clock, resolve):
        self.policy = policy
        self.clock = clock
        self.resolve = resolve
        self.deadline_at = float("inf")
        self.read_timeout = policy.read_timeout
        self.begin(self.deadline_at)

    def begin(self, deadline_at, read_timeout=None):
        """Start an attempt that must be over at ``deadline_at`` of the clock."""
        self.deadline_at = deadline_at
        self.read_timeout = read_timeout or self.policy.read_timeout
        self.sent = False
        self.dns_seconds = self.connect_seconds = 0.0

    def remaining(self):
        """Return the seconds that are left.

        :raise TimeoutError: if there are none.
        """
        left = self.deadline_at - self.clock()
        if left <= 0:
            raise TimeoutError("the time for the call is over")
        return left

    def patience(self):
        """Return how long to wait for the next byte, in seconds."""
        return min(self.read_timeout, self.remaining())

    def open(self, host, port):
        """Return a socket to one of the host's addresses, all of which were judged.

        :raise CallError: if the host may not be called.
        :raise OSError: if there is no such name or no connection.
        """
        started = self.clock()
        until = started + min(self.policy.connect_timeout, self.remaining())
        found = self._look_up(host, port, until - started)
        self.dns_seconds = self.clock() - started
        self._judge(host, port, found)
        trouble = OSError("the name has no address")
        for family, kind, protocol, _name, address in found:
            try:
                return self._connect(family, kind, protocol, address, until)
            except OSError as error:
                trouble = error
        raise trouble

    def _look_up(self, host, port, patience):
        # The system's resolver knows no time limit.
        answers = queue.SimpleQueue()

        def look_up():
            try:
                answers.put(self.resolve(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            found = answers.get(timeout=patience)
        except queue.Empty:
            raise socket.gaierror("the name was not resolved in time") from None
        if isinstance(found, UnicodeError):
            raise socket.gaierror("the name cannot be one") from None
        if isinstance(found, OSError):
            raise found
        return found

    def _judge(self, host, port, found):
        # One bad address condemns the name: no partner has both kinds.
        for *_kind, address in found:
            if is_internal(address[0]) and not self.policy.allow_internal.allow(
                host, address[0], port
            ):
                raise CallError(
                    "forbidden_address",
                    f"{host} is an address inside our own network. Calls there are "
                    "refused unless both the integration and the server's owner "
                    "allow it.",
                )

    def _connect(self, family, kind, protocol, address, until):
        left = until - self.clock()
        if left <= 0:
            raise TimeoutError("the connection took too long")
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(left)
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            sock.close()
            raise
        return sock


@lru_cache(maxsize=32)
def tls_context(verify):
    """Return the context that proves who a partner is; made once, it is costly."""
    if verify is True:
        context = ssl.create_default_context()
    elif _PEM in verify:
        context = ssl.create_default_context(cadata=verify)
    else:
        context = ssl.create_default_context(cafile=verify)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def check_certificates(pem):
    """Check that a text holds certificates that can be trusted, and no key.

    :raise ValueError: if not.
    """
    if "PRIVATE KEY" in pem:
        raise ValueError("a private key is kept secret, and is not needed here")
    try:
        # Without any text it would be the system's authorities.
        ssl.create_default_context(cadata=pem or "-")
    except (TypeError, ValueError, ssl.SSLError):
        raise ValueError("there is no certificate in it that can be read") from None


class Connection(http.client.HTTPConnection):
    """A connection over a :class:`Wire`, with TLS where the scheme asks for it."""

    def __init__(self, wire, scheme, host, port):
        super().__init__(host, port)
        self.origin = scheme, host, port
        self._wire = wire
        self._is_secure = scheme == "https"
        self.default_port = 443 if self._is_secure else 80

    def connect(self):
        """Connect, within the time that is left."""
        wire = self._wire
        started = wire.clock()
        sock = wire.open(self.host, self.port)
        if self._is_secure:
            sock = self._secure(sock)
        self.sock = _BoundedSocket(sock, wire)
        wire.connect_seconds = wire.clock() - started - wire.dns_seconds

    def _secure(self, sock):
        sock.settimeout(min(self._wire.policy.connect_timeout, self._wire.remaining()))
        try:
            # The name is what the certificate must be for, whatever the address.
            return tls_context(self._wire.policy.verify).wrap_socket(
                sock, server_hostname=self.host
            )
        except BaseException:
            sock.close()
            raise

    def is_usable(self):
        """Tell whether it stands still: the other end has neither closed nor spoken."""
        if self.sock is None:
            return False
        # Not select(): it knows no more than 1024 open files.
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            return not selector.select(0)


class _BoundedSocket:
    """A socket on which no single read or write outlives the deadline."""

    def __init__(self, sock, wire):
        self._sock = sock
        self._wire = wire

    def __getattr__(self, name):
        return getattr(self._sock, name)

    def sendall(self, content):
        self._sock.settimeout(self._wire.patience())
        self._wire.sent = True
        self._sock.sendall(content)

    def makefile(self, mode):
        raw = self._sock.makefile(mode, 0)
        return io.BufferedReader(_BoundedStream(raw, self._sock, self._wire))


class _BoundedStream(io.RawIOBase):
    def __init__(self, raw, sock, wire):
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._wire = wire

    def readable(self):
        return True

    def readinto(self, buffer):
        patience = self._wire.patience()
        with contextlib.suppress(OSError):
            # Closed meanwhile: reading tells.
            self._sock.settimeout(patience)
        return self._raw.readinto(buffer)

    def close(self):
        super().close()
        self._raw.close()

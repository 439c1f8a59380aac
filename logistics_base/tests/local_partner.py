# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A partner on this machine: a real HTTP server that answers what it is told to.

Plain Python, so that tests without a database use it, too.
"""

import contextlib
import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Request:
    """What the partner was asked; ``headers`` knows names in any case."""

    method: str
    path: str
    headers: object
    body: bytes

    def json(self):
        """Return the body read as JSON."""
        return json.loads(self.body)


@dataclass
class Reply:
    """What the partner answers.

    :ivar raw: bytes sent instead of a proper answer; the connection is closed then.
    :ivar drip: seconds between single bytes of ``raw``.
    :ivar hang: an event to wait for before anything is answered.
    """

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    raw: bytes | None = None
    drip: float = 0.0
    hang: threading.Event | None = None

    @classmethod
    def json(cls, value, status=200, **headers):
        """Return a reply in JSON."""
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        return cls(
            status,
            json.dumps(value).encode(),
            {"Content-Type": "application/json", **headers},
        )


class LocalPartner:
    """``with LocalPartner() as partner``: answers ``partner.replies`` one by one.

    A reply is a :class:`Reply` or a function of the :class:`Request` that returns one.
    The last one is given for ever after; with none the partner says ``{}``.

    :ivar requests: what was asked, in order.
    """

    def __init__(self, *replies, certificate=None):
        self.replies = list(replies)
        self.requests = []
        self.connections = 0
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.partner = self
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
            self.scheme = "https"

    @property
    def port(self):
        return self._server.server_address[1]

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def __enter__(self):
        # Shutting down waits for this.
        serve = {"poll_interval": 0.01}
        threading.Thread(
            target=self._server.serve_forever, kwargs=serve, daemon=True
        ).start()
        return self

    def __exit__(self, *_error):
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request):
        """Return the reply to a request; subclasses may decide otherwise."""
        with self.lock:
            self.requests.append(request)
            reply = self.replies.pop(0) if len(self.replies) > 1 else None
            if reply is None:
                reply = self.replies[0] if self.replies else Reply.json({})
        return reply(request) if callable(reply) else reply


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # One that hangs on purpose must not be waited for.
    block_on_close = False
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body in one packet: nobody waits for a delayed acknowledgement.
    wbufsize = -1

    @property
    def partner(self):
        return self.server.partner

    def setup(self):
        super().setup()
        with self.partner.lock:
            self.partner.connections += 1

    def handle(self):
        with contextlib.suppress(OSError):
            super().handle()

    def finish(self):
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, *_arguments):
        """Tests are quiet."""

    def _serve(self):
        size = int(self.headers.get("Content-Length") or 0)
        content = self.rfile.read(size)
        reply = self.partner.answer(
            Request(self.command, self.path, self.headers, content)
        )
        if reply.hang:
            reply.hang.wait(60)
        if reply.raw is None:
            self._send(reply)
        else:
            self._send_raw(reply)

    def _send(self, reply):
        self.send_response(reply.status)
        headers = {"Content-Length": len(reply.body), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _send_raw(self, reply):
        self.close_connection = True
        step = 1 if reply.drip else len(reply.raw) or 1
        for start in range(0, len(reply.raw), step):
            self.wfile.write(reply.raw[start : start + step])
            self.wfile.flush()
            if self.partner.stopped.wait(reply.drip):
                return

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _serve

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A recording HTTP receiver: stands in for Odoo, answers as it is told."""

import json
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Received(NamedTuple):
    path: str
    headers: object
    body: bytes

    @property
    def content(self):
        return json.loads(self.body)


class Receiver(ThreadingHTTPServer):
    """Accepts what it has not seen; ``answers`` are given first, one a request."""

    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), _Handler)
        self.received = []
        self.answers = []
        self.connections = 0
        self.bodies = Counter()
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def process_request(self, request, client_address):
        self.connections += 1
        super().process_request(request, client_address)

    def take(self, received):
        """Record a request; return the status, headers and content of the answer."""
        with self.lock:
            self.received.append(received)
            if self.answers:
                return self.answers.pop(0)
            self.bodies[received.body] += 1
            if self.bodies[received.body] > 1:
                return 200, {}, {"id": 1, "status": "duplicate"}
            return 202, {}, {"id": 1, "status": "accepted"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, headers, content = self.server.take(
            Received(self.path, self.headers, body)
        )
        answer = json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def receiving(port=0):
    """Yield a receiver that runs in a thread."""
    receiver = Receiver(port)
    thread = threading.Thread(target=receiver.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()

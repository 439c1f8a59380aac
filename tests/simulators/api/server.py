# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The HTTP server of the carriers that are called, each below its own path."""

import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from .exchange import Answer, Request

_logger = logging.getLogger(__name__)

LARGEST_BODY = 20 * 1024 * 1024
HUGE = 64 * 1024 * 1024
PAGE = b"<!doctype html><html><title>Maintenance</title><h1>Back soon</h1></html>"


class ApiServer:
    """Serves carriers on ``127.0.0.1``; port 0 takes a free one.

    :param apis: integration code -> its api; ``/<code>/...`` is handed to it.
    """

    def __init__(self, apis, port=0):
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.apis = apis
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), daemon=True, name="api"
        )

    def start(self):
        """Begin to answer."""
        self._thread.start()

    def close(self):
        """Stop answering and free the port."""
        self._server.stopped.set()
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, *args):
        super().__init__(*args)
        self.stopped = threading.Event()

    def handle_error(self, request, client_address):
        _logger.debug("a caller went away", exc_info=True)


class _Cut(Exception):
    """The connection is to be cut."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "SandboxCarrier"
    timeout = 60

    def do_GET(self):
        self._serve()

    do_POST = do_PUT = do_DELETE = do_GET

    def _serve(self):
        body = self._read()
        target = urlsplit(self.path)
        code, _slash, path = target.path.lstrip("/").partition("/")
        api = self.server.apis.get(code)
        if body is None or not api:
            self.close_connection = body is None
            self._send(Answer(413 if body is None else 404, {"error": "not here"}))
            return
        request = Request(
            method=self.command,
            path=f"/{path}",
            query={k: v[0] for k, v in parse_qs(target.query).items()},
            headers=self.headers,
            body=body,
        )
        try:
            self._answer(api, request)
        except _Cut:
            self._cut()

    def _read(self):
        length = self.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return None
        return self.rfile.read(int(length))

    def _answer(self, api, request):
        fault = api.faults.strike(request.method, request.path)
        if fault and not fault.is_late:
            answer = self._instead(fault)
            if answer:
                self._send(answer)
                return
        answer = api.answer(request, fault)
        self._send_with(fault if fault and fault.is_late else None, answer)

    def _instead(self, fault):
        """Return what is answered instead of working; None to work all the same."""
        if fault.kind == "cut":
            raise _Cut
        if fault.kind == "hang":
            self.server.stopped.wait(fault.seconds)
            return None
        make = _INSTEAD.get(fault.kind)
        return make(fault) if make else None

    def _send_with(self, fault, answer):
        """Send an answer the way a fault has it."""
        kind = fault and fault.kind
        if kind == "cut":
            raise _Cut
        if kind == "hang":
            self.server.stopped.wait(fault.seconds)
        if kind == "malformed":
            body = answer.encoded()
            answer = Answer(answer.status, body=body[: max(1, len(body) // 2)])
        elif kind == "huge":
            answer = Answer(answer.status, body=b'{"padding":"' + b"x" * HUGE + b'"}')
        elif kind in ("error", "html"):
            answer = _INSTEAD[kind](fault)
        self._send(answer, fault.seconds if kind == "trickle" else 0)

    def _send(self, answer, seconds=0.0):
        body = answer.encoded()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if seconds:
            self._drip(body, seconds)
        else:
            self.wfile.write(body)

    def _drip(self, body, seconds):
        count = max(1, min(len(body), int(seconds * 4)))
        size = -(-len(body) // count)
        for start in range(0, len(body), size):
            if self.server.stopped.wait(seconds / count):
                return
            self.wfile.write(body[start : start + size])
            self.wfile.flush()

    def _cut(self):
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, template, *args):
        _logger.debug(template, *args)


def _retry(status):
    def make(fault):
        waiting = {"Retry-After": f"{fault.seconds:g}"}
        return Answer(status, {"error": "too much at once"}, waiting)

    return make


_INSTEAD = {
    "error": lambda fault: Answer(fault.status, {"error": "internal error"}),
    "html": lambda fault: Answer(200, body=PAGE, content_type="text/html"),
    "error_body": lambda fault: Answer(
        200, {"error": {"code": "E500", "message": "The service is not available."}}
    ),
    "redirect": lambda fault: Answer(307, None, {"Location": fault.location}),
    "throttle": _retry(429),
    "unavailable": _retry(503),
    "unauthorized": lambda fault: Answer(401, {"error": "unauthorized"}),
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The control API: JSON over HTTP, on this machine only."""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .carrier import NotPossible
from .commands import COMMANDS, describe
from .config import ConfigError
from .dialects import DialectError
from .fields import FieldError
from .warehouse.commands import WAREHOUSE_COMMANDS

_logger = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024
ALL_COMMANDS = COMMANDS | WAREHOUSE_COMMANDS


class ControlServer:
    """Serves one simulator on ``127.0.0.1``; port 0 takes a free one."""

    def __init__(self, simulator, port=0):
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.simulator = simulator
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), daemon=True, name="control"
        )

    def start(self):
        """Begin to answer."""
        self._thread.start()

    def close(self):
        """Stop answering and free the port."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


_REPORTS = {
    "/status": lambda simulator: simulator.status(),
    "/ledger": lambda simulator: {
        **{code: api.book.summary() for code, api in simulator.apis.items()},
        **{code: each.ledger() for code, each in simulator.warehouses.items()},
    },
    "/faults": lambda simulator: {
        code: each.faults.as_json()
        for code, each in (
            *simulator.apis.items(),
            *simulator.edi.items(),
            *simulator.subscribers.items(),
            *simulator.warehouses.items(),
        )
    },
    "/deliveries": lambda simulator: {
        code: each.deliveries() for code, each in simulator.subscribers.items()
    },
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "SimulatedCarrier"
    timeout = 30

    def do_GET(self):
        if self.path == "/":
            self._answer(200, describe(ALL_COMMANDS))
        elif report := _REPORTS.get(self.path):
            self._answer(200, report(self.server.simulator))
        else:
            self._refuse(404, f"There is no {self.path}; GET / lists what there is.")

    def do_POST(self):
        body = self._read()
        if body is None:
            return
        command = ALL_COMMANDS.get(self.path)
        if not command:
            self._refuse(404, f"There is no {self.path}; GET / lists what there is.")
            return
        try:
            status, content = command.run(self.server.simulator, json.loads(body))
        except (FieldError, ConfigError) as error:
            self._refuse(400, str(error))
        except ValueError as error:
            self._refuse(*_not_possible(error))
        else:
            self._answer(status, content)

    def _read(self):
        """Return the body; None once it has been refused.

        Requiring JSON keeps web pages in the developer's browser out.
        """
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        kind = self.headers.get_content_type()
        if not 0 <= length <= LARGEST_BODY:
            self.close_connection = True
            self._refuse(413, "The body is too large.")
        elif kind != "application/json":
            self.close_connection = True
            self._refuse(415, "Send application/json.")
        else:
            return self.rfile.read(length)
        return None

    def _refuse(self, status, error):
        self._answer(status, {"error": error})

    def _answer(self, status, content):
        body = json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, template, *args):
        _logger.debug(template, *args)


def _not_possible(error):
    if isinstance(error, NotPossible):
        return error.status, str(error)
    if isinstance(error, DialectError):
        return 422, str(error)
    if isinstance(error, json.JSONDecodeError):
        return 400, "The body is not JSON."
    raise error

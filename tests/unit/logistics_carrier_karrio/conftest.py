# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A carrier that answers over real HTTP, and Karrio's process to ask it."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def karrio_python():
    """The interpreter that has Karrio, as the set-up makes it."""
    named = os.environ.get("LOGISTICS_KARRIO_PYTHON")
    return named or str(ROOT / ".odoo" / "karrio-venv" / "bin" / "python")


class FakeCarrier:
    """What the test lets a carrier answer, and what it was asked."""

    def __init__(self):
        self.asked = []
        self.answers = {}
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer()

            do_POST = do_DELETE = do_PUT = do_GET

            def _answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                path = self.path.split("?")[0]
                carrier.asked.append((self.command, path, dict(self.headers), body))
                status, answer = carrier.answer(path)
                content = (
                    answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                )
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, path):
        return next(
            (given for start, given in self.answers.items() if path.startswith(start)),
            (404, {"error": "unknown"}),
        )

    def asked_for(self, start):
        """Return the requests whose path begins so."""
        return [one for one in self.asked if one[1].startswith(start)]

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def carrier():
    """A carrier at a local address."""
    carrier = FakeCarrier()
    yield carrier
    carrier.close()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run it: ``python -m tests.simulators.easypost_api --port 8092 --api-key KEY``.

Its address is then ``http://127.0.0.1:8092/easypost/v2``; ``GET /easypost/_ledger``
tells what was bought, ``POST /easypost/_faults {"kind": "cut", "after": true, "path":
"*/buy"}`` makes it misbehave.
"""

import argparse
import signal
import threading

import tests.plain  # noqa: F401  makes the plain floor importable
from tests.simulators.api.server import ApiServer

from .desk import EasyPost


def main(arguments=None):
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--api-key", default="EZTKsimulated")
    options = parser.parse_args(arguments)
    desk = EasyPost(options.api_key)
    server = ApiServer({"easypost": desk}, options.port)
    desk.file_base = f"{server.url}/easypost"
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stopped.set())
    server.start()
    print(f"{desk.file_base}/v2", flush=True)
    stopped.wait()
    server.close()


if __name__ == "__main__":
    main()

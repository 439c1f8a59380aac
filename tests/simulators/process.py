# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The simulators as a process of their own, for tests that call, kill and restart it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Nobody listens there: what would be told is lost, and soon given up.
NOWHERE = "http://127.0.0.1:9"
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
PATIENCE = 20


def called(integration="sandbox", dialect="standard_webhooks", **api):
    """Return the description of a partner that is called.

    :param api: how it treats its customer, see the README.
    """
    account = {
        "number": "SBX-0001",
        "api_key": "the key of a test",
        "client_id": "the client of a test",
        "client_secret": "the secret of a test",
    }
    return {
        "integration": integration,
        "dialect": dialect,
        "secret": SECRET,
        "api": account | api,
    }


class SimulatorProcess:
    """One process; its ports and its ledger stay the same when it starts anew.

    :param partners: descriptions as in the configuration file.
    :param edi: the same of partners that speak EDI.
    :param subscribers: the same of those that Odoo tells.
    :param warehouses: the same of warehouses.
    """

    def __init__(
        self,
        folder,
        partners,
        *,
        edi=(),
        subscribers=(),
        warehouses=(),
        odoo=NOWHERE,
        speed=1.0,
        seed=1,
    ):
        self._folder = Path(folder)
        self._odoo, self._speed, self._seed = odoo, speed, seed
        self._ports = {"control": 0, "api": 0}
        self._process = None
        is_called = subscribers or warehouses or any("api" in each for each in partners)
        self._last_told = "api" if is_called else "control"
        content = json.dumps(
            {
                "partners": partners,
                "edi": list(edi),
                "subscribers": list(subscribers),
                "warehouses": list(warehouses),
            }
        )
        (self._folder / "partners.json").write_text(content)

    def start(self):
        """Start it and wait until it listens."""
        command = [sys.executable, "-m", "tests.simulators", "--odoo", self._odoo]
        options = {
            "--config": self._folder / "partners.json",
            "--ledger": self._folder / "ledger.sqlite",
            "--speed": self._speed,
            "--seed": self._seed,
            "--control-port": self._ports["control"],
            "--api-port": self._ports["api"],
        }
        words = [str(word) for pair in options.items() for word in pair]
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [*command, *words],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        for line in self._process.stdout:
            name, _space, url = line.decode().partition(" ")
            if name in self._ports:
                self._ports[name] = int(url.rpartition(":")[2])
            if name == self._last_told:
                return
        raise RuntimeError((self._folder / "log").read_text())

    def stop(self, how=signal.SIGTERM):
        """End it; with SIGKILL at once, in the middle of whatever it does."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process.stdout.close()
            self._process = None

    @property
    def control_url(self):
        return f"http://127.0.0.1:{self._ports['control']}"

    def api_url(self, integration="sandbox"):
        """Return the base address of a partner that is called."""
        return f"http://127.0.0.1:{self._ports['api']}/{integration}"

    def ask(self, path, /, **values):
        """Return what the control API answers; what has values is posted."""
        body = json.dumps(values).encode() if values else None
        request = urllib.request.Request(
            f"{self.control_url}/{path}", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def fault(self, kind, integration="sandbox", **values):
        """Let a partner misbehave; see the README for the kinds."""
        return self.ask("faults", integration=integration, kind=kind, **values)

    def behave(self, integration="sandbox"):
        """Let a partner misbehave no more."""
        self.ask("behave", integration=integration)

    def ledger(self, integration="sandbox"):
        """Return what a partner has on its books, by key and by state."""
        return self.ask("ledger")[integration]


@contextmanager
def process(partners, **options):
    """Yield a running SimulatorProcess in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="simulators-") as folder:
        running = SimulatorProcess(folder, partners, **options)
        running.start()
        try:
            yield running
        finally:
            running.stop()

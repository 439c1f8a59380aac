# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real Odoo processes: servers to post to, and workers to command."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH_ADDONS = ROOT / "tests" / "bench" / "addons"


def free_port():
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(*arguments):
    return [str(ROOT / "setup" / "odoo"), *map(str, arguments)]


def _addons_path():
    return f"--addons-path={ROOT},{BENCH_ADDONS}"


def environment():
    """Return the environment of the processes, with a key for credentials."""
    # Only for this run's databases, which are dropped after it.
    key = "YmVuY2htYXJrLWtleS1ub3QtYS1zZWNyZXQtMDAwMDA="
    return {
        **os.environ,
        "LOGISTICS_KEYS": os.environ.get("LOGISTICS_KEYS") or key,
        "LOGISTICS_INTERNAL_HOSTS": "127.0.0.1",
    }


def fresh(database, *addons):
    """Make the database anew with the addons; return its name."""
    drop(database)
    subprocess.run(
        _command(
            "-d",
            database,
            _addons_path(),
            "-i",
            ",".join(addons),
            "--stop-after-init",
            "--log-level=warn",
        ),
        check=True,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    return database


def drop(database):
    """Drop a database of these tests."""
    subprocess.run(
        _command("db", "drop", database),
        cwd=ROOT,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def duplicate(database, copy):
    """Make a copy of a database of these tests; return its name."""
    drop(copy)
    subprocess.run(
        _command("db", "duplicate", database, copy),
        cwd=ROOT,
        check=True,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return copy


class Server:
    """A server on a port of its own; ``crons``: how many cron threads drain.

    :param port: where partners know it; a free one if not told.
    """

    def __init__(self, database, *, crons, port=None):
        self.port = port or free_port()
        self._process = subprocess.Popen(
            _command(
                "-d",
                database,
                _addons_path(),
                f"--http-port={self.port}",
                f"--max-cron-threads={crons}",
                "--workers=0",
                "--log-level=error",
            ),
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self._wait()
        except RuntimeError:
            self.kill()
            raise

    def _wait(self):
        url = f"http://127.0.0.1:{self.port}/web/health"
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError("the server ended before it answered")
            try:
                urllib.request.urlopen(url, timeout=2)
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        raise RuntimeError("the server does not answer")

    def kill(self):
        """End it as a crash does: at once, wherever it is."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self):
        """End it as an administrator does."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def server(database, *, crons):
    """Run a server; yield its port."""
    running = Server(database, crons=crons)
    try:
        yield running.port
    finally:
        running.stop()


class Worker:
    """A process in Odoo's environment that does what it is told."""

    def __init__(self, database):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.worker", database, _addons_path()],
            cwd=ROOT,
            env={"ODOO_RC": str(ROOT / ".odoo" / "odoo.conf"), **environment()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, command, **arguments):
        """Give a command without waiting for its answer."""
        self._process.stdin.write(json.dumps([command, arguments]) + "\n")
        self._process.stdin.flush()

    def answer(self):
        """Return the answer to the oldest command."""
        for line in self._process.stdout:
            if line.startswith("{"):
                found = json.loads(line)
                if "error" in found:
                    raise RuntimeError(found["error"])
                return found["result"]
        raise RuntimeError("the worker ended")

    def call(self, command, **arguments):
        """Give a command and return its answer."""
        self.start(command, **arguments)
        return self.answer()

    def kill(self):
        """End it as a crash does: at once, wherever it is."""
        self._process.kill()
        self._process.wait()

    def close(self):
        self._process.stdin.close()
        self._process.wait(30)

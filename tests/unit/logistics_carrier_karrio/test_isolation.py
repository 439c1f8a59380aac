# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Karrio's SDK does to a process does not happen, here or in its own."""

import json
import ssl
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from logistics_carrier_karrio.carriers.worker_process import (
    SERVE,
    WorkerFailure,
    WorkerProcess,
)
from logistics_carrier_karrio.worker.isolation import MEMORY_LIMIT

TRACK = {
    "operation": "track",
    "carrier": "ups",
    "settings": {"client_id": "a", "client_secret": "b", "test_mode": True},
    "request": {"tracking_numbers": ["1Z1"]},
}


@pytest.fixture
def worker(karrio_python):
    worker = WorkerProcess(karrio_python)
    yield worker
    worker.kill()


def run_isolated(python, script):
    """Run a script where Karrio's process lives; return what it prints as JSON."""
    head = f"import sys, json; sys.path.insert(0, {str(SERVE.parent)!r})\n"
    done = subprocess.run(
        [python, "-I", "-c", head + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_importing_karrio_alone_turns_off_certificate_checks(karrio_python):
    """The defect is still there: were it mended, the mend here could go."""
    found = run_isolated(
        karrio_python,
        """
        import ssl
        import karrio.core.utils.helpers
        print(json.dumps(ssl._create_default_https_context().verify_mode))
        """,
    )
    assert found == ssl.CERT_NONE


def test_certificates_are_checked_in_karrios_own_process(karrio_python):
    found = run_isolated(
        karrio_python,
        """
        import ssl, isolation
        isolation.mend_karrio(None)
        print(json.dumps(ssl._create_default_https_context().verify_mode))
        """,
    )
    assert found == ssl.CERT_REQUIRED


def test_nothing_reaches_the_network_by_itself(karrio_python, carrier):
    found = run_isolated(
        karrio_python,
        f"""
        import isolation
        isolation.shut_network()
        isolation.mend_karrio(None)
        import http.client, socket, urllib.request
        def tried(reach):
            try:
                reach()
            except OSError as error:
                return str(error)
            return "reached"
        port = {carrier.url.rsplit(":", 1)[1]}
        print(json.dumps([
            tried(lambda: urllib.request.urlopen({carrier.url!r})),
            tried(lambda: http.client.HTTPConnection("127.0.0.1", port).connect()),
            tried(lambda: socket.socket().connect(("127.0.0.1", port))),
            tried(lambda: socket.getaddrinfo("localhost", port)),
        ]))
        """,
    )
    assert all("the process that asked" in text for text in found)
    assert carrier.asked == []


def test_where_sentry_could_be_imported_it_is_not(karrio_python, tmp_path):
    """With it Karrio sends a failed POST again: a label would be bought twice."""
    (tmp_path / "sentry_sdk.py").write_text("start_span = None")
    found = run_isolated(
        karrio_python,
        f"""
        sys.path.insert(0, {str(tmp_path)!r})
        import isolation
        sent = []
        def urlopen(request, timeout=None):
            sent.append(request.get_method())
            raise OSError("cut off")
        isolation.mend_karrio(urlopen)
        from karrio import lib
        try:
            lib.request(url="https://carrier.example/ship", method="POST", data="{{}}")
        except OSError:
            pass
        print(json.dumps(sent))
        """,
    )
    assert found == ["POST"]


def test_this_process_never_sees_karrio(worker):
    before = ssl._create_default_https_context

    worker.call({"operation": "carriers"}, None, 30)

    assert ssl._create_default_https_context is before
    assert not [
        name for name in sys.modules if name.split(".")[0] in ("karrio", "PyPDF2")
    ]


def test_the_carriers_that_are_installed_are_told(worker):
    found = worker.call({"operation": "carriers"}, None, 30)

    assert {"ups", "fedex", "dpd"} <= set(found["details"])


def test_a_carrier_tells_what_it_needs_and_can_do(worker):
    found = worker.call({"operation": "describe", "carrier": "ups"}, None, 30)[
        "details"
    ]

    needed = {one["name"] for one in found["settings"] if one["required"]}
    assert needed == {"client_id", "client_secret"}
    assert {"rate", "book", "track", "cancel_booking"} <= set(found["capabilities"])
    assert "ups_standard" in found["services"]


def test_every_request_comes_here_to_be_sent(worker):
    sent = []

    def send(request):
        sent.append((request["method"], request["url"].split("?")[0]))
        return {"error": "not today"}

    found = worker.call(TRACK, send, 30)

    assert sent == [("POST", "https://wwwcie.ups.com/security/v1/oauth/token")]
    assert "failure" in found or found["messages"]


def test_a_carrier_cannot_take_the_machines_memory(worker):
    """Karrio's SOAP carriers take hundreds of MiB; a fault must not take the rest."""
    worker.call({"operation": "carriers"}, None, 30)

    limits = Path(f"/proc/{worker.pid}/limits").read_text()

    (line,) = [one for one in limits.splitlines() if one.startswith("Max address")]
    assert str(MEMORY_LIMIT) in line


def test_a_worker_that_is_late_is_killed(worker):
    with pytest.raises(WorkerFailure, match="in time"):
        worker.call({"operation": "carriers"}, None, 0.01)

    assert not worker.is_running


def test_a_worker_that_dies_is_told_of(worker):
    def die(_request):
        worker._process.kill()
        worker._process.wait()
        return {"error": "gone"}

    with pytest.raises(WorkerFailure, match="ended"):
        worker.call(TRACK, die, 30)


def test_what_a_carriers_code_raises_names_no_secret(worker):
    call = {**TRACK, "settings": {"client_secret": "s3cret", "no_such_setting": 1}}

    found = worker.call(call, None, 30)

    assert "s3cret" not in json.dumps(found)
    assert found["failure"]

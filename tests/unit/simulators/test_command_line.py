# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The process: starts, tells, answers, and ends within a second of being asked."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from .common import PLAIN_SECRET
from .receiver import receiving

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def configuration(tmp_path):
    path = tmp_path / "config.json"
    path.write_text(
        json.dumps(
            {
                "partners": [
                    {
                        "integration": "ups",
                        "dialect": "ups_track_alert",
                        "secret": PLAIN_SECRET,
                        "shipments": [{"tracking_number": "SIM1"}],
                    }
                ]
            }
        )
    )
    return path


def run(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.simulators", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def test_once_tells_everything_and_exits(configuration):
    with receiving() as receiver:
        process = run(
            "--odoo", receiver.url, "--config", configuration, "--once", "--seed", 5
        )
        output, log = process.communicate(timeout=30)
    assert process.returncode == 0, log
    assert "seed 5" in output
    assert len(receiver.received) == 8
    assert PLAIN_SECRET not in output + log


def test_once_fails_when_something_is_refused(configuration):
    with receiving() as receiver:
        receiver.answers = [(401, {}, {})]
        process = run("--odoo", receiver.url, "--config", configuration, "--once")
        process.communicate(timeout=30)
    assert process.returncode == 1


def test_it_serves_until_it_is_terminated(configuration):
    with receiving() as receiver:
        process = run(
            *("--odoo", receiver.url, "--config", configuration),
            *("--control-port", 0, "--speed", 1e6),
        )
        assert process.stdout.readline().startswith("seed ")
        control = process.stdout.readline().split()[1]
        with urlopen(f"{control}/status", timeout=5) as response:
            assert json.load(response)["odoo"] == receiver.url
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
        assert time.monotonic() - began < 1
    assert process.returncode == 0


def test_a_wrong_configuration_is_one_plain_line(tmp_path):
    process = run("--odoo", "http://127.0.0.1:1", "--config", tmp_path / "none.json")
    _output, log = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "cannot be read" in log
    assert "Traceback" not in log

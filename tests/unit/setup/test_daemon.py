# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Background programs are known by their pid file, and only that very process."""

import json
import os
import sys

import pytest

from workbench.daemon import Daemon, born
from workbench.places import Places


@pytest.fixture
def daemon(tmp_path):
    places = Places(root=tmp_path, cache=tmp_path)
    places.run.mkdir(parents=True)
    found = Daemon(places, "sleeper")
    yield found
    found.stop()


def start(daemon, port=8069):
    program = "import time; print('here', flush=True); time.sleep(60)"
    daemon.start([sys.executable, "-c", program], port)


def test_it_runs_until_it_is_stopped(daemon):
    assert daemon.port is None
    start(daemon)
    assert daemon.port == 8069

    assert daemon.stop()

    assert daemon.port is None
    assert not daemon.stop()


def test_a_pid_used_again_by_another_process_is_left_alone(daemon, tmp_path):
    file = tmp_path / ".odoo" / "run" / "sleeper.json"
    file.write_text(json.dumps({"pid": os.getpid(), "port": 8069, "born": "1"}))

    assert daemon.port is None
    assert not daemon.stop()


def test_the_birth_of_a_process_that_is_gone_is_unknown():
    assert born(os.getpid())
    assert born(2**22 + 1) is None

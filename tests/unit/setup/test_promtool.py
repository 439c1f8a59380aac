# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where promtool cannot be had the tests go on without it, and it is said so."""

import os

from workbench import promtool
from workbench.problem import Problem


class Notes:
    def __init__(self):
        self.lines = []

    def note(self, text):
        self.lines.append(text)


def test_without_a_network_the_tests_go_on(monkeypatch, tmp_path):
    monkeypatch.setattr(promtool.shutil, "which", lambda name: name == "apt-get")

    def refuse(places, progress):
        raise Problem("No network.", "connect it")

    monkeypatch.setattr(promtool, "unpack", refuse)
    notes, before = Notes(), os.environ["PATH"]

    promtool.provide(None, notes)

    assert "No network." in notes.lines[0]
    assert os.environ["PATH"] == before


def test_what_was_unpacked_is_on_the_path(monkeypatch, tmp_path):
    monkeypatch.setattr(promtool.shutil, "which", lambda name: name == "apt-get")
    monkeypatch.setattr(promtool, "unpack", lambda places, progress: tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin")

    promtool.provide(None, Notes())

    assert os.environ["PATH"] == f"/usr/bin{os.pathsep}{tmp_path}"


def test_the_machines_own_is_used(monkeypatch):
    monkeypatch.setattr(promtool.shutil, "which", lambda name: f"/usr/bin/{name}")
    before = os.environ["PATH"]

    promtool.provide(None, Notes())

    assert os.environ["PATH"] == before

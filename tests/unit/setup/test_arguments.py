# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``setup/test`` keeps its own flags and hands everything else to pytest."""

import pytest

from workbench import arguments

FILES = {
    "tests/unit/setup",
    "tests/unit/setup/test_ports.py",
    "logistics_base/tests/test_message.py",
    "tests/unitary.py",
    "tests/conformance",
}


def parse(*words):
    return arguments.parse(list(words), FILES.__contains__)


def test_no_arguments_means_lint_and_all_tests():
    request = parse()

    assert request.lint and request.tests and not request.full
    assert not request.selected


def test_a_selection_leaves_lint_out():
    request = parse("-k", "replay", "-x")

    assert not request.lint
    assert request.selected
    assert request.options == ("-k", "replay", "-x")


def test_full_alone_still_lints_and_tests_everything():
    request = parse("--full")

    assert request.full and request.lint and not request.selected


@pytest.mark.parametrize("flag", ["--lint", "--fix"])
def test_lint_alone_runs_no_tests(flag):
    request = parse(flag)

    assert request.lint and not request.tests
    assert request.fix == (flag == "--fix")


def test_conformance_needs_no_database():
    assert parse("tests/conformance").unit_paths == ("tests/conformance",)


def test_paths_go_to_the_stage_they_belong_to():
    request = parse(
        "tests/unit/setup/test_ports.py::test_x",
        "logistics_base/tests/test_message.py",
        "tests/unitary.py",
        "-k",
        "tests",
    )

    assert request.unit_paths == ("tests/unit/setup/test_ports.py::test_x",)
    assert request.odoo_paths == (
        "logistics_base/tests/test_message.py",
        "tests/unitary.py",
    )
    assert request.options == ("-k", "tests")

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything that can go wrong is told plainly, with what to do about it."""

from collections import namedtuple
from pathlib import Path

import pytest

from workbench import account, browser, debian, disk, odoo_source, process, python_env
from workbench.problem import Problem

Usage = namedtuple("Usage", "total used free")


def test_a_problem_is_shown_with_its_mend():
    assert str(Problem("It rains.", "take a coat")) == (
        "It rains.\n  What to do: take a coat"
    )


def test_a_full_disk_is_told_before_it_hurts(tmp_path):
    with pytest.raises(Problem, match="Only 5 MB are free.*2000 MB are") as caught:
        disk.require(tmp_path / "new" / "er", 2000, lambda _: Usage(0, 0, 5_000_000))

    assert "free some space" in caught.value.mend


def test_enough_disk_is_no_problem(tmp_path):
    disk.require(tmp_path, 2000, lambda _: Usage(0, 0, 3_000_000_000))


@pytest.mark.parametrize("version", [(3, 9), (3, 14)])
def test_a_python_that_odoo_does_not_know_is_refused(version):
    with pytest.raises(Problem, match=r"Python 3\.\d+ is not supported") as caught:
        python_env.check_machine(version, "Linux", "x86_64")

    assert "PYTHON=" in caught.value.mend


@pytest.mark.parametrize(
    ("system", "machine"), [("Darwin", "arm64"), ("Linux", "riscv64")]
)
def test_a_machine_without_packages_is_refused(system, machine):
    with pytest.raises(Problem, match=f"{system} on {machine}"):
        python_env.check_machine((3, 12), system, machine)


def test_the_supported_machines_pass():
    python_env.check_machine((3, 10), "Linux", "aarch64")
    python_env.check_machine((3, 13), "Linux", "x86_64")


def test_without_chromium_the_tours_are_not_skipped_silently(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Problem, match="No Chromium") as caught:
        browser.provide(places=None, progress=None)

    assert "apt-get install chromium" in caught.value.mend


def test_chromium_is_found_under_any_of_its_names():
    assert browser.find({"chromium": "/usr/bin/chromium"}.get) == "/usr/bin/chromium"
    assert browser.find({}.get) is None


def test_a_machine_without_a_debian_mirror_is_told_of_the_checkout(tmp_path):
    with pytest.raises(Problem, match="no Debian mirror") as caught:
        debian.find_mirror(tmp_path)

    assert "ODOO_SOURCE=" in caught.value.mend


def test_a_checkout_of_another_series_is_refused(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0)")

    with pytest.raises(Problem, match="is not a checkout of Odoo 19.0"):
        odoo_source.from_checkout(tmp_path)


def test_a_checkout_of_the_right_series_is_taken(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (19, 0, 0, FINAL)")

    source = odoo_source.from_checkout(tmp_path)

    assert source.library == tmp_path
    assert source.addons == (tmp_path / "addons",)


def test_root_without_any_other_user_is_told_to_make_one():
    def nobody(name):
        raise KeyError(name)

    with pytest.raises(Problem, match="does not run as root") as caught:
        account.database_account(uid=0, lookup=nobody)

    assert "useradd" in caught.value.mend


def test_a_program_that_fails_shows_its_last_lines():
    with pytest.raises(Problem, match="(?s)ended with status 3.*no such thing"):
        process.run(["sh", "-c", "echo no such thing; exit 3"], mend="look")


def test_how_far_a_program_was_is_not_told_again_when_it_fails():
    script = "echo 'dlstatus:1:50:'; echo broken; exit 1"

    with pytest.raises(Problem, match="broken") as caught:
        process.follow(
            ["sh", "-c", script], lambda line: line.startswith("dlstatus"), mend="look"
        )

    assert "dlstatus" not in str(caught.value)


def test_root_drops_to_an_unprivileged_user():
    entry = namedtuple("Entry", "pw_uid pw_gid")
    users = {"nobody": entry(65534, 65533)}

    found = account.database_account(uid=0, lookup=users.__getitem__)

    assert (found.name, found.uid, found.gid) == ("nobody", 65534, 65533)
    assert found.options == {"user": 65534, "group": 65533, "extra_groups": []}


def test_a_normal_user_stays_who_they_are():
    entry = namedtuple("Entry", "pw_name")

    found = account.database_account(uid=1000, by_uid=lambda uid: entry("ann"))

    assert (found.name, found.uid, found.options) == ("ann", 1000, {})


def test_a_user_without_an_entry_is_called_by_number():
    def unknown(uid):
        raise KeyError(uid)

    assert account.name_of(4711, unknown) == "4711"


def test_a_folder_is_reached_or_not(tmp_path):
    found = account.database_account(uid=1000)

    assert found.reaches(tmp_path)
    assert not found.reaches(Path(tmp_path, "missing"))

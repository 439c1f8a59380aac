# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian's archive: which mirror, which packages, which languages."""

import subprocess

import pytest

from workbench import apt, debian, odoo_source

DEB822 = """\
# Types: deb
# URIs: http://old.example/debian
Types: deb
URIs: http://mirror.example/debian
Suites: trixie
"""


def test_the_mirror_is_read_from_a_deb822_file():
    assert debian.mirror_in(DEB822) == "http://mirror.example/debian"


def test_the_mirror_is_read_from_a_one_line_file():
    line = "deb [arch=amd64] https://mirror.example/debian/ trixie main\n"

    assert debian.mirror_in(line) == "https://mirror.example/debian"


def test_what_a_package_needs_is_read_from_apt():
    text = (
        "'http://mirror.example/xdg_1.2_all.deb' xdg-utils_1.2.1-2_all.deb 75 MD5Sum:5\n"
        "'http://mirror.example/x.deb' chromium_2%3a150_amd64.deb 87 MD5Sum:a9\n"
        "Reading package lists...\n"
    )

    assert apt.names_in(text) == ["xdg-utils", "chromium"]


@pytest.mark.parametrize(
    "line",
    [
        "# deb http://mirror.example/debian trixie main",
        "deb http://mirror.example/debian-security trixie-security main",
        "deb http://mirror.example/ubuntu noble main",
        "",
    ],
)
def test_other_archives_are_no_mirror(line):
    assert debian.mirror_in(line) is None


def test_the_first_mirror_of_all_source_files_is_taken(tmp_path):
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (folder / "a.list").write_text("deb http://mirror.example/ubuntu noble main\n")
    (folder / "b.sources").write_text(DEB822)

    assert debian.find_mirror(tmp_path) == "http://mirror.example/debian"


def test_names_and_digests_are_read_from_apt():
    digest = "9d" * 32
    text = (
        "'http://mirror.example/pool/odoo-19_19.0.0%2bdfsg-1_all.deb'"
        f" odoo-19_19.0.0+dfsg-1_all.deb 122533504 SHA256:{digest}\n"
    )

    assert apt.parse_uris(text) == {
        "odoo-19": ("odoo-19_19.0.0+dfsg-1_all.deb", digest)
    }


def test_only_the_wanted_languages_are_unpacked(tmp_path):
    folder = tmp_path / "in" / "mail" / "i18n"
    folder.mkdir(parents=True)
    names = "mail.pot de.po de_CH.po es_419.po fr.po nb.po nl.po da.po kab.po ar.po"
    for name in names.split():
        (folder / name).touch()
    tar, out = tmp_path / "x.tar", tmp_path / "out"
    out.mkdir()
    subprocess.run(["tar", "-C", tmp_path / "in", "-cf", tar, "."], check=True)

    excluded = odoo_source.unwanted_languages(("de", "fr", "nl"))
    flags = [f"--exclude={pattern}" for pattern in excluded]
    subprocess.run(["tar", "-C", out, "-xf", tar, *flags], check=True)

    kept = {path.name for path in out.rglob("*.po*")}
    assert kept == {"mail.pot", "de.po", "fr.po", "nl.po"}

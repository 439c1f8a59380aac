# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``setup/odoo`` understands Odoo's arguments well enough to find the database."""

import pytest

from workbench.odoo_command import database_of, split_command


@pytest.mark.parametrize(
    "words",
    [
        "-d shop",
        "-dshop",
        "--database shop",
        "--database=shop",
        "-i sale -d shop --stop-after-init",
        "-d shop,other",
    ],
)
def test_the_database_is_found_however_it_is_written(words):
    assert database_of(words.split()) == "shop"


@pytest.mark.parametrize("words", ["", "-i sale", "--dev=all", "--db_host=x", "-d"])
def test_without_a_database_there_is_none(words):
    assert database_of(words.split()) is None


def test_server_is_the_command_when_none_is_named():
    assert split_command(["-d", "shop"]) == ("server", ["-d", "shop"])
    assert split_command([]) == ("server", [])


def test_another_command_is_kept():
    assert split_command(["shell", "-d", "shop"]) == ("shell", ["-d", "shop"])

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Downloads go to the user's cache, or below the clone where there is no home."""

import pytest

from workbench import configuration, places
from workbench.cluster import Server
from workbench.odoo_source import OdooSource
from workbench.server_settings import settings


def test_the_cache_of_the_user_is_used(tmp_path):
    home = {"HOME": str(tmp_path)}

    assert places.cache_folder(tmp_path, home) == (
        tmp_path / ".cache" / "odoo-logistics-suite"
    )


def test_a_cache_folder_of_its_own_wins(tmp_path):
    both = {"HOME": "/nowhere", "XDG_CACHE_HOME": str(tmp_path / "cache")}

    assert places.cache_folder(tmp_path, both).parent == tmp_path / "cache"


@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "/proc/nowhere"}])
def test_without_a_home_the_clone_keeps_the_downloads(tmp_path, home):
    assert places.cache_folder(tmp_path, home) == tmp_path / ".odoo" / "cache"


def make_places(root):
    found = places.Places(root=root, cache=root / "cache")
    found.state.mkdir()
    return found


def test_the_configuration_is_for_its_owner_only(tmp_path):
    source = OdooSource(tmp_path, (), "test")
    server = Server("127.0.0.1", "25432", "odoo", "secret")

    path = configuration.write(make_places(tmp_path), source, server, http_port=8070)

    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text()
    assert "list_db = False" in text
    assert "http_port = 8070" in text
    assert "dbfilter" not in text and "db_name" not in text


def test_a_lone_process_may_take_the_memory_it_needs(tmp_path):
    text = configuration.render(
        make_places(tmp_path), OdooSource(tmp_path, (), "test"), Server("host"), {}
    )

    assert "workers = 0" in text
    assert "limit_memory_hard = 0" in text


def test_what_is_left_to_libpq_is_left_out(tmp_path):
    server = Server("/run/postgresql")
    text = configuration.render(
        make_places(tmp_path), OdooSource(tmp_path, (), "test"), server, {}
    )

    assert "db_host = /run/postgresql" in text
    assert "db_port" not in text and "db_password" not in text
    assert server.environment() == {"PGHOST": "/run/postgresql"}


@pytest.mark.parametrize(
    ("memory", "shared"), [(512, "128MB"), (4096, "512MB"), (65536, "1024MB")]
)
def test_the_server_takes_memory_by_what_there_is(memory, shared):
    lines = settings(memory)

    assert f"shared_buffers = {shared}\n" in lines
    assert "fsync" not in lines and "synchronous_commit" not in lines

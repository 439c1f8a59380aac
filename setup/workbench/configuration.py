# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The ``odoo.conf`` of each use: interactive, demo and tests."""

import configparser
import io

from . import addons, stamp


def write(places, source, server, name="odoo", **options):
    """Write ``.odoo/<name>.conf`` and return its path.

    There is no ``dbfilter``: with one, Odoo lists the databases on every request
    that has no session yet. There is no hard limit of memory: it is meant for workers,
    which are replaced; a lone process at its limit is refused threads, and drops
    requests without an answer.
    """
    path = places.state / f"{name}.conf"
    text = render(places, source, server, options)
    if not stamp.is_fresh(path, text):
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text)
    return path


def render(places, source, server, options):
    """Return the text of a configuration file."""
    folders = [*source.addons]
    if addons.find(places.root):
        folders.append(places.root)
    values = {
        "addons_path": ",".join(str(folder) for folder in folders),
        "data_dir": places.filestore,
        "db_host": server.host,
        "db_port": server.port,
        "db_user": server.user,
        "db_password": server.password,
        "db_maxconn": 64,
        "http_interface": "127.0.0.1",
        "list_db": False,
        "unaccent": True,
        "workers": 0,
        "limit_memory_hard": 0,
        "max_cron_threads": 2,
        **options,
    }
    parser = configparser.RawConfigParser()
    parser["options"] = {k: str(v) for k, v in values.items() if v not in (None, "")}
    text = io.StringIO()
    parser.write(text)
    return text.getvalue()

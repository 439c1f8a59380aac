# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The settings of the embedded PostgreSQL, by the memory there is."""

import os

from . import ports


def for_this_machine():
    """Return the lines of ``postgresql.conf`` for this machine."""
    return settings(total_memory())


def total_memory():
    """Return the memory of this machine in MiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def settings(memory):
    """Return the lines of ``postgresql.conf`` for ``memory`` MiB.

    Everything that makes a commit durable keeps its default.
    """
    shared = max(128, min(1024, memory // 8))
    values = {
        "listen_addresses": f"'{ports.HOST}'",
        "unix_socket_directories": "''",
        "max_connections": 200,
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, shared // 4)}MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "random_page_cost": 1.1,
        "jit": "off",
        "log_timezone": "'UTC'",
        "timezone": "'UTC'",
    }
    return "".join(f"{name} = {value}\n" for name, value in values.items())

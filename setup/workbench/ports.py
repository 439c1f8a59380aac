# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Free TCP ports on this machine."""

import socket

HOST = "127.0.0.1"
BELOW_EPHEMERAL = 32768


def is_free(port, host=HOST):
    """Tell whether nothing listens on ``port``."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def pick(first, free=is_free, end=BELOW_EPHEMERAL):
    """Return the first free port from ``first`` on, below the ephemeral range.

    :raise LookupError: when there is none.
    """
    for port in range(first, end):
        if free(port):
            return port
    raise LookupError(f"no free port from {first} to {end - 1}")

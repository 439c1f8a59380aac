# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A port is picked below the ephemeral range, and never one that is taken."""

import socket

import pytest

from workbench import ports


def test_the_first_free_port_is_picked():
    assert ports.pick(8069, free=lambda port: port >= 8071) == 8071


def test_no_port_above_the_range_is_picked():
    with pytest.raises(LookupError, match="no free port from 32767 to 32767"):
        ports.pick(32767, free=lambda port: port == 32768)


def test_a_port_somebody_listens_on_is_not_free():
    with socket.create_server((ports.HOST, 0)) as server:
        assert not ports.is_free(server.getsockname()[1])

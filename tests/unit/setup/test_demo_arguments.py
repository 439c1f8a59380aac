# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command line of ``setup/demo``."""

import pytest

from workbench.demo_arguments import parser


def test_no_arguments_are_needed():
    options = parser().parse_args([])

    assert options.port is None
    assert not (options.stop or options.reset or options.no_simulator)


def test_a_port_can_be_asked_for():
    assert parser().parse_args(["--port", "8070"]).port == 8070


@pytest.mark.parametrize("port", ["80", "65536", "eighty", "-1", ""])
def test_a_port_that_cannot_be_used_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["--port", port])

    message = capsys.readouterr().err
    assert "expected one argument" in message or "from 1024 to 65535" in message


def test_the_carriers_can_be_slowed_down():
    assert parser().parse_args([]).speed is None
    assert parser().parse_args(["--speed", "60"]).speed == 60


@pytest.mark.parametrize("speed", ["0", "fast", "1000000"])
def test_a_speed_nobody_can_watch_is_refused(speed, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["--speed", speed])

    assert "from 1 to 100000" in capsys.readouterr().err

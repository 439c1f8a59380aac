# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which connector talks to the carriers of a preset."""

from .connector import Connector
from .easypost.connector import EasyPostConnector
from .rest.connector import RestConnector
from .sandbox.connector import SandboxConnector

#: The names a preset may give as ``outbound.connector``; addons add their own.
CONNECTORS = {"easypost": EasyPostConnector, "sandbox": SandboxConnector}


def connector_class(preset):
    """Return the class that calls the carrier of a loaded preset.

    One that is not called, or whose connector is not installed, can be asked nothing.
    """
    outbound = preset.outbound
    if outbound is None:
        return Connector
    if outbound.connector is None:
        return RestConnector.of(preset)
    found = CONNECTORS.get(outbound.connector, Connector)
    return type(found.__name__, (found,), {"preset": preset})

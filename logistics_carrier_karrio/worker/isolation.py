# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps Karrio from doing harm, wherever it is used in this process."""

import resource
import socket
import ssl
import sys

#: Carriers with SOAP schemas take some 250 MiB; more than this is a fault.
MEMORY_LIMIT = 1536 * 1024**2


class NetworkShut(OSError):
    """Something tried to reach the network by itself."""


def limit_memory(limit=MEMORY_LIMIT):
    """Let the process end rather than take the machine's memory."""
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def shut_network():
    """Refuse every connection made from here, by whatever library."""

    def refuse(*_args, **_kwargs):
        raise NetworkShut("requests are sent by the process that asked")

    socket.socket.connect = refuse
    socket.socket.connect_ex = refuse
    socket.socket.sendto = refuse
    socket.create_connection = refuse
    socket.getaddrinfo = refuse
    socket.gethostbyname = refuse


def mend_karrio(urlopen):
    """Import Karrio without the harm it does, and have it send by ``urlopen``.

    Where Sentry's SDK can be imported Karrio sends a failed POST again, so it cannot
    be here. Importing Karrio makes Python accept any certificate, which is undone. It
    moves what looks like a house number to the front of the street, which is no address
    in most of Europe: a street is passed on as it is written.
    """
    sys.modules["sentry_sdk"] = None
    verify = ssl._create_default_https_context
    from karrio.core import units
    from karrio.core.utils import helpers

    ssl._create_default_https_context = verify
    helpers.urlopen = urlopen
    units.ComputedAddress.street = property(_street)


def _street(computed):
    return computed.address.address_line1 or None

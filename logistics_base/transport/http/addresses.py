# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which addresses a partner's endpoint may have.

An address is judged after its name was resolved, and the connection goes to the very
address that was judged: a name that means something else a moment later, or an address
in decimal or mapped disguise, gains nothing.
"""

import ipaddress
from dataclasses import dataclass

#: IPv4 packed into IPv6 (RFC 6052); what is judged is the address inside.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: All that is handed out of IPv6 (RFC 4291, 2.4); what is not there is no partner's.
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")


@dataclass(slots=True, frozen=True)
class InternalHosts:
    """Hosts inside our own network that may be called; none by default.

    :ivar entries: (host name or network, port or None).
    """

    entries: tuple = ()

    @classmethod
    def parse(cls, text):
        """Read a comma-separated list of ``host[:port]`` and networks.

        :raise ValueError: whose text is the entry that cannot be read.
        """
        parts = (part.strip() for part in (text or "").split(","))
        return cls(tuple(_entry(part) for part in parts if part))

    def __bool__(self):
        return bool(self.entries)

    def allow(self, host, address, port):
        """Tell whether ``address``, which ``host`` has, may be called on that port."""
        return any(
            wanted_port in (None, port) and _matches(wanted, host, address)
            for wanted, wanted_port in self.entries
        )


def is_internal(text):
    """Tell whether an IP address is not one of the public Internet's.

    Private, loopback, link-local, shared, multicast and reserved addresses are internal,
    whether they come as IPv4 or packed into IPv6.
    """
    address = _innermost(ipaddress.ip_address(text.partition("%")[0]))
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return True
    return not address.is_global or address.is_multicast


def _innermost(address):
    if address.version == 4:
        return address
    if address in _NAT64:
        return ipaddress.ip_address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo and teredo[1]) or address


def _entry(text):
    try:
        return ipaddress.ip_network(text.strip("[]"), strict=False), None
    except ValueError:
        pass
    host, colon, port = text.rpartition(":")
    if not colon:
        host, port = text, None
    elif not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(text)
    host = host.strip("[]").lower()
    if not host or "/" in host or any(c.isspace() for c in host):
        raise ValueError(text)
    try:
        return ipaddress.ip_network(host), port and int(port)
    except ValueError:
        return host, port and int(port)


def _matches(wanted, host, address):
    if isinstance(wanted, str):
        return wanted == host.lower()
    return _innermost(ipaddress.ip_address(address.partition("%")[0])) in wanted or (
        ipaddress.ip_address(address.partition("%")[0]) in wanted
    )

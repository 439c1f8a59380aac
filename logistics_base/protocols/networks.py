# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may knock: addresses and names a partner is tied to."""

import ipaddress
import re

_SEGMENT = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")


def is_url_segment(text):
    """Tell whether ``text`` may stand as one segment of an address."""
    return bool(_SEGMENT.match(text or ""))


def parse(text):
    """Return the networks of a comma-separated list.

    :raise ValueError: whose text is the entry that is no network.
    """
    found = []
    for entry in filter(None, (part.strip() for part in (text or "").split(","))):
        try:
            found.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            raise ValueError(entry) from None
    return tuple(found)


def allows(networks, address):
    """Tell whether ``address`` may pass; no networks at all let everybody pass."""
    if not networks:
        return True
    try:
        address = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in networks)


def network_of(address):
    """Return who an address stands for: of IPv6 its network, as that is one customer's.

    :param address: as text; what is no address stands for itself.
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Addresses of calls, read with suspicion."""

from urllib.parse import quote, urlencode, urlsplit


def check_url(url):
    """Return the address, if it is one that can be called.

    :raise ValueError: in words for people, if it is not.
    """
    if any(character.isspace() or ord(character) < 32 for character in url or ""):
        raise ValueError("The address has blanks in it.")
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError:
        raise ValueError("The address cannot be read.") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise ValueError("The address must look like https://host/path.")
    if parts.username is not None or parts.password is not None:
        raise ValueError("User and password do not belong in the address.")
    return url


def escaped(url):
    """Return an address (text or bytes) with what none may hold escaped."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=%~")


def origin(url):
    """Return (scheme, host, port); None where the address cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return None
    return parts.scheme, parts.hostname, port


def with_query(url, params):
    """Return the address with the pairs in its query."""
    if not params:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(params)}"

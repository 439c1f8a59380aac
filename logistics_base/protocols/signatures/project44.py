# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The proof project44 sends with an event."""

from .static_header import StaticHeader


class Project44(StaticHeader):
    """An API key in a header; nothing is signed.

    project44's webhook guide lists API keys and OAuth 2 as authentication methods and
    no signature, but not how a key is laid into the request: not verified. The
    option ``header`` names the header agreed on. Where project44 was given a user
    and a password, use the scheme ``basic``.
    """

    code = "project44"
    label = "project44 (API key)"
    header = "X-API-Key"
    verified = False

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is to be sent, ready for the road."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to a partner, encoded.

    :ivar name: what it is called in files and lists; no path.
    :ivar control_number: ours, by which the partner acknowledges it.
    :ivar acknowledged: the partner is expected to acknowledge it.
    :ivar call: how it is called, as JSON values, where it is more than a POST to the
        integration's path: ``method``, ``path``, ``query``, ``headers``, ``timeout``,
        ``repeatable``, ``signed``; ``entry`` and ``subject`` tell what reads the answer.
    """

    content: bytes
    content_type: str | None
    name: str
    extension: str = "txt"
    control_number: str | None = None
    acknowledged: bool = False
    call: dict | None = None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The proof UPS Track Alert sends with an event."""

from .static_header import StaticHeader


class UpsTrackAlert(StaticHeader):
    """``credential: <the credential given when subscribing>``; nothing is signed.

    As in UPS's published description of version 1 of the API, which UPS still
    supports. Version 2 keeps the credential in the developer portal instead, and its
    description tells only of OAuth: UPS would fetch a token from the receiver, which
    is not offered here. Subscribe with version 1, or set the option ``header`` to the
    one that carries the credential.
    """

    code = "ups_track_alert"
    label = "UPS Track Alert (credential)"
    header = "credential"

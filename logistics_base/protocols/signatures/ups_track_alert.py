# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The proof UPS Track Alert sends with an event."""

from .static_header import StaticHeader


class UpsTrackAlert(StaticHeader):
    """``credential: <the credential given when subscribing>``; nothing is signed.

    As in UPS's published description of version 1 of the API (``destination.
    credential``), which UPS still supports. Version 2 moves the credential to the
    developer portal and can fetch an OAuth token from the receiver instead, which is
    not offered here; subscribe with version 1, or set the option ``header`` to the
    one that carries the credential.
    """

    code = "ups_track_alert"
    label = "UPS Track Alert (credential)"
    header = "credential"

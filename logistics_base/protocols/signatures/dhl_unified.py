# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The proof DHL Shipment Tracking - Unified - Push sends with an event."""

from .static_header import StaticHeader


class DhlUnified(StaticHeader):
    """A token in a header, both chosen by the subscriber; nothing is signed.

    As in DHL's published request collection: a subscription's ``hook.authentication``
    of type ``ApiKeyAuthentication`` takes a ``header`` and a ``token``. Subscribe with
    ``X-API-Key``, or with another and set it as the option ``header``.
    """

    code = "dhl_unified"
    label = "DHL Shipment Tracking - Unified - Push (API key)"
    header = "X-API-Key"

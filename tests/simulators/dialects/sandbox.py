# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The Sandbox Carrier's webhooks: our own JSON under Standard Webhooks."""

from .standard_webhooks import StandardWebhooks


class Sandbox(StandardWebhooks):
    """What the carrier tells of whose API is ``api/sandbox.py``."""

    code = "sandbox"
    label = "Sandbox Carrier"
    user_agent = "Sandbox-Carrier/1.0"

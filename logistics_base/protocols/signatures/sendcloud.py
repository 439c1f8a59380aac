# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sendcloud's signature over the body."""

from .body_hmac import HexBodyHmac


class Sendcloud(HexBodyHmac):
    """``Sendcloud-Signature: <hex>`` over the raw body.

    Documented under "Webhooks" at sendcloud.dev; the secret is the integration's
    secret key or its webhook signature key, depending on the kind of integration.
    """

    code = "sendcloud"
    label = "Sendcloud (Sendcloud-Signature)"
    header = "Sendcloud-Signature"

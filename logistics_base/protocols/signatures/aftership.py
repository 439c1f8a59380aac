# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""AfterShip's signature over the body."""

from .body_hmac import Base64BodyHmac


class AfterShip(Base64BodyHmac):
    """``aftership-hmac-sha256: <base64>`` over the raw body.

    Documented under "Webhook Signature" at aftership.com/docs/tracking. The same
    house's returns and warranty products send ``as-signature-hmac-sha256``: set that
    as the option ``header``.
    """

    code = "aftership"
    label = "AfterShip (aftership-hmac-sha256)"
    header = "aftership-hmac-sha256"

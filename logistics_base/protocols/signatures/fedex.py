# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""FedEx's signature over the body."""

from .body_hmac import Base64BodyHmac, HexBodyHmac
from .digests import encode_base64


class FedEx(Base64BodyHmac):
    """``fdx-signature: <base64>`` over the raw body, keyed with the security token.

    Documented under "Advanced Integrated Visibility Validation Process" in the FedEx
    Developer Portal. Its formula and its code say base64, one sentence between them
    says hexadecimal; the two cannot be confused, so both are read.
    """

    code = "fedex"
    label = "FedEx Advanced Integrated Visibility (fdx-signature)"
    header = "fdx-signature"
    _hexadecimal = HexBodyHmac()

    def _parse(self, text, header):
        if len(text) == 64:
            text = self._hexadecimal._parse(text, header)
            return encode_base64(bytes.fromhex(text))
        return super()._parse(text, header)

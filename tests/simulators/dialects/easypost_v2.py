# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""EasyPost with its second signature; the message is the same."""

from .easypost import EasyPost


class EasyPostV2(EasyPost):
    """``tracker.updated`` under X-Hmac-Signature-V2."""

    code = "easypost_v2"
    label = "EasyPost (second signature)"
    scheme = "easypost_v2"

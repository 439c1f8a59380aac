# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Webhook signature schemes: one small class each, found by its code.

A further scheme is a subclass of :class:`SignatureScheme` and a line in ``SCHEMES``.
"""

from .aftership import AfterShip
from .base import SignatureError, SignatureScheme, SignedRequest
from .basic import Basic
from .body_hmac import HmacSha256Base64, HmacSha256Hex
from .dcsa import Dcsa
from .dhl_unified import DhlUnified
from .easypost import EasyPost, EasyPostV2
from .fedex import FedEx
from .mtls import MutualTls
from .project44 import Project44
from .rsa import RsaSha256Body
from .sendcloud import Sendcloud
from .shipengine import ShipEngine
from .shippo import Shippo
from .standard_webhooks import StandardWebhooks
from .static_header import StaticHeader
from .ups_track_alert import UpsTrackAlert

SCHEMES: dict[str, SignatureScheme] = {
    scheme.code: scheme
    for scheme in (
        StandardWebhooks(),
        EasyPost(),
        EasyPostV2(),
        Shippo(),
        ShipEngine(),
        AfterShip(),
        Sendcloud(),
        Dcsa(),
        UpsTrackAlert(),
        FedEx(),
        DhlUnified(),
        Project44(),
        HmacSha256Hex(),
        HmacSha256Base64(),
        RsaSha256Body(),
        StaticHeader(),
        Basic(),
        MutualTls(),
    )
}


def get(code):
    """Return the scheme of that code.

    :raise KeyError: if there is none
    """
    return SCHEMES[code]


def selection():
    """Return ``[(code, label)]`` in the order an administrator chooses from."""
    return [(scheme.code, scheme.label) for scheme in SCHEMES.values()]


__all__ = [
    "SCHEMES",
    "SignatureError",
    "SignatureScheme",
    "SignedRequest",
    "get",
    "selection",
]

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Partners' own formats: one dialect a file, found by its code."""

from .aftership import AfterShip
from .base import Dialect, DialectError, Rendered
from .dcsa import Dcsa
from .dhl_unified import DhlUnified
from .easypost import EasyPost
from .easypost_v2 import EasyPostV2
from .fedex import FedEx
from .project44 import Project44
from .regional import Regional
from .sandbox import Sandbox
from .sendcloud import Sendcloud
from .shipengine import ShipEngine
from .shippo import Shippo
from .standard_webhooks import StandardWebhooks
from .ups_track_alert import UpsTrackAlert

DIALECTS: dict[str, Dialect] = {
    dialect.code: dialect
    for dialect in (
        StandardWebhooks(),
        EasyPost(),
        EasyPostV2(),
        Shippo(),
        ShipEngine(),
        AfterShip(),
        Sendcloud(),
        UpsTrackAlert(),
        FedEx(),
        DhlUnified(),
        Project44(),
        Dcsa(),
        Sandbox(),
        Regional(),
    )
}

__all__ = ["DIALECTS", "Dialect", "DialectError", "Rendered"]

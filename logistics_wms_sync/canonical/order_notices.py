# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What subscribers are told of warehouse orders."""

from dataclasses import dataclass, field

from odoo.addons.logistics_base.canonical.documents import known
from odoo.addons.logistics_base.canonical.notices import ShipmentBrief, tells
from odoo.addons.logistics_base.canonical.resources import Resource

from .warehouse_api import ORDER_STATES


@tells("warehouse.order")
@dataclass(slots=True, kw_only=True)
class WarehouseOrderNotice(Resource):
    """An order at a warehouse got further, or is blocked before it is sent."""

    number: str
    revision: int = 0
    state: str = field(metadata=known(("draft", "waiting", *ORDER_STATES)))
    warehouse: str | None = None
    order: str | None = None
    shipment: ShipmentBrief | None = None

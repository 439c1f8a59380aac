# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What subscribers are told of stock."""

from dataclasses import dataclass
from datetime import datetime

from odoo.addons.logistics_base.canonical.notices import tells
from odoo.addons.logistics_base.canonical.resources import Resource

from .inventories import InventoryAvailability

tells("inventory.available")(InventoryAvailability)


@tells("inventory.discrepancy")
@dataclass(slots=True, kw_only=True)
class DiscrepancyNotice(Resource):
    """A warehouse tells other stock than ours; quantities in the product's unit."""

    id: int
    warehouse: str
    sku: str
    status: str | None = None
    lot: str | None = None
    expected: float = 0.0
    told: float = 0.0
    difference: float = 0.0
    state: str = "open"
    cause: str | None = None
    as_of: datetime | None = None

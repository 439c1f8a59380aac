# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Canonical documents of the trade with warehouses, in plain Python."""

from . import (
    advices,
    calls,
    counts,
    events,
    fulfillments,
    goods,
    inventories,
    inventory_notices,
    items,
    order_notices,
    releases,
    warehouse_api,
)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen between us and warehouses, by name."""

from odoo.addons.logistics_base.canonical.event_types import EventType, register

register(
    EventType("warehouse.order", "Warehouse order changed"),
    EventType("warehouse.receipt", "Goods received by a warehouse"),
    EventType("inventory.discrepancy", "Stock differs from the warehouse's"),
    EventType("inventory.available", "Stock available for sale changed"),
)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen to the bills of shipments, by name."""

from odoo.addons.logistics_base.canonical.event_types import EventType, register

register(EventType("shipment.billed", "Bill of a shipment changed", is_public=False))

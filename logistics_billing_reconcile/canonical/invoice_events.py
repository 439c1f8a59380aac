# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen to customers' invoices, by name."""

from odoo.addons.logistics_base.canonical.event_types import EventType, register

register(
    EventType("invoice.posted", "Customer invoice posted", is_public=False),
    EventType("invoice.paid", "Customer invoice paid", is_public=False),
    EventType("invoice.disputed", "Customer invoice disputed", is_public=False),
)

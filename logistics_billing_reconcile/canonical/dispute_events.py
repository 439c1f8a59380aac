# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can happen between what carriers bill and what was agreed, by name."""

from odoo.addons.logistics_base.canonical.event_types import EventType, register

register(EventType("invoice.mismatch", "Carrier's invoice does not match"))

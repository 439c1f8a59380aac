# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Offers of carriers, in plain Python: asking for them, trusting them, choosing one."""

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calling a partner as its preset says: what is sent, and what the answer means.

``calls.compile_outbound`` is the entrance; the format is told in readme/PRESETS.md.
"""

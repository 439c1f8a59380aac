# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Warehousing in EDI: what warehouses are sent, and what they answer, in plain Python.

Importing this registers readers and writers with ``logistics_base.protocols.edi``.
"""

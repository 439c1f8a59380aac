# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Freight bills in EDI, in plain Python.

Importing this registers readers and writers with ``logistics_base.protocols.edi``.
"""

from . import invoic, x12_110, x12_210, x12_210_write, x12_211

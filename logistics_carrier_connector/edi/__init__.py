# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Transport in EDI: what carriers are sent, and what they answer, in plain Python.

Importing this registers readers and writers with ``logistics_base.protocols.edi``.
"""

from . import (
    iftmbc,
    iftmin,
    iftsta,
    x12_204,
    x12_211,
    x12_214,
    x12_310,
    x12_315,
    x12_990,
)

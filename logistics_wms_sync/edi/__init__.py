# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Warehousing in EDI: what warehouses are sent, and what they answer, in plain Python.

Importing this registers readers and writers with ``logistics_base.protocols.edi``.
"""

from . import (
    aperak,
    desadv,
    desadv_write,
    insdes,
    invrpt,
    recadv,
    x12_824,
    x12_832,
    x12_846,
    x12_856,
    x12_856_write,
    x12_940,
    x12_943,
    x12_944,
    x12_945,
    x12_945_write,
    x12_947,
)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a log tells about the work it was written in: plain Python, no Odoo."""

from .context import bound, current, put
from .correlation import CORRELATION_HEADER, correlation_id_of
from .json_lines import switch_on

__all__ = [
    "CORRELATION_HEADER",
    "bound",
    "correlation_id_of",
    "current",
    "put",
    "switch_on",
]

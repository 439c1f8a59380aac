# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files in which carriers bill, in plain Python: each module reads one format."""

from . import dhl_mybill, fedex_billing, ups_billing
from .registry import FORMATS

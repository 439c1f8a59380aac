# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What no number leads to: which shipments it may be of, for people to decide."""

from . import suggesting

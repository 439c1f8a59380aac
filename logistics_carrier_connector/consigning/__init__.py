# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes a consignment fit to be told a carrier, in plain Python."""

from . import addresses, customs_area, limits, phones, problems

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What partners speak on the wire: signatures, keys. Plain Python, no Odoo."""

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give the deliveries that are open already their shipments."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["stock.picking"]._logistics_take_over()

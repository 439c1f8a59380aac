# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Give the deliveries that are open already their shipments."""
    env["stock.picking"]._logistics_take_over()

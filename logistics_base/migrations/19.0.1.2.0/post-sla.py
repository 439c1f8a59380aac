# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Have the key figures of the past reckoned, by the first runs of the cron."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["logistics.kpi"]._touch_everything(env["res.company"].search([]))

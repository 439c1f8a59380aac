# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Have open shipments get their processes, batch by batch, when all is loaded.

    Now the addons that prove further steps are not loaded yet.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.ref("logistics_base.ir_cron_process_catch_up")._trigger()

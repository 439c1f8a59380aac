# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import stock_picking_credit
from . import product_template_pallets
from . import logistics_rate_card
from . import logistics_rate_line
from . import logistics_billable_activity
from . import logistics_billable_taking
from . import logistics_billing_run
from . import logistics_billing_run_compute
from . import logistics_billing_run_price
from . import logistics_billing_run_invoice
from . import account_move_run

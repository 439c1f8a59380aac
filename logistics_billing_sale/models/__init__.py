# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_rebill_credit
from . import res_company_release
from . import sale_order_invoicing
from . import sale_order_line_invoicing
from . import sale_order_release
from . import logistics_shipment_invoicing
from . import account_move_release
from . import sale_order_credit

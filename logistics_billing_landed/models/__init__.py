# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_company
from . import logistics_charge_account
from . import logistics_landed_charge
from . import logistics_landing
from . import logistics_carrier_invoice
from . import stock_landed_cost
from . import stock_picking
from . import logistics_shipment

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_goods
from . import logistics_warehouse_order
from . import logistics_warehouse_order_line
from . import logistics_wave
from . import stock_picking
from . import stock_warehouse

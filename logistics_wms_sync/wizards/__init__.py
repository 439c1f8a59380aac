# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_substitution_decide
from . import logistics_inventory_decision
from . import logistics_warehouse_order_force

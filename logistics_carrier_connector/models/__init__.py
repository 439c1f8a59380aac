# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_adapter
from . import logistics_consigning
from . import logistics_delivery_option
from . import logistics_message
from . import product_template
from . import res_partner
from . import sale_order_consignment
from . import stock_picking_consignment
from . import stock_picking_shipment
from . import stock_picking_terms

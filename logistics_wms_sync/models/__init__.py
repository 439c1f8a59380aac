# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_goods
from . import logistics_goods_told
from . import logistics_warehouse_request
from . import logistics_warehouse_order
from . import logistics_warehouse_order_line
from . import logistics_wave
from . import stock_picking
from . import stock_warehouse
from . import logistics_warehouse_advice
from . import logistics_warehouse_advice_line
from . import logistics_warehouse_advice_send
from . import logistics_warehouse_receipt
from . import logistics_warehouse_receipt_line
from . import logistics_handler_receipt
from . import logistics_handler_receipt_find
from . import logistics_handler_receipt_read
from . import logistics_handler_receipt_enter
from . import logistics_handler_receipt_return
from . import logistics_handler_receipt_tell
from . import logistics_handler_receipt_answer
from . import stock_move_advice
from . import stock_warehouse_inbound

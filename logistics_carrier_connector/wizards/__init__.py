# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import choose_delivery_carrier
from . import logistics_address_check
from . import logistics_booking_number
from . import logistics_close_day
from . import logistics_forget_person
from . import logistics_tariff_import
from . import logistics_tariff_try
from . import logistics_tender_offer
from . import stock_return_picking

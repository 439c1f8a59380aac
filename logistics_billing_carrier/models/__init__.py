# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_expectation
from . import logistics_expectation_contract
from . import logistics_quote
from . import logistics_dispute
from . import logistics_carrier_invoice

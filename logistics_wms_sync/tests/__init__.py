# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_fulfillment
from . import test_fulfillment_hostile
from . import test_substitution
from . import test_fulfillment_arrival
from . import test_edi_x12

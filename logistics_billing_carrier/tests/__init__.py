# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_booked, test_contract
from . import test_dispute_labels
from . import test_voided

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_invoice_policy
from . import test_invoice_release
from . import test_rebill
from . import test_freight_trueup
from . import test_billing_overview
from . import test_external_billing
from . import test_held_statement
from . import test_bill_step

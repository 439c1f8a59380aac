# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_invoicing_release
from . import logistics_invoice_reject
from . import logistics_accrual_run
from . import logistics_bill_upload
from . import logistics_match_choose
from . import logistics_finding_waive
from . import logistics_invoice_disputed
from . import logistics_forget_person

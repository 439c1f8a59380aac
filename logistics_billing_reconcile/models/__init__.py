# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import logistics_integration
from . import logistics_adapter_freight_bill
from . import logistics_carrier_invoice
from . import logistics_carrier_invoice_line
from . import logistics_carrier_invoice_import
from . import logistics_handler_carrier_invoice
from . import logistics_expectation
from . import logistics_charge_audit
from . import logistics_invoice_finding
from . import logistics_charge_account
from . import logistics_integration_invoicing
from . import logistics_customer_invoice
from . import logistics_handler_invoice_news
from . import account_move_news
from . import logistics_preset
from . import logistics_handler_bill_of_lading
from . import res_company_freight_bills
from . import logistics_billing_limit
from . import logistics_carrier_invoice_amounts
from . import logistics_carrier_invoice_approval
from . import logistics_carrier_invoice_bill
from . import logistics_vendor_bill_lines
from . import logistics_vendor_bill
from . import account_move_freight

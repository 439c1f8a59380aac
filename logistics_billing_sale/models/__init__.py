# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import res_partner_freight
from . import account_move_rebill
from . import logistics_rebill_rule
from . import logistics_rebill
from . import logistics_rebill_find
from . import logistics_rebill_charge
from . import logistics_rebill_credit
from . import logistics_carrier_invoice_charge_on
from . import logistics_invoice_finding_charge_on
from . import delivery_carrier_trueup
from . import logistics_freight_cost
from . import logistics_freight_trueup
from . import logistics_freight_trueup_follow
from . import sale_order_freight
from . import res_company_release
from . import sale_order_invoicing
from . import sale_order_line_invoicing
from . import sale_order_release
from . import logistics_shipment_invoicing
from . import account_move_release
from . import sale_order_credit
from . import sale_order_external
from . import logistics_billing_overview
from . import res_partner_statement
from . import logistics_process_facts

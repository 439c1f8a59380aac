# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Billing: Sales",
    "summary": "Customers' invoices wait for delivery or its proof; freight is charged on",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_billing_reconcile", "logistics_carrier_connector"],
    "data": [
        "data/ir_cron_invoice_released.xml",
        "views/sale_order_invoicing_views.xml",
        "views/account_move_release_views.xml",
        "views/sale_order_credit_views.xml",
        "wizards/logistics_credit_override_views.xml",
        "views/res_config_settings_release_views.xml",
        "security/ir.model.access.csv",
    ],
    "auto_install": True,
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Billing Reconcile",
    "summary": "Carriers' invoices audited charge by charge against what was "
    "contracted, shipped and delivered; disputes, bills, accruals, invoicing by proof",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_base", "account"],
    "data": [
        "security/logistics_groups.xml",
        "security/ir.model.access.csv",
        "security/logistics_rules.xml",
        "data/logistics_preset.xml",
        "data/logistics_preset_codes.xml",
        "data/logistics_event_type.xml",
        "views/logistics_carrier_invoice_line_views.xml",
        "views/logistics_carrier_invoice_views.xml",
        "views/logistics_billing_menus.xml",
        "views/res_config_settings_invoicing_views.xml",
        "views/res_partner_invoicing_views.xml",
        "wizards/logistics_invoicing_release_views.xml",
        "views/logistics_charge_account_views.xml",
        "data/logistics_billing_limit.xml",
        "views/logistics_billing_limit_views.xml",
        "views/account_move_views.xml",
        "views/logistics_invoice_reject_views.xml",
        "views/res_config_settings_freight_bills_views.xml",
    ],
    "demo": [],
}

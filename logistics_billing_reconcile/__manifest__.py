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
        "views/logistics_charge_account_views.xml",
    ],
    "demo": [],
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Billing: Warehouses",
    "summary": "What warehouses did is charged by rate card; credit holds stop releases",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_billing_sale", "logistics_wms_sync"],
    "data": [
        "security/ir.model.access.csv",
        "security/logistics_rules.xml",
        "data/product.xml",
        "data/ir_cron.xml",
        "views/logistics_rate_card_views.xml",
        "views/logistics_billable_activity_views.xml",
        "views/logistics_billing_run_views.xml",
        "views/product_template_pallets_views.xml",
    ],
    "auto_install": True,
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Billing: Landed Costs",
    "summary": "Freight of inbound shipments becomes part of what the goods cost",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_billing_reconcile", "stock_landed_costs"],
    "data": [
        "security/ir.model.access.csv",
        "security/logistics_rules.xml",
        "data/product.xml",
        "views/logistics_landed_views.xml",
    ],
    "auto_install": True,
}

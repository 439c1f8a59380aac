# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Billing: Carriers",
    "summary": "What a carrier may bill is worked out from its contract tariff",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_billing_reconcile", "logistics_carrier_connector"],
    "data": ["views/logistics_expectation_views.xml"],
    "auto_install": True,
}

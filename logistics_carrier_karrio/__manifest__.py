# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Carriers by Karrio",
    "summary": "Rate, book, track and cancel with any carrier that Karrio's SDK knows, "
    "in a process of its own",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_carrier_connector"],
    "data": ["data/logistics_preset.xml", "views/logistics_integration_views.xml"],
}

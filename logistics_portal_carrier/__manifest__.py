# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Portal: Returns",
    "summary": "Customers send goods back from their shipment's page, with a label",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_portal", "logistics_carrier_connector"],
    "auto_install": True,
    "data": ["views/shipment_return.xml", "views/res_config_settings_views.xml"],
}

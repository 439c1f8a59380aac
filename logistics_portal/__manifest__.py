# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Portal",
    "summary": "Customers follow their shipments in the portal "
    "and by number and postcode",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_base", "portal"],
    "data": [
        "security/ir.model.access.csv",
        "security/logistics_portal_rules.xml",
        "views/portal_breadcrumbs.xml",
        "views/portal_home.xml",
        "views/shipment_list.xml",
        "views/shipment_parts.xml",
        "views/shipment_page.xml",
        "views/track.xml",
        "views/logistics_shipment_views.xml",
    ],
    "demo": ["demo/logistics_portal_demo.xml"],
    "images": ["static/description/shipment.png"],
    "assets": {
        "web.assets_frontend": [
            "logistics_portal/static/src/scss/tones.scss",
            "logistics_portal/static/src/scss/shipment_*.scss",
            "logistics_portal/static/src/js/*.js",
        ],
        "web.assets_tests": [
            "logistics_portal/static/tests/tours/*.js",
        ],
    },
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics WMS Sync: Carriers",
    "summary": "What warehouses ship travels as the deliveries' own shipments",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_wms_sync", "logistics_carrier_connector"],
    "auto_install": True,
}

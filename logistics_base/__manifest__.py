# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Base",
    "summary": "Shipments, milestones and partner messages: "
    "any partner's message becomes one canonical document",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Logistics",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "application": True,
    "depends": ["mail", "resource", "product"],
    "external_dependencies": {
        "python": ["cryptography", "jmespath", "PyYAML", "rapidfuzz", "defusedxml"],
    },
    "data": [
        "security/logistics_groups.xml",
        "security/ir.model.access.csv",
        "security/logistics_rules.xml",
        "data/ir_sequence.xml",
        "data/logistics_incoterm.xml",
        "data/logistics_preset.xml",
        "data/ir_cron.xml",
        "data/ir_cron_upkeep.xml",
        "data/mail_activity_type.xml",
        "views/logistics_folder_views.xml",
        "views/logistics_incident_views.xml",
        "wizards/logistics_api_key_views.xml",
    ],
}

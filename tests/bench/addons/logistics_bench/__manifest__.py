# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "Logistics Benchmark",
    "summary": "What the suite is measured against",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Odoo Logistics Suite contributors",
    "website": "https://github.com/odoo-logistics/odoo-logistics-suite",
    "license": "LGPL-3",
    "depends": ["logistics_base"],
    "data": ["security/ir.model.access.csv"],
}

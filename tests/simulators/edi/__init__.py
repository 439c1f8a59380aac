# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A trading partner that speaks EDI through folders: X12 and EDIFACT."""

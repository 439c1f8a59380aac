# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsIncoterm(models.Model):
    """An Incoterms 2020 rule: who bears cost and risk up to where."""

    _name = "logistics.incoterm"
    _description = "Incoterm"
    _order = "code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, size=3)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("unique(code)", "This Incoterm exists already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for incoterm in self:
            incoterm.display_name = f"{incoterm.code} – {incoterm.name}"

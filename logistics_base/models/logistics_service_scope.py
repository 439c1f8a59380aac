# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsServiceScope(models.Model):
    """A domain that a machine access may be opened for; each route asks for one."""

    _name = "logistics.service.scope"
    _description = "Scope of a Machine Access"
    _order = "sequence, code"
    _is_vocabulary = True

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Char(translate=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(code)", "This scope is there already.")

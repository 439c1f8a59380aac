# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsBenchHit(models.Model):
    """The one row that the bare controller inserts."""

    _name = "logistics.bench.hit"
    _description = "Benchmark Hit"
    _log_access = False

    key = fields.Char(required=True)
    body = fields.Text()

    _once = models.UniqueIndex("(key)")

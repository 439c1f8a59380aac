# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..transport.parquet import ParquetExport


class LogisticsExport(models.AbstractModel):
    """Adds Parquet to the formats."""

    _inherit = "logistics.export"

    @api.model
    def _formats(self):
        return {**super()._formats(), "parquet": ParquetExport}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one


class LogisticsAvailabilityQueue(models.Model):
    """Products whose stock moved since it was last published: cheap rows, soon gone."""

    _name = "logistics.availability.queue"
    _description = "Stock to Be Published"
    _log_access = False
    _rec_name = "product_id"

    warehouse_id = LooseMany2one("stock.warehouse", required=True)
    product_id = LooseMany2one("product.product", required=True)

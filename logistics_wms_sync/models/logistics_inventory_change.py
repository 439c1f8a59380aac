# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from odoo.addons.logistics_base.models.loose_fields import LooseMany2one

from .logistics_stock_status import STATUSES


class LogisticsInventoryChange(models.Model):
    """A change of stock that a warehouse told, and what came of it."""

    _name = "logistics.inventory.change"
    _description = "Stock Change Told by a Warehouse"
    _order = "as_of desc, id desc"
    _rec_name = "sku"

    integration_id = fields.Many2one(
        "logistics.integration", string="Told by", required=True, readonly=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    message_id = LooseMany2one("logistics.message", readonly=True)
    told_id = fields.Char(string="Partner's Id", readonly=True)
    position = fields.Integer(string="Line", readonly=True)
    as_of = fields.Datetime(required=True, readonly=True)
    sku = fields.Char(string="SKU", readonly=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    lot = fields.Char(readonly=True)
    owner_id = fields.Many2one("res.partner", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    to_status = fields.Selection(STATUSES, readonly=True)
    quantity = fields.Float(
        string="Change",
        digits="Product Unit",
        readonly=True,
        help="In our unit: what came, or what went where it is negative.",
    )
    on_hand = fields.Float(digits="Product Unit", readonly=True)
    has_on_hand = fields.Boolean(readonly=True)
    reason = fields.Char(readonly=True)
    reference = fields.Char(readonly=True)
    outcome = fields.Selection(
        [
            ("compared", "Compared"),
            ("applied", "Applied at Once"),
            ("contained", "In a Snapshot Already"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(readonly=True, help="Why it was not applied at once.")

    _once = models.UniqueIndex(
        "(integration_id, told_id, position) WHERE told_id IS NOT NULL",
        "This change was told already.",
    )

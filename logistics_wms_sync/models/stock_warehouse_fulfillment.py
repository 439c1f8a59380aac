# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockWarehouse(models.Model):
    """What is done about shipments that differ from what was ordered."""

    _inherit = "stock.warehouse"

    logistics_overshipment = fields.Selection(
        [("refuse", "Refuse"), ("accept", "Accept, and Open a Case")],
        string="More Than Ordered",
        required=True,
        default="refuse",
        help="What is done where the warehouse ships more than was ordered.",
    )
    logistics_overshipment_tolerance = fields.Float(
        string="Up to (%)",
        default=10.0,
        help="More than this share of what was ordered is refused all the same.",
    )
    logistics_lot_policy = fields.Selection(
        [("refuse", "Refuse"), ("create", "Create It")],
        string="Unknown Lots",
        required=True,
        default="refuse",
        help="What is done with lots and serial numbers that Odoo does not know.",
    )
    logistics_untold_policy = fields.Selection(
        [("refuse", "Refuse"), ("reserved", "Take What Is Reserved")],
        string="Lots Left Out",
        required=True,
        default="refuse",
        help="What is done where the warehouse does not say which lot it shipped.",
    )

    _logistics_overshipment_tolerance_positive = models.Constraint(
        "CHECK(logistics_overshipment_tolerance >= 0)",
        "A tolerance cannot be negative.",
    )

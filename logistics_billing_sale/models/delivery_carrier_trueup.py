# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class DeliveryCarrier(models.Model):
    """What becomes of the delivery price when the carrier bills another amount."""

    _inherit = "delivery.carrier"

    logistics_trueup_line = fields.Boolean(
        string="Charge Differences Afterwards",
        help="Where the delivery is invoiced already, a line with the difference is added "
        "to the order. Otherwise the difference is only told.",
    )
    logistics_trueup_from = fields.Float(
        string="Smallest Difference",
        digits="Product Price",
        help="In the company's currency. Smaller differences are let go.",
    )

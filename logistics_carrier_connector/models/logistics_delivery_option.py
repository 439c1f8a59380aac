# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsDeliveryOption(models.Model):
    """Something asked of the carrier beside carrying: a signature, a Saturday."""

    _name = "logistics.delivery.option"
    _description = "Delivery Option"
    _order = "sequence, id"
    # Words, the same for all companies: whoever enters an order reads them.
    _is_vocabulary = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("unique(code)", "This option exists already.")

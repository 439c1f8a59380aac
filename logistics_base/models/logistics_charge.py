# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..canonical import vocabulary


class LogisticsCharge(models.Model):
    """What a shipment costs, or is said to cost, by kind of charge.

    ``cost`` is what the carrier takes from us, ``amount`` what the customer is charged.
    """

    _name = "logistics.charge"
    _description = "Shipment Charge"
    _order = "shipment_id, id"
    _rec_name = "type"

    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    package_id = fields.Many2one(
        "logistics.package", index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(related="shipment_id.company_id")
    integration_id = fields.Many2one("logistics.integration", index="btree_not_null")
    type = fields.Selection(
        list(vocabulary.CHARGE_TYPES.items()), required=True, default="base"
    )
    basis = fields.Selection(
        [
            ("quoted", "Quoted"),
            ("expected", "Expected"),
            ("booked", "Booked"),
            ("invoiced", "Invoiced"),
        ],
        required=True,
        default="expected",
    )
    description = fields.Char()
    raw_code = fields.Char(string="Partner's Code")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    cost = fields.Monetary()
    amount = fields.Monetary(string="Charged to Customer")

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsExpectation(models.Model):
    """What a carrier may bill for a shipment, and what that rests on.

    Its amounts are the shipment's charges of basis ``expected``, one for each type.
    """

    _name = "logistics.expectation"
    _description = "Expected Freight Cost"
    _order = "id desc"
    _rec_name = "shipment_id"

    shipment_id = fields.Many2one(
        "logistics.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True)
    integration_id = fields.Many2one(
        "logistics.integration", string="Carrier", index="btree_not_null"
    )
    currency_id = fields.Many2one("res.currency", required=True)
    source = fields.Selection(
        [
            ("tariff", "Contract Tariff"),
            ("booking", "Booking"),
            ("quote", "Quotation"),
            ("manual", "By Hand"),
        ],
        required=True,
        default="manual",
    )
    service_code = fields.Char(string="Service")
    zone = fields.Char()
    actual_weight = fields.Float(string="Weight (kg)", digits=(12, 3))
    billed_weight = fields.Float(
        string="Chargeable Weight (kg)",
        digits=(12, 3),
        help="What the price rests on: of weight and volume what is more, rounded as "
        "the contract says.",
    )
    divisor = fields.Float(string="Divisor (cm³/kg)", digits=(12, 1))
    fuel_percent = fields.Float(string="Fuel (%)", digits=(6, 3))
    is_residential = fields.Boolean()
    guaranteed_until = fields.Datetime(
        help="Delivered later, the carrier pays its charges back."
    )

    _once = models.Constraint(
        "unique(shipment_id)", "This shipment has its expected cost already."
    )

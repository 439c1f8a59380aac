# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

SOURCES = [
    ("tariff", "Contract Tariff"),
    ("booking", "Booking"),
    ("quote", "Quotation"),
    ("manual", "By Hand"),
]


class LogisticsExpectation(models.Model):
    """What a carrier may bill for a shipment, and what that rests on.

    Its amounts are the shipment's charges of basis ``expected``. It is worked out when
    the shipment is booked and again when it leaves; what was expected before is kept as
    a version, and what a person has set by hand is left alone.
    """

    _name = "logistics.expectation"
    _description = "Expected Freight Cost"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "shipment_id"
    _check_company_auto = True

    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True)
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        check_company=True,
    )
    currency_id = fields.Many2one("res.currency", required=True)
    source = fields.Selection(
        SOURCES,
        string="Rests On",
        required=True,
        default="manual",
        readonly=True,
    )
    charge_ids = fields.One2many("logistics.charge", "expectation_id", string="Charges")
    amount = fields.Monetary(
        string="Expected",
        compute="_compute_amount",
        help="Without tax; what is in another currency stands beside it.",
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
    is_residential = fields.Boolean(string="Residential")
    guaranteed_until = fields.Datetime(
        help="Delivered later, the carrier pays its charges back."
    )
    rated_on = fields.Date(
        string="Prices Of", readonly=True, help="The day of shipping, there."
    )
    note = fields.Char(string="Doubts", readonly=True)
    is_void = fields.Boolean(
        string="Void",
        readonly=True,
        help="The shipment was called off: nothing may be billed for it.",
    )
    version = fields.Integer(required=True, default=1, readonly=True)
    made_at = fields.Datetime(
        string="Since", readonly=True, default=fields.Datetime.now
    )
    version_ids = fields.One2many(
        "logistics.expectation.version", "expectation_id", string="Earlier Versions"
    )

    _once = models.Constraint(
        "unique(shipment_id)", "This shipment has its expected cost already."
    )
    _of_company = models.Index("(company_id, id)")

    @api.depends("charge_ids.cost", "charge_ids.currency_id", "currency_id")
    def _compute_amount(self):
        for expectation in self:
            expectation.amount = sum(
                charge.cost
                for charge in expectation.charge_ids
                if charge.currency_id == expectation.currency_id
            )

    @api.model
    def _fact_types(self):
        """Return {field: type of its column} of what the figures rest on."""
        return {
            "integration_id": "int4",
            "service_code": "varchar",
            "zone": "varchar",
            "actual_weight": "numeric",
            "billed_weight": "numeric",
            "divisor": "numeric",
            "fuel_percent": "numeric",
            "is_residential": "bool",
            "guaranteed_until": "timestamp",
            "rated_on": "date",
            "note": "varchar",
        }

    def action_view_shipment(self):
        """Open the shipment."""
        self.ensure_one()
        return self.shipment_id._form_action()

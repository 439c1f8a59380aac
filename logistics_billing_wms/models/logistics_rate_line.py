# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..canonical.rating import Tier, amount_of, rounded_up

ACTIVITIES = {
    "receipt": "Receipt",
    "putaway": "Putaway",
    "storage": "Storage",
    "pick": "Picking",
    "pack": "Packing",
    "ship": "Shipping",
    "return": "Return",
    "value_added": "Extra Work",
    "flat": "Flat Rate per Month",
}
#: Each is a column of the activities.
MEASURES = {
    "orders": "Order",
    "lines": "Line",
    "units": "Unit",
    "packages": "Package",
    "pallets": "Pallet",
    "volume": "m³",
    "weight": "kg",
    "hours": "Hour",
}
#: What can be told of goods that lie there.
STORED_MEASURES = ("lines", "units", "pallets", "volume", "weight")


class LogisticsRateLine(models.Model):
    """The price of one kind of work, or of lying there."""

    _name = "logistics.rate.line"
    _inherit = ["logistics.audited"]
    _description = "Rate"
    _order = "card_id, sequence, id"

    card_id = fields.Many2one(
        "logistics.rate.card", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="card_id.company_id")
    currency_id = fields.Many2one(related="card_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="On the Invoice", required=True, translate=True, default="Handling"
    )
    activity = fields.Selection(list(ACTIVITIES.items()), required=True, default="ship")
    code = fields.Char(
        string="Kind of Work",
        help="Of extra work: only what is booked with this code. Empty: whatever has no "
        "rate of its own.",
    )
    measure = fields.Selection(
        list(MEASURES.items()), string="Per", required=True, default="orders"
    )
    span = fields.Selection(
        [("day", "Day"), ("week", "Week"), ("month", "Month")],
        string="And",
        default="day",
        help="Of storage: how long the price is for.",
    )
    is_prorated = fields.Boolean(
        string="By Days",
        default=True,
        help="A week or month counts by its days. Otherwise it counts as a whole, with "
        "the most that lay there on one of its days.",
    )
    free_days = fields.Integer(help="Of storage: so many days nothing is charged.")
    price = fields.Float(digits=(16, 4), help="Zero: included, and never missing.")
    step = fields.Float(
        string="Rounded Up to",
        digits=(12, 3),
        help="The quantity of the period: 0.5 to the next half. Empty: as it is.",
    )
    tier_mode = fields.Selection(
        [("graduated", "Each Tier at Its Price"), ("whole", "All at the Tier Reached")],
        required=True,
        default="graduated",
    )
    tier_ids = fields.One2many("logistics.rate.tier", "line_id", copy=True)
    minimum = fields.Monetary(
        string="Minimum per Period", help="Where there was any such work at all."
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        domain="[('type', '=', 'service')]",
        default=lambda self: self.env.ref(
            "logistics_billing_wms.product_warehousing", raise_if_not_found=False
        ),
        ondelete="restrict",
    )

    _not_negative = models.Constraint(
        "CHECK (price >= 0 AND step >= 0 AND minimum >= 0 AND free_days >= 0)",
        "Prices, steps, minimums and free days cannot be negative.",
    )

    @api.constrains("activity", "measure")
    def _check_measure(self):
        for line in self:
            if line.activity == "storage" and line.measure not in STORED_MEASURES:
                raise ValidationError(
                    self.env._(
                        "%s: what lies there is measured in units, pallets, m³, kg, or "
                        "lines, one for each product.",
                        line.name,
                    )
                )

    @api.constrains("free_days", "activity")
    def _check_free_days(self):
        for line in self:
            if line.free_days and line.activity != "storage":
                raise ValidationError(
                    self.env._("%s: only storage has free days.", line.name)
                )
            if line.free_days > 366:
                raise ValidationError(
                    self.env._("%s: more than a year is free.", line.name)
                )

    def _amount(self, quantity):
        """Return (charged quantity, unrounded amount) of what a period comes to."""
        self.ensure_one()
        quantity = rounded_up(quantity, _decimal(self.step))
        tiers = [Tier(_decimal(t.above), _decimal(t.price)) for t in self.tier_ids]
        amount = amount_of(
            quantity, _decimal(self.price), tiers, self.tier_mode == "graduated"
        )
        return quantity, amount


class LogisticsRateTier(models.Model):
    """What is above a quantity of the period costs this."""

    _name = "logistics.rate.tier"
    _inherit = ["logistics.audited"]
    _description = "Tier of a Rate"
    _order = "line_id, above"

    line_id = fields.Many2one(
        "logistics.rate.line", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="line_id.company_id")
    above = fields.Float(digits=(16, 3), required=True)
    price = fields.Float(digits=(16, 4), required=True)

    _not_negative = models.Constraint(
        "CHECK (above > 0 AND price >= 0)",
        "A tier begins above zero, and its price is not negative.",
    )
    _once = models.Constraint(
        "unique(line_id, above)", "Two tiers begin at the same quantity."
    )


def _decimal(value):
    """Return the decimal that a float shows."""
    return Decimal(str(value or 0))

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from ..canonical.rebilling import REBILLABLE, Terms, price_of

CAUSES = [
    ("customer", "Customer"),
    ("service", "Service Ordered"),
    ("customs", "Customs"),
    ("sender", "Ourselves"),
    ("carrier", "Carrier"),
]


class LogisticsRebillRule(models.Model):
    """Which charges of carriers are charged on to customers, and at what price.

    The first rule that fits a charge decides; what no rule fits is not charged on.
    """

    _name = "logistics.rebill.rule"
    _inherit = ["logistics.audited"]
    _description = "Rebilling Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    charge_type = fields.Selection(
        [(code, CHARGE_TYPES[code]) for code in REBILLABLE],
        help="Empty: every charge beside the freight itself, its fuel and its discounts.",
    )
    cause = fields.Selection(CAUSES, help="Empty: whoever or whatever caused it.")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", ondelete="cascade"
    )
    category_id = fields.Many2one(
        "res.partner.category", string="Customer Tag", ondelete="cascade"
    )
    direction = fields.Selection(
        [("outbound", "Outbound"), ("inbound", "Inbound"), ("return", "Return")],
        help="Empty: outbound shipments and returns.",
    )
    minimum_cost = fields.Monetary(
        string="From", help="Smaller charges of the carrier are not charged on."
    )
    action = fields.Selection(
        [("charge", "Charge On"), ("never", "Do Not Charge On")],
        required=True,
        default="charge",
    )
    target = fields.Selection(
        [
            ("order", "Line on the Sales Order"),
            ("invoice", "Draft Customer Invoice"),
        ],
        string="Charge by",
        required=True,
        default="order",
    )
    is_automatic = fields.Boolean(
        string="Without Review", help="Charged without anybody having looked at it."
    )
    credits_automatically = fields.Boolean(
        string="Credit Without Review",
        help="What the carrier credits later is credited to the customer at once.",
    )
    product_id = fields.Many2one(
        "product.product",
        domain="[('type', '=', 'service'), ('sale_ok', '=', True)]",
        default=lambda self: self._default_product(),
        ondelete="restrict",
        check_company=True,
    )
    margin_percent = fields.Float(string="Margin (%)", digits=(6, 2))
    margin_fixed = fields.Monetary(string="Plus")
    minimum_price = fields.Monetary(help="Empty: no lower bound.")
    maximum_price = fields.Monetary(help="Empty: no upper bound.")
    rounding = fields.Monetary(
        string="Rounded to", help="0.50: to the next half. Empty: to the cent."
    )

    _not_negative = models.Constraint(
        "CHECK (margin_percent >= 0 AND margin_fixed >= 0 AND minimum_price >= 0 "
        "AND maximum_price >= 0 AND rounding >= 0 AND minimum_cost >= 0)",
        "Margins, bounds and rounding cannot be negative.",
    )
    _bounds = models.Constraint(
        "CHECK (maximum_price = 0 OR maximum_price IS NULL "
        "OR minimum_price <= maximum_price)",
        "The lowest price is above the highest one.",
    )

    @api.model
    def _default_product(self):
        return self.env.ref(
            "logistics_billing_sale.product_charged_on", raise_if_not_found=False
        )

    @api.constrains("action", "product_id")
    def _check_product(self):
        for rule in self:
            if rule.action == "charge" and rule.product_id.type != "service":
                raise ValidationError(
                    self.env._("%s: choose a service to charge by.", rule.name)
                )

    @api.model
    def _charged_types(self, company):
        """Return the types of charges that a rule of the company may concern."""
        rules = self.sudo().search([("company_id", "=", company.id)])
        if not all(rule.charge_type for rule in rules):
            return list(REBILLABLE)
        return list(set(rules.mapped("charge_type")))

    def _fits(self, rebill, cost):
        """Tell whether the rule is about a charge.

        :param cost: of the charge, in the rule's currency.
        """
        self.ensure_one()
        customer = rebill.partner_id.commercial_partner_id
        directions = [self.direction] if self.direction else ["outbound", "return"]
        return (
            self.charge_type in (False, rebill.type)
            and self.cause in (False, rebill.cause)
            and (
                not self.integration_id or self.integration_id == rebill.integration_id
            )
            and (
                not self.partner_id or self.partner_id.commercial_partner_id == customer
            )
            and (
                not self.category_id
                or self.category_id in (customer | rebill.partner_id).category_id
            )
            and rebill.direction in directions
            and self.currency_id.compare_amounts(cost, self.minimum_cost) >= 0
        )

    def _price(self, cost, convert):
        """Return the price of a cost.

        :param cost: in the customer's currency.
        :param convert: turns an amount of the rule's currency into the customer's.
        """
        self.ensure_one()
        terms = Terms(
            percent=self.margin_percent,
            fixed=convert(self.margin_fixed),
            minimum=convert(self.minimum_price),
            maximum=convert(self.maximum_price),
            step=convert(self.rounding),
        )
        return float(price_of(cost, terms))

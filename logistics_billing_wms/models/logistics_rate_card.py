# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LogisticsRateCard(models.Model):
    """What a customer pays for what a warehouse does with the customer's goods.

    The most special card that is valid on the day counts: the customer's own for the
    warehouse, the customer's own, the standard one for the warehouse, the standard one.
    """

    _name = "logistics.rate.card"
    _description = "Rate Card"
    _inherit = ["mail.thread", "logistics.audited"]
    _order = "partner_id, warehouse_id, date_from desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Empty: of all customers that have none of their own.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Empty: in all warehouses.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        tracking=True,
    )
    date_from = fields.Date(
        string="Valid from", required=True, default=fields.Date.today, tracking=True
    )
    date_to = fields.Date(string="Valid to", tracking=True, help="Empty: without end.")
    minimum = fields.Monetary(
        string="Minimum per Period",
        tracking=True,
        help="What is missing to it is charged as a line of its own. Where the card is "
        "valid for a part of the period, that part of it counts.",
    )
    minimum_product_id = fields.Many2one(
        "product.product",
        string="Product of the Minimum",
        domain="[('type', '=', 'service')]",
        default=lambda self: self.env.ref(
            "logistics_billing_wms.product_warehousing", raise_if_not_found=False
        ),
        ondelete="restrict",
    )
    line_ids = fields.One2many("logistics.rate.line", "card_id", copy=True)

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The card ends before it begins.",
    )
    _not_negative = models.Constraint(
        "CHECK (minimum >= 0)", "The minimum cannot be negative."
    )

    @api.constrains("minimum", "minimum_product_id")
    def _check_minimum(self):
        for card in self:
            if card.minimum and not card.minimum_product_id:
                raise ValidationError(
                    self.env._("%s: choose the product of the minimum.", card.name)
                )

    @api.constrains(
        "company_id", "partner_id", "warehouse_id", "date_from", "date_to", "active"
    )
    def _check_overlap(self):
        """Refuse two cards that would both decide on one day."""
        for card in self.filtered("active"):
            others = self.sudo().search(
                [
                    ("id", "!=", card.id),
                    ("company_id", "=", card.company_id.id),
                    ("partner_id", "=", card.partner_id.id),
                    ("warehouse_id", "=", card.warehouse_id.id),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", card.date_from),
                ]
            )
            if card.date_to:
                others = others.filtered(lambda o, c=card: o.date_from <= c.date_to)
            if others:
                raise ValidationError(
                    self.env._(
                        "%(card)s overlaps with %(other)s: on one day only one card of "
                        "a customer and a warehouse is valid.",
                        card=card.name,
                        other=others[0].name,
                    )
                )

    @api.model
    def _cards_of(self, company, partner):
        """Return the cards that may count for a customer, the most special ones first."""
        cards = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", (False, partner.commercial_partner_id.id)),
            ]
        )
        return cards.sorted(lambda c: (not c.partner_id, not c.warehouse_id, c.id))

    def _valid(self, warehouse_id, day):
        """Return the first of these that is valid there and then."""
        for card in self:
            if card.warehouse_id.id in (False, warehouse_id) and card._is_valid(day):
                return card
        return self.browse()

    def _is_valid(self, day):
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

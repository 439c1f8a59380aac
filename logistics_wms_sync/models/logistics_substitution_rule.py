# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .fulfillment_telling import Refused, Waits

DECISIONS = [("accept", "Accept"), ("ask", "Ask a Dispatcher"), ("refuse", "Refuse")]
#: What an order says of substitutes where no rule does.
BY_ORDER = {"yes": "accept", "ask": "ask", "no": "refuse"}


class LogisticsSubstitutionRule(models.Model):
    """What is done where a warehouse sends one product in place of another.

    The first rule that fits decides; where none does, what the order itself allows.
    """

    _name = "logistics.substitution.rule"
    _description = "Substitution Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", index="btree_not_null", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        check_company=True,
        help="And all addresses of that company.",
    )
    categ_id = fields.Many2one(
        "product.category",
        string="Category",
        index="btree_not_null",
        help="Of what was ordered; categories below count, too.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Ordered",
        index="btree_not_null",
        check_company=True,
    )
    substitute_id = fields.Many2one(
        "product.product",
        string="Sent Instead",
        index="btree_not_null",
        check_company=True,
        help="Empty: whatever is sent instead.",
    )
    decision = fields.Selection(DECISIONS, required=True, default="ask")

    @api.depends("product_id", "categ_id", "substitute_id")
    def _compute_name(self):
        for rule in self:
            ordered = rule.product_id.display_name or rule.categ_id.display_name
            rule.name = self.env._(
                "%(ordered)s → %(sent)s",
                ordered=ordered or self.env._("Anything"),
                sent=rule.substitute_id.display_name or self.env._("anything else"),
            )

    # Deciding

    @api.model
    def _decide_all(self, tellings):
        """Return the tellings whose substitutes, if any, may be sent.

        The others wait for a dispatcher, or are refused.
        """
        concerned = [
            telling
            for telling in tellings
            if any(goods.is_substitute for goods in telling.shipped())
        ]
        if not concerned:
            return tellings
        company = concerned[0].order.company_id
        rules = self.search([("company_id", "=", company.id)])
        attempt = self.env["logistics.fulfillment.reading"]._attempt
        for telling in concerned:
            attempt(telling, rules._judge)
        return [telling for telling in tellings if telling.item.is_open]

    def _judge(self, telling):
        """Refuse a shipment, or have it wait, for what it sends in place of others."""
        questions = []
        for goods in telling.shipped():
            if not goods.is_substitute:
                continue
            self._check_unit(goods)
            decision = self._decision(telling.order, goods)
            if decision == "ask":
                request = self.env["logistics.substitution.request"]._ask(
                    telling, goods
                )
                decision = {"accepted": "accept", "refused": "refuse"}.get(
                    request.state
                )
                questions += [] if decision else [request]
            if decision == "refuse":
                raise Refused("value", self._words(telling, goods), severity="2")
        if questions:
            raise Waits(
                "decision",
                self.env._("A dispatcher is asked about a substitute."),
                [("decision", request._wait_key()) for request in questions],
            )

    @api.model
    def _words(self, telling, goods):
        return self.env._(
            "%(warehouse)s sent %(substitute)s in place of %(product)s for %(order)s, "
            "which is not allowed.",
            warehouse=telling.order.warehouse_id.name,
            substitute=goods.product.display_name,
            product=goods.line.product_id.display_name,
            order=telling.order.name,
        )

    @api.model
    def _check_unit(self, goods):
        if not goods.product.uom_id._has_common_reference(goods.line.product_id.uom_id):
            raise Refused(
                "value",
                self.env._(
                    "%(substitute)s is not counted in the unit of %(product)s.",
                    substitute=goods.product.display_name,
                    product=goods.line.product_id.display_name,
                ),
                severity="2",
            )

    def _decision(self, order, goods):
        """Return what the first rule that fits says, else the order."""
        for rule in self:
            if rule._fits(order, goods):
                return rule.decision
        return BY_ORDER[order.substitution]

    def _fits(self, order, goods):
        ordered = goods.line.product_id
        path = ordered.categ_id.parent_path or ""
        customer = order.partner_id.commercial_partner_id
        customers = order.partner_id | customer | order.sale_id.partner_id
        return (
            self.warehouse_id in (order.warehouse_id, self.warehouse_id.browse())
            and (not self.partner_id or self.partner_id in customers)
            and self.product_id in (ordered, ordered.browse())
            and self.substitute_id in (goods.product, ordered.browse())
            and (not self.categ_id or path.startswith(self.categ_id.parent_path))
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models

from ..canonical.rebilling import CAUSES

#: Findings of these kinds make every charge of their invoice doubtful.
_OF_THE_INVOICE = ("duplicate_invoice", "currency")

_FIND = """
    INSERT INTO logistics_rebill (
           company_id, line_id, invoice_id, integration_id, shipment_id, sale_id,
           partner_id, direction, type, cause, billed_on, cost_currency_id, cost,
           credited, given_back, price, own_cost, state, has_credit,
           create_uid, create_date, write_uid, write_date)
    SELECT l.company_id, l.id, l.invoice_id, i.integration_id, s.id, s.sale_id,
           COALESCE(o.partner_invoice_id,
                    CASE WHEN s.direction != 'inbound' THEN s.partner_id END),
           s.direction, l.type, %(causes)s::jsonb ->> l.type,
           COALESCE(i.invoice_date, i.create_date::date), l.currency_id, l.amount,
           0, 0, 0, 0, 'waiting', false,
           %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
      FROM logistics_carrier_invoice_line l
      JOIN logistics_carrier_invoice i ON i.id = l.invoice_id
      JOIN logistics_charge_audit a ON a.id = l.id AND a.match_state = 'matched'
      JOIN logistics_shipment s ON s.id = a.shipment_id
                               AND s.company_id = l.company_id
 LEFT JOIN sale_order o ON o.id = s.sale_id
     WHERE l.invoice_id = ANY(%(invoices)s) AND l.amount > 0
       AND l.type = ANY(%(types)s)
  ORDER BY l.id
        ON CONFLICT (line_id) DO NOTHING
 RETURNING id
"""
_DISPUTED = """
    SELECT r.id FROM logistics_rebill r
     WHERE r.id = ANY(%(rebills)s) AND EXISTS (
           SELECT 1 FROM logistics_invoice_finding f
            WHERE f.state IN ('open', 'disputed') AND f.invoice_id = r.invoice_id
              AND (f.line_id = r.line_id
                   OR f.line_id IS NULL AND f.type = ANY(%(types)s)))
"""


class LogisticsRebill(models.Model):
    """Finds what may be charged on, and says what is to become of it."""

    _inherit = "logistics.rebill"

    @api.model
    def _take(self, invoices):
        """List the charges of approved invoices that rules may concern.

        :return: those that are new, not judged yet.
        """
        found = self.browse()
        self.env.flush_all()
        for company, own in invoices.grouped("company_id").items():
            types = self.env["logistics.rebill.rule"]._charged_types(company)
            self.env.cr.execute(
                _FIND,
                {
                    "invoices": own.ids,
                    "types": types,
                    "causes": json.dumps(CAUSES),
                    "user": self.env.uid,
                },
            )
            found |= self.browse([row[0] for row in self.env.cr.fetchall()])
        return found

    def _evaluate(self, target=None):
        """Say for each what rule it goes by and what it costs the customer.

        :param target: where it is charged, whatever the rule says.
        """
        disputed = self._disputed()
        rules = self.env["logistics.rebill.rule"].sudo()
        rules = rules.search([("company_id", "in", self.company_id.ids)])
        rules = rules.grouped("company_id")
        none = self.env["logistics.rebill.rule"]
        for rebill in self:
            if rebill in disputed:
                rebill._set_waiting("disputed")
                continue
            own_rules = rules.get(rebill.company_id, none)
            rebill._evaluate_one(own_rules, target)

    def _evaluate_one(self, rules, target):
        if reason := self._why_not():
            self._set_declined(reason)
            return
        cost = self._convert(self._net_cost(), self.company_id.currency_id)
        if cost is None:
            self._set_waiting("no_rate")
            return
        rule = next((rule for rule in rules if rule._fits(self, cost)), None)
        if rule is None or rule.action == "never":
            self.rule_id = rule
            self._set_declined("rule_never" if rule else "no_rule")
            return
        self._price_by(rule, target or rule.target)

    def _why_not(self):
        """Return why the charge is never charged on; None where it may be."""
        if self.partner_id.commercial_partner_id.logistics_rebill_never:
            return "never"
        if self.cost_currency_id.compare_amounts(self.credited, self.cost) >= 0:
            return "credited"
        if self.reason in ("no_rule", "real_cost"):
            settled = self.env["logistics.freight.trueup"].sudo()
            if settled._contains(self):
                return "real_cost"
        return None

    def _price_by(self, rule, target):
        """Price the charge; it waits where nothing could take the line."""
        order = self.sale_id
        currency = order.currency_id if order else self.company_id.currency_id
        cost = self._convert(self._net_cost(), currency)
        main = self.company_id.currency_id
        vals = {"rule_id": rule.id, "target": target, "currency_id": currency.id}
        self.write(vals)
        if not self.partner_id:
            self._set_waiting("no_customer")
        elif target == "order" and not order:
            self._set_waiting("no_order")
        elif target == "order" and order.state != "sale":
            self._set_waiting("order_cancelled")
        elif cost is None or self._convert(1.0, currency, main) is None:
            self._set_waiting("no_rate")
        else:
            price = rule._price(
                cost, lambda amount: self._convert(amount, currency, main)
            )
            self.write(
                {
                    "own_cost": cost,
                    "price": currency.round(price),
                    "state": "review",
                    "reason": False,
                }
            )

    # Facts

    def _net_cost(self):
        return self.cost - self.credited

    def _disputed(self):
        """Return those whose charge is doubted."""
        self.env.flush_all()
        self.env.cr.execute(
            _DISPUTED, {"rebills": self.ids, "types": list(_OF_THE_INVOICE)}
        )
        return self.browse([row[0] for row in self.env.cr.fetchall()])

    def _convert(self, amount, currency, from_currency=None):
        """Return an amount in another currency; None where there is no rate."""
        source = from_currency or self.cost_currency_id
        if source == currency:
            return amount
        main = self.company_id.currency_id
        for each in source | currency:
            if each != main and not (each.active and each.rate_ids):
                return None
        day = self.billed_on or fields.Date.context_today(self)
        return source._convert(amount, currency, self.company_id, day, round=False)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..canonical.rebilling import credit_of, spread

_CREDITS = """
    SELECT l.id, a.shipment_id, l.type, -l.amount, l.currency_id
      FROM logistics_carrier_invoice_line l
      JOIN logistics_charge_audit a ON a.id = l.id AND a.match_state = 'matched'
     WHERE l.invoice_id = ANY(%s) AND l.amount < 0 AND l.type IS NOT NULL
       AND EXISTS (SELECT 1 FROM logistics_rebill r WHERE r.shipment_id = a.shipment_id)
       AND NOT EXISTS (SELECT 1 FROM logistics_rebill_credit c WHERE c.line_id = l.id)
  ORDER BY l.id
"""


class LogisticsRebillCredit(models.Model):
    """What a carrier took back of a charge that is charged on to a customer."""

    _name = "logistics.rebill.credit"
    _description = "Credit for a Rebilled Charge"
    _order = "id"

    rebill_id = fields.Many2one(
        "logistics.rebill",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="rebill_id.company_id")
    line_id = fields.Many2one(
        "logistics.carrier.invoice.line",
        string="Carrier's Credit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    cost_currency_id = fields.Many2one(related="rebill_id.cost_currency_id")
    amount = fields.Monetary(currency_field="cost_currency_id", readonly=True)
    currency_id = fields.Many2one(related="rebill_id.currency_id")
    price = fields.Monetary(string="For the Customer", readonly=True)
    state = fields.Selection(
        [
            ("suggested", "To Decide"),
            ("given", "Given"),
            ("kept", "Kept"),
            ("netted", "Before It Was Charged"),
        ],
        required=True,
        readonly=True,
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _once = models.Constraint(
        "unique(line_id, rebill_id)", "This credit counts for the charge already."
    )

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Give the credit, or keep it."))
        return super().write(vals)

    @api.model
    def _take(self, invoices):
        """Hold what carriers take back against what was, or is to be, charged on."""
        self.env.flush_all()
        self.env.cr.execute(_CREDITS, (invoices.ids,))
        rows = self.env.cr.fetchall()
        rebills = self.env["logistics.rebill"].search(
            [("shipment_id", "in", list({row[1] for row in rows}))], order="id"
        )
        by_shipment = rebills._lock().grouped(lambda rebill: rebill.shipment_id.id)
        for line_id, shipment_id, kind, amount, currency_id in rows:
            fit = by_shipment.get(shipment_id, rebills.browse()).filtered(
                lambda r, kind=kind, currency_id=currency_id: (
                    kind in (r.type, "void") and r.cost_currency_id.id == currency_id
                )
            )
            self._spread(line_id, amount, fit)

    @api.model
    def _spread(self, line_id, amount, rebills):
        parts = spread(amount, [r.cost - r.credited for r in rebills])
        for rebill, part in zip(rebills, map(float, parts), strict=True):
            if not rebill.cost_currency_id.is_zero(part):
                self._enter(line_id, rebill, part)

    @api.model
    def _enter(self, line_id, rebill, amount):
        """Note a credit; before the charge was charged on it only lessens it."""
        rebill.credited += amount
        credit = self.create(
            {
                "rebill_id": rebill.id,
                "line_id": line_id,
                "amount": amount,
                "state": "suggested" if rebill.state == "charged" else "netted",
            }
        )
        if rebill.state == "review":
            rebill._evaluate()
        if rebill.state != "charged":
            return
        told = sum(rebill.credit_ids.mapped("price"))
        gross = float(
            credit_of(rebill.price, told, rebill._charged_cost(), self._since(rebill))
        )
        credit.price = rebill.currency_id.round(gross)
        rebill.has_credit = True
        if rebill.rule_id.credits_automatically:
            credit._give()

    @api.model
    def _since(self, rebill):
        """Return what was credited after the customer was charged."""
        later = rebill.credit_ids.filtered(lambda credit: credit.state != "netted")
        return sum(later.mapped("amount"))

    def _give(self):
        """Give customers back their share, by the order or by a credit note."""
        for credit in self.filtered(lambda credit: credit.state == "suggested"):
            rebill = credit.rebill_id
            if rebill.target == "order" and rebill.sale_id.state == "sale":
                words = credit._words(rebill.sale_id.partner_id.lang)
                line = rebill._add_order_line(-credit.price, words)
                credit.write({"state": "given", "sale_line_id": line.id})
            else:
                credit._give_by_note()
            rebill.given_back += credit.price
        self._settle()

    def _give_by_note(self):
        rebill = self.rebill_id
        move = rebill._draft_invoice("out_refund")
        vals = rebill._move_line_vals(self.price)
        vals["name"] = self._words(rebill.partner_id.lang)
        move.write({"invoice_line_ids": [Command.create(vals)]})
        self.write({"state": "given", "move_id": move.id})

    def _keep(self):
        """Keep what the carrier took back."""
        self.filtered(lambda credit: credit.state == "suggested").state = "kept"
        self._settle()

    def _settle(self):
        for rebill in self.rebill_id:
            states = rebill.credit_ids.mapped("state")
            rebill.has_credit = "suggested" in states

    def _words(self, lang):
        own = self.with_context(lang=lang or self.env.lang)
        return own.env._("Credit: %s", self.rebill_id._words(lang))

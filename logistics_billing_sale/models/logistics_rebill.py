# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

from ..canonical.rebilling import REBILLABLE
from .logistics_rebill_rule import CAUSES

REASONS = {
    "disputed": "The carrier's charge is in dispute, or a finding on it is open.",
    "no_order": "The shipment has no sales order: charge by invoice, or not at all.",
    "order_cancelled": "The sales order is cancelled or not confirmed.",
    "no_customer": "Nobody knows which customer this was carried for.",
    "no_rate": "There is no exchange rate between the carrier's currency and the "
    "customer's.",
    "never": "This customer is never charged on.",
    "rule_never": "A rule says that this is not charged on.",
    "no_rule": "No rule fits.",
    "real_cost": "It is part of the delivery line, which was set to the real cost.",
    "credited": "The carrier took it back before it was charged on.",
    "person": "A person decided so.",
}
#: Nothing was decided yet.
OPEN_STATES = ("waiting", "review")


class LogisticsRebill(models.Model):
    """A charge of a carrier that a customer pays, or might: once, whatever happens."""

    _name = "logistics.rebill"
    _description = "Charge to Rebill"
    _order = "id desc"
    _rec_name = "type"
    _inherit = ["mail.thread"]

    line_id = fields.Many2one(
        "logistics.carrier.invoice.line",
        string="Carrier's Charge",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        string="Carrier Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration", string="Carrier", readonly=True
    )
    shipment_id = fields.Many2one(
        "logistics.shipment", readonly=True, index=True, ondelete="restrict"
    )
    sale_id = fields.Many2one(
        "sale.order", string="Sales Order", readonly=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null"
    )
    direction = fields.Char(readonly=True)
    type = fields.Selection(
        [(code, CHARGE_TYPES[code]) for code in REBILLABLE], readonly=True
    )
    cause = fields.Selection(CAUSES, readonly=True, tracking=True)
    tracking_number = fields.Char(related="line_id.tracking_number")
    billed_on = fields.Date(string="Billed on", readonly=True)
    cost_currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    cost = fields.Monetary(
        string="Carrier's Amount", currency_field="cost_currency_id", readonly=True
    )
    credited = fields.Monetary(
        string="Carrier Credited", currency_field="cost_currency_id", readonly=True
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    own_cost = fields.Monetary(
        string="Cost", readonly=True, help="In the customer's currency."
    )
    price = fields.Monetary(string="Charged", readonly=True, tracking=True)
    given_back = fields.Monetary(readonly=True, help="To the customer.")
    margin = fields.Monetary(compute="_compute_margin", store=True)
    rule_id = fields.Many2one(
        "logistics.rebill.rule", readonly=True, index="btree_not_null"
    )
    target = fields.Selection(
        [("order", "Sales Order"), ("invoice", "Draft Invoice")], readonly=True
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("review", "To Review"),
            ("charged", "Charged On"),
            ("declined", "Not Charged On"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    reason = fields.Selection(list(REASONS.items()), readonly=True)
    has_credit = fields.Boolean(
        string="Credit to Give",
        readonly=True,
        help="The carrier credited what the customer has paid for.",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", readonly=True, index="btree_not_null", ondelete="set null"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Customer Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    credit_ids = fields.One2many("logistics.rebill.credit", "rebill_id", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    note = fields.Char(tracking=True)

    _once = models.Constraint(
        "unique(line_id)", "This charge is on the list already: it is charged on once."
    )
    _to_do = models.Index("(company_id, id) WHERE state IN ('waiting', 'review')")
    _credit_to_give = models.Index("(company_id) WHERE has_credit")

    @api.depends("price", "own_cost", "given_back", "credited", "cost", "state")
    def _compute_margin(self):
        for rebill in self:
            if rebill.state != "charged":
                rebill.margin = 0.0
                continue
            share = rebill.credited / rebill.cost if rebill.cost else 0.0
            rebill.margin = (
                rebill.price - rebill.given_back - rebill.own_cost * (1 - share)
            )

    @api.depends("type", "shipment_id")
    def _compute_display_name(self):
        labels = dict(self._fields["type"]._description_selection(self.env))
        for rebill in self:
            rebill.display_name = (
                f"{labels.get(rebill.type, '')} · {rebill.shipment_id.name or ''}"
            )

    def write(self, vals):
        """Let people note something; what is charged is decided by the methods."""
        decided = set(vals) - {"note", "message_follower_ids", "message_ids"}
        if decided and not self.env.su:
            raise AccessError(
                self.env._("Charge on or decline: what is charged is on record.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(
                self.env._("This stays on the list, so that it is charged on once.")
            )

    # What people decide

    def action_charge(self):
        """Charge the reviewed ones on, by order or by invoice as their rules say."""
        self._check_decides()._in_states("review")._charge()

    def action_charge_by_invoice(self):
        """Charge on by a draft invoice where there is no order that could take it."""
        own = (
            self._check_decides()
            ._in_states("waiting", "review")
            .filtered(
                lambda rebill: rebill.reason in (False, "no_order", "order_cancelled")
            )
        )
        own._evaluate("invoice")
        own._in_states("review")._charge()

    def action_decline(self):
        """Have us pay these charges ourselves."""
        self._check_decides()._in_states(*OPEN_STATES)._set_declined("person")

    def action_reconsider(self):
        """Look at them again: a rule, a rate or an order may have changed since."""
        own = self._check_decides()._lock()
        own.filtered(
            lambda r: (
                r.state in OPEN_STATES
                or (r.state == "declined" and r.reason not in ("credited", "real_cost"))
            )
        )._evaluate()
        self.env["logistics.freight.trueup"].sudo()._settle(own.sale_id)

    def action_our_fault(self):
        """Say that we caused the charge: rules for what customers cause do not fit."""
        own = self._check_decides()._in_states(*OPEN_STATES)
        own.write({"cause": "sender"})
        own._evaluate()
        own.filtered(lambda r: r.reason == "no_rule")._set_declined("person")

    def action_give_credit(self):
        """Give the customers back what the carrier credited."""
        self._check_decides()._lock().credit_ids._give()

    def action_keep_credit(self):
        """Keep what the carrier credited."""
        self._check_decides()._lock().credit_ids._keep()

    def action_view_target(self):
        """Open the order or the invoice on which it was charged."""
        self.ensure_one()
        record = self.move_id or self.sale_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    # Facts and states

    def _check_decides(self):
        """Return the records, to be changed by who may decide about invoices."""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "account.group_account_invoice"
        ):
            raise AccessError(
                self.env._("Only who answers for invoices decides what is charged on.")
            )
        return self.sudo()

    def _lock(self):
        """Keep others from deciding about these at the same time."""
        if self.ids:
            self.flush_recordset()
            self.env.cr.execute(
                "SELECT id FROM logistics_rebill WHERE id = ANY(%s) "
                "ORDER BY id FOR NO KEY UPDATE",
                (self.ids,),
            )
            self.invalidate_recordset()
        return self

    def _in_states(self, *states):
        """Return those in the states, locked."""
        return self._lock().filtered(lambda rebill: rebill.state in states)

    def _set_declined(self, reason):
        self.write(
            {
                "state": "declined",
                "reason": reason,
                "decided_by_id": self.env.uid if reason == "person" else False,
            }
        )

    def _set_waiting(self, reason):
        self.write({"state": "waiting", "reason": reason})

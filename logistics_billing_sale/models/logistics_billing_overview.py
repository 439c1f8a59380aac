# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical import vocabulary
from odoo.addons.logistics_billing_reconcile.models.logistics_shipment_hold import (
    WAITS,
)

from .billing_overview_query import VIEW


class LogisticsBillingOverview(models.Model):
    """One line for each shipment: invoice, charges, proof, billing status and hold."""

    _name = "logistics.billing.overview"
    _description = "Billing Overview"
    _auto = False
    _order = "id desc"
    _rec_name = "shipment_id"

    shipment_id = fields.Many2one("logistics.shipment", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    client_order_ref = fields.Char(string="Customer's Reference", readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration", string="Carrier", readonly=True
    )
    state = fields.Selection(
        list(vocabulary.STATES.items()), string="Stage", readonly=True
    )
    ordered_date = fields.Datetime(readonly=True)
    delivered_date = fields.Datetime(string="Delivered", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_goods = fields.Monetary(
        string="Goods",
        readonly=True,
        help="What is shipped, at the order's prices, without tax.",
    )
    amount_held = fields.Monetary(string="Held", readonly=True)
    freight_expected = fields.Monetary(readonly=True)
    freight_billed = fields.Monetary(readonly=True)
    invoices = fields.Char(
        readonly=True, help="Of the whole order: those of Odoo, or of who bills it."
    )
    proof_condition = fields.Selection(
        [
            ("good", "Good"),
            ("damaged", "Damaged"),
            ("short", "Short"),
            ("unknown", "Proven"),
        ],
        string="Proof",
        readonly=True,
    )
    proof_date = fields.Datetime(string="Proven", readonly=True)
    billing_status = fields.Selection(
        [
            ("held", "Held"),
            ("ready", "To Invoice"),
            ("draft", "Draft"),
            ("posted", "Invoiced"),
            ("paid", "Paid"),
            ("disputed", "Disputed"),
            ("external", "Billed Elsewhere"),
            ("none", "Nothing to Invoice"),
        ],
        readonly=True,
    )
    invoicing_policy = fields.Selection(
        [
            ("dispatch", "Dispatch"),
            ("delivery", "Delivery"),
            ("pod", "Proof of Delivery"),
        ],
        string="Invoiced at",
        readonly=True,
    )
    invoicing_hold = fields.Boolean(string="Is Held", readonly=True)
    invoicing_wait = fields.Selection(WAITS, string="Waits for", readonly=True)
    invoicing_hold_reason = fields.Char(string="Why Held", readonly=True)
    invoicing_held_at = fields.Datetime(string="Held Since", readonly=True)
    days_held = fields.Float(digits=(16, 1), readonly=True, aggregator="avg")
    released_by = fields.Char(string="Who May Release", compute="_compute_released_by")

    @property
    def _table_query(self):
        return SQL(VIEW.replace("%", "%%"))

    @api.depends("invoicing_hold", "invoicing_policy")
    def _compute_released_by(self):
        """What a policy holds finance releases; what people hold dispatchers, too."""
        for line in self:
            if not line.invoicing_hold:
                line.released_by = False
            elif line.invoicing_policy:
                line.released_by = self.env._("Billing, Logistics Managers")
            else:
                line.released_by = self.env._("Billing, Dispatchers")

    def action_open_shipment(self):
        """Open the shipment of the line."""
        self.ensure_one()
        return self.shipment_id._form_action()

    def action_release(self):
        """Ask why what is held of the lines is released, and release it."""
        held = self.filtered("invoicing_hold").shipment_id
        return held.action_ask_release_invoicing()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.logistics_base.canonical.vocabulary import CHARGE_TYPES

#: Charges nobody need agree on: they are somebody else's, passed on.
PASSED_ON = ("vat", "duty", "import_tax", "brokerage")
#: What a person enters that changes what is found.
DECIDING = {
    "divisor",
    "weight_step",
    "tax_percent",
    "needs_proof",
    "has_guarantee",
    "charges_voided",
    "agreed_ids",
    "own_tolerances",
    "tolerance_ids",
    "over_amount",
    "over_percent",
    "under_amount",
    "under_percent",
    "invoice_over_amount",
    "invoice_over_percent",
    "invoice_under_amount",
    "invoice_under_percent",
    "active",
    "integration_id",
    "account_number",
}


class LogisticsBillingTerms(models.Model):
    """What was agreed with a carrier about its bills, and how much off they may be.

    Those without a carrier are the company's own, for all carriers that have none.
    """

    _name = "logistics.billing.terms"
    _description = "Billing Terms"
    _order = "company_id, integration_id, account_number, id"
    _rec_name = "integration_id"
    _check_company_auto = True

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: for all carriers that have no terms of their own.",
    )
    account_number = fields.Char(
        string="Customer Account", help="Empty: for all accounts with the carrier."
    )
    divisor = fields.Float(
        string="Divisor (cm³/kg)",
        digits=(12, 1),
        help="0: as the contract tariff has it.",
    )
    weight_step = fields.Float(
        string="Weights Rounded Up To (kg)", digits=(12, 3), default=0.5
    )
    tax_percent = fields.Float(string="Tax (%)", digits=(6, 3))
    checks_tax = fields.Boolean(
        string="Check Tax", help="Charges are taxed at this rate, and at no other."
    )
    has_guarantee = fields.Boolean(
        string="Money-Back Guarantee",
        default=True,
        help="Delivered later than guaranteed, the carrier pays its charges back.",
    )
    needs_proof = fields.Boolean(
        string="Proof of Delivery Required",
        help="What was delivered is paid for when there is a proof of it.",
    )
    charges_voided = fields.Boolean(
        string="Voided Labels Cost",
        help="The carrier may bill what was voided before it was handed over.",
    )
    agreed_ids = fields.One2many("logistics.billing.agreed", "terms_id", copy=True)
    own_tolerances = fields.Boolean(
        default=True, help="Otherwise those of the company apply."
    )
    tolerance_ids = fields.One2many(
        "logistics.billing.tolerance", "terms_id", copy=True
    )
    over_amount = fields.Monetary(string="Above, Up To")
    over_percent = fields.Float(string="Above (%)", digits=(6, 3))
    under_amount = fields.Monetary(string="Below, Up To")
    under_percent = fields.Float(string="Below (%)", digits=(6, 3))
    invoice_over_amount = fields.Monetary(string="Invoice Above, Up To")
    invoice_over_percent = fields.Float(string="Invoice Above (%)", digits=(6, 3))
    invoice_under_amount = fields.Monetary(string="Invoice Below, Up To")
    invoice_under_percent = fields.Float(string="Invoice Below (%)", digits=(6, 3))

    _once = models.UniqueIndex(
        "(company_id, COALESCE(integration_id, 0), COALESCE(account_number, '')) "
        "WHERE active",
        "There are terms for this carrier and account already.",
    )
    _positive = models.Constraint(
        "CHECK(over_amount >= 0 AND over_percent >= 0 AND under_amount >= 0 "
        "AND under_percent >= 0 AND invoice_over_amount >= 0 "
        "AND invoice_over_percent >= 0 AND invoice_under_amount >= 0 "
        "AND invoice_under_percent >= 0 AND divisor >= 0 AND weight_step >= 0 "
        "AND tax_percent >= 0)",
        "Tolerances, weights and percentages cannot be below zero.",
    )

    @api.depends("integration_id", "account_number")
    def _compute_display_name(self):
        for terms in self:
            name = terms.integration_id.name or self.env._("All Carriers")
            if terms.account_number:
                name = f"{name} ({terms.account_number})"
            terms.display_name = name

    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        terms._changed()
        return terms

    def write(self, vals):
        result = super().write(vals)
        if (DECIDING | {"checks_tax"}) & set(vals):
            self._changed()
        return result

    def unlink(self):
        self._changed()
        return super().unlink()

    def _changed(self):
        """Have what was audited by these terms looked at again."""
        for terms in self:
            self.env["logistics.charge.audit"]._mark_stale_invoices(
                terms.company_id, terms.integration_id
            )

    @api.model
    def _assign(self, invoice_ids):
        """Note on invoices by which terms they are audited: the closest there are."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE logistics_carrier_invoice i SET terms_id = (
                    SELECT t.id FROM logistics_billing_terms t
                     WHERE t.active AND t.company_id = i.company_id
                       AND COALESCE(t.integration_id, i.integration_id)
                           = i.integration_id
                       AND COALESCE(t.account_number, '')
                           IN ('', COALESCE(i.account_number, ''))
                     ORDER BY t.integration_id IS NULL,
                              COALESCE(t.account_number, '') = '' LIMIT 1)
                 WHERE i.id = ANY(%s)
                """,
                list(invoice_ids),
            )
        )


class LogisticsBillingTolerance(models.Model):
    _name = "logistics.billing.tolerance"
    _description = "Tolerance of a Charge"
    _order = "terms_id, type"
    _rec_name = "type"

    terms_id = fields.Many2one(
        "logistics.billing.terms", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="terms_id.company_id")
    currency_id = fields.Many2one(related="terms_id.currency_id")
    type = fields.Selection(list(CHARGE_TYPES.items()), required=True)
    over_amount = fields.Monetary(string="Above, Up To")
    over_percent = fields.Float(string="Above (%)", digits=(6, 3))
    under_amount = fields.Monetary(string="Below, Up To")
    under_percent = fields.Float(string="Below (%)", digits=(6, 3))

    _once = models.Constraint(
        "unique(terms_id, type)", "This charge has its tolerance already."
    )
    _positive = models.Constraint(
        "CHECK(over_amount >= 0 AND over_percent >= 0 AND under_amount >= 0 "
        "AND under_percent >= 0)",
        "Tolerances cannot be below zero.",
    )


class LogisticsBillingAgreed(models.Model):
    """A charge that the carrier may bill where it was earned."""

    _name = "logistics.billing.agreed"
    _description = "Agreed Accessorial"
    _order = "terms_id, type"
    _rec_name = "type"

    terms_id = fields.Many2one(
        "logistics.billing.terms", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="terms_id.company_id")
    currency_id = fields.Many2one(related="terms_id.currency_id")
    type = fields.Selection(list(CHARGE_TYPES.items()), required=True)
    amount = fields.Monetary(
        help="What it costs each time, where it is earned without being foreseen; 0: "
        "whatever is billed."
    )

    _once = models.Constraint(
        "unique(terms_id, type)", "This charge is agreed on already."
    )

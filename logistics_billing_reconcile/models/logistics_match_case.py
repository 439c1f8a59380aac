# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..reviewing import suggesting

_GROUPS = "account.group_account_invoice,logistics_base.group_dispatcher"
_UNDECIDED = ("imported", "audited", "review")


class LogisticsMatchCase(models.Model):
    """Charges under one number that leads to no shipment, or to several.

    Whose they are is suggested by day, postcode, weight and amount; a person decides, and
    no later audit changes that.
    """

    _name = "logistics.match.case"
    _description = "Charges to Match"
    _order = "amount desc, id desc"
    _rec_name = "tracking_number"

    invoice_id = fields.Many2one(
        "logistics.carrier.invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    integration_id = fields.Many2one(
        "logistics.integration", string="Carrier", readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    tracking_number = fields.Char(readonly=True)
    day = fields.Date(string="Shipped", readonly=True)
    is_day_guessed = fields.Boolean(
        readonly=True, help="The carrier told no day: it is the invoice's."
    )
    to_postcode = fields.Char(string="Postcode", readonly=True)
    to_country = fields.Char(string="Country", readonly=True)
    to_name = fields.Char(string="Recipient", readonly=True)
    weight = fields.Float(string="Weight (kg)", digits=(12, 3), readonly=True)
    amount = fields.Monetary(string="Billed", readonly=True)
    line_count = fields.Integer(string="Charges", readonly=True)
    is_ambiguous = fields.Boolean(string="On Several Shipments", readonly=True)
    state = fields.Selection(
        [("open", "To Match"), ("matched", "Matched"), ("none", "None of Ours")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    candidate_ids = fields.One2many(
        "logistics.match.candidate", "case_id", string="Suggestions", readonly=True
    )
    best_id = fields.Many2one("logistics.match.candidate", compute="_compute_best")
    best_score = fields.Integer(string="Score", compute="_compute_best")
    best_shipment_id = fields.Many2one(
        "logistics.shipment", string="Suggestion", compute="_compute_best"
    )
    shipment_id = fields.Many2one(
        "logistics.shipment",
        string="Matched Shipment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)

    _once = models.Constraint(
        "unique(invoice_id, key)", "These charges are a case already."
    )
    _to_match = models.Index("(company_id, id) WHERE state = 'open'")

    @api.depends("tracking_number", "key")
    def _compute_display_name(self):
        for case in self:
            case.display_name = case.tracking_number or case.key

    @api.depends("candidate_ids.score")
    def _compute_best(self):
        for case in self:
            best = case.candidate_ids[:1]
            case.best_id, case.best_score = best, best.score
            case.best_shipment_id = best.shipment_id

    # Finding

    @api.model
    def action_open(self):
        """Look for what is to be matched, and open it."""
        self._check_may()
        self.sudo()._find(self.env.companies)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_reconcile.logistics_match_case_action"
        )
        return action

    @api.model
    def _find(self, companies, invoices=None):
        """Bring cases and suggestions up to date; what was decided stays.

        :param invoices: only of these.
        """
        self.env.flush_all()
        parameters = self._parameters(companies, invoices)
        which = "AND i.id = ANY(%(invoices)s)" if invoices else ""
        closed = "AND c.invoice_id = ANY(%(invoices)s)" if invoices else ""
        cr = self.env.cr
        for statement in (
            suggesting.DROP,
            suggesting.GATHER.format(which=which),
            suggesting.CLOSE.format(which=closed),
            suggesting.OPEN,
            suggesting.FORGET,
            suggesting.SHIPMENTS,
            "ANALYZE review_case, review_shipment",
            suggesting.PAIRS,
            suggesting.SCORE,
        ):
            cr.execute(statement, parameters)
        self.invalidate_model()
        self.env["logistics.match.candidate"].invalidate_model()

    @api.model
    def _parameters(self, companies, invoices):
        return {
            "companies": list(companies.ids),
            "invoices": list(invoices.ids) if invoices else [],
            "uid": self.env.uid,
            "now": fields.Datetime.now(),
            "days": suggesting.DAYS,
            "near": suggesting.NEAR_DAYS,
            "window": 61,
            "fewest": suggesting.FEWEST,
            "most": suggesting.MOST,
            "cases": suggesting.CASES,
        }

    # Deciding

    def action_accept_best(self):
        """Match each case with what is suggested first."""
        without = self.filtered(lambda case: not case.best_id)
        if without:
            raise UserError(
                self.env._(
                    "Nothing is suggested for %s.",
                    ", ".join(without.mapped("display_name")[:5]),
                )
            )
        for case in self:
            case._decide(case.best_shipment_id)

    def action_none(self):
        """Say that the charges are of no shipment of ours: they stay unknown."""
        for case in self:
            case._decide(self.env["logistics.shipment"])

    def action_match(self, shipment_id):
        """Match the charges with a shipment that a person names."""
        self.ensure_one()
        shipment = self.env["logistics.shipment"].browse(int(shipment_id)).exists()
        shipment.check_access("read")
        if not shipment:
            raise UserError(self.env._("Choose the shipment."))
        self._decide(shipment)

    def action_choose(self):
        """Ask for the shipment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Choose the Shipment"),
            "res_model": "logistics.match.choose",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_reopen(self):
        """Take the decision back: the audit looks again."""
        for case in self:
            if case.state == "open":
                raise UserError(case._wrong_state())
            case._write_to_charges(suggesting.REOPEN)
            values = {"state": "open", "shipment_id": False, "decided_by_id": False}
            case.sudo().write(values | {"decided_at": False})
        invoices = self.sudo().invoice_id
        invoices._audit_now()
        self.sudo()._find(invoices.company_id, invoices)

    def action_view_lines(self):
        """Open the charges."""
        self.ensure_one()
        lines = self.env["logistics.carrier.invoice.line"]
        domain = [("invoice_id", "=", self.invoice_id.id)]
        domain += [("tracking_number", "=", self.tracking_number)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Charges"),
            "res_model": lines._name,
            "view_mode": "list,form",
            "domain": domain,
        }

    @api.model
    def _check_may(self):
        """Raise AccessError unless the user may say whose charges are."""
        if not self.env.user.has_groups(_GROUPS):
            raise AccessError(
                self.env._("Whoever works on vendor bills or shipments decides this.")
            )

    def _wrong_state(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(case)s is in the state “%(state)s”.",
            case=self.display_name,
            state=labels[self.state],
        )

    def _decide(self, shipment):
        """Have the charges be of a shipment, or of none.

        :raise UserError: they were decided about, or their invoice was.
        """
        if self.state != "open":
            raise UserError(self._wrong_state())
        if shipment and shipment.company_id != self.company_id:
            raise UserError(self.env._("This is another company's shipment."))
        self._write_to_charges(suggesting.DECIDE, shipment)
        self.sudo().write(
            {
                "state": "matched" if shipment else "none",
                "shipment_id": shipment.id,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        self.sudo().invoice_id._audit_now()

    def _write_to_charges(self, statement, shipment=None):
        """Have the charges bear a decision, or none any more."""
        self._check_may()
        self.check_access("read")
        invoice = self.sudo().invoice_id._locked()
        if invoice.state not in _UNDECIDED:
            raise UserError(invoice._wrong_state())
        self.env.flush_all()
        parameters = {
            "shipment": shipment.id if shipment else None,
            "method": "hand" if shipment else None,
            "user": self.env.uid,
            "invoice": invoice.id,
            "key": self.key,
        }
        self.env.cr.execute(statement, parameters)
        self.env["logistics.charge.audit"].invalidate_model()

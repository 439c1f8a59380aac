# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .logistics_rate_line import ACTIVITIES, MEASURES

PROBLEMS = {
    "no_card": "No rate card is valid",
    "no_rate": "No rate for this work",
    "pallets": "Products without units per pallet",
    "no_stock": "No stock was told for some days",
}


class LogisticsBillingRun(models.Model):
    """What a customer is charged for the work of warehouses in a period.

    Run again, it charges what has changed since: what came late, what was corrected.
    """

    _name = "logistics.billing.run"
    _description = "Warehouse Billing Run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("computed", "Worked Out"), ("invoiced", "Invoiced")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    times_invoiced = fields.Integer(readonly=True, copy=False)
    line_ids = fields.One2many("logistics.billing.run.line", "run_id", readonly=True)
    missing_count = fields.Integer(
        string="To Do", compute="_compute_missing_count", store=True
    )
    activity_count = fields.Integer(
        string="Warehouse Work", compute="_compute_activity_count"
    )
    move_ids = fields.One2many(
        "account.move", "logistics_run_id", string="Invoices", readonly=True
    )
    move_count = fields.Integer(compute="_compute_move_count")

    _dates = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends before it begins."
    )

    @api.depends("line_ids.problem")
    def _compute_missing_count(self):
        for run in self:
            run.missing_count = len(run.line_ids.filtered("problem"))

    def _compute_activity_count(self):
        for run in self:
            run.activity_count = self.env["logistics.billable.activity"].search_count(
                run._activity_domain()
            )

    @api.depends("move_ids")
    def _compute_move_count(self):
        for run in self:
            run.move_count = len(run.move_ids)

    @api.constrains("company_id", "partner_id", "date_from", "date_to")
    def _check_once(self):
        """Refuse a second run over the same days: its work would be charged twice."""
        for run in self:
            self.env.cr.execute(
                "SELECT id FROM res_partner WHERE id = %s FOR NO KEY UPDATE",
                (run.partner_id.commercial_partner_id.id,),
            )
            others = self.sudo().search(
                [
                    ("id", "!=", run.id),
                    ("company_id", "=", run.company_id.id),
                    (
                        "partner_id.commercial_partner_id",
                        "=",
                        run.partner_id.commercial_partner_id.id,
                    ),
                    ("date_from", "<=", run.date_to),
                    ("date_to", ">=", run.date_from),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%s is charged for days of this period by another run: run that "
                        "again.",
                        run.partner_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Said, so that no default takes their place.
            begun = {"state": "draft", "times_invoiced": 0}
            vals_list = [{**vals, **begun} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        fixed = {"company_id", "partner_id", "date_from", "date_to"} & set(vals)
        if fixed and any(run.times_invoiced for run in self):
            raise UserError(self.env._("This run was invoiced: its period stays."))
        if {"state", "times_invoiced"} & set(vals) and not self.env.su:
            raise AccessError(self.env._("Work it out and invoice it by the buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_uninvoiced(self):
        if any(run.times_invoiced for run in self):
            raise UserError(
                self.env._("This run was invoiced: it knows what was charged.")
            )

    # What people do

    def action_compute(self):
        """Work out what the customer is to be charged."""
        for run in self._check_decides():
            run._compute_lines()

    def action_invoice(self):
        """Make a draft invoice of what is not invoiced yet."""
        for run in self._check_decides():
            run._compute_lines()
            run._invoice()

    def action_view_moves(self):
        """Open the invoices of the run."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("logistics_run_id", "in", self.ids)],
        }

    def action_view_activities(self):
        """Open what the warehouses did for the customer in the period."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_billing_wms.logistics_billable_activity_action"
        )
        return {**action, "domain": self._activity_domain(), "context": {}}

    # Facts

    def _check_decides(self):
        """Return the records, locked, to be invoiced by who may."""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "account.group_account_invoice"
        ):
            raise AccessError(self.env._("Only who makes invoices bills warehousing."))
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT id FROM logistics_billing_run WHERE id = ANY(%s) "
            "ORDER BY id FOR NO KEY UPDATE",
            (self.ids,),
        )
        self.invalidate_recordset()
        return self.sudo()

    def _activity_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "=", self.partner_id.commercial_partner_id.id),
            ("day", ">=", self.date_from),
            ("day", "<=", self.date_to),
        ]


class LogisticsBillingRunLine(models.Model):
    """What one rate comes to in the period, and how much of it is invoiced."""

    _name = "logistics.billing.run.line"
    _description = "Line of a Warehouse Billing Run"
    _order = "run_id, sequence, id"
    _rec_name = "name"

    run_id = fields.Many2one(
        "logistics.billing.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id")
    sequence = fields.Integer()
    key = fields.Char(required=True, help="What it is of: the same in every run.")
    name = fields.Char()
    card_id = fields.Many2one("logistics.rate.card", string="Rate Card")
    rate_id = fields.Many2one("logistics.rate.line")
    product_id = fields.Many2one("product.product")
    warehouse_id = fields.Many2one("stock.warehouse")
    activity = fields.Selection(list(ACTIVITIES.items()))
    code = fields.Char(string="Kind of Work")
    measure = fields.Selection(list(MEASURES.items()), string="Per")
    currency_id = fields.Many2one("res.currency", required=True)
    count = fields.Integer(string="Activities")
    quantity = fields.Float(digits=(16, 3))
    amount = fields.Monetary()
    invoiced = fields.Monetary(compute="_compute_invoiced")
    difference = fields.Monetary(
        string="To Invoice", compute="_compute_invoiced", help="Amount less invoiced."
    )
    problem = fields.Selection(list(PROBLEMS.items()))
    move_line_ids = fields.One2many(
        "account.move.line", "logistics_run_line_id", readonly=True
    )

    _once = models.Constraint(
        "unique(run_id, key)", "The run has a line of this rate already."
    )

    @api.depends("amount", "move_line_ids.parent_state")
    def _compute_invoiced(self):
        for line in self:
            counted = line.sudo().move_line_ids.filtered(
                lambda each: each.parent_state != "cancel"
            )
            line.invoiced = sum(each._logistics_charged() for each in counted)
            line.difference = line.amount - line.invoiced

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .logistics_service_expiry import ACTIVITY_TYPE

#: A campaign is to be over after so many days.
REVIEW_DAYS = 21
#: What the buttons of a review set.
COURSE = {"state", "opened_at", "done_at"}


class LogisticsAccessReview(models.Model):
    """Somebody looks through all who have access, and says of each whether to keep it."""

    _name = "logistics.access.review"
    _description = "Access Review"
    _inherit = ["mail.thread", "mail.activity.mixin", "logistics.own.rights"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, default=lambda self: self._default_name())
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    reviewer_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
        help="Decides of everybody but themselves.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Under Review"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    opened_at = fields.Datetime(readonly=True, copy=False)
    due_date = fields.Date(
        required=True,
        default=lambda self: fields.Date.today() + timedelta(days=REVIEW_DAYS),
        tracking=True,
    )
    done_at = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("logistics.access.review.line", "review_id")
    line_count = fields.Integer(string="Accesses", compute="_compute_counts")
    open_count = fields.Integer(string="Undecided", compute="_compute_counts")
    revoked_count = fields.Integer(string="Revoked", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    @api.model
    def _default_name(self):
        return self.env._("Access review of %s", fields.Date.today())

    @api.depends("line_ids.decision")
    def _compute_counts(self):
        for review in self:
            decisions = review.line_ids.mapped("decision")
            review.line_count = len(decisions)
            review.open_count = decisions.count("open")
            review.revoked_count = decisions.count("revoke")
            decided = len(decisions) - review.open_count
            review.progress = 100.0 * decided / len(decisions) if decisions else 0.0

    @api.depends("due_date", "state")
    def _compute_is_overdue(self):
        today = fields.Date.today()
        for review in self:
            review.is_overdue = review.state == "open" and review.due_date < today

    @api.model_create_multi
    def create(self, vals_list):
        self._check_course({name for vals in vals_list for name in vals})
        return super().create(vals_list)

    def write(self, vals):
        self._check_course(vals.keys())
        return super().write(vals)

    def _check_course(self, names):
        """A review that nobody made is worth nothing: its buttons lead through it."""
        if not self.env.su and not COURSE.isdisjoint(names):
            raise UserError(self.env._("Begin the review, or close it; nothing else."))

    def action_open(self):
        """List everybody who has access now, and have the reviewer look through it."""
        for review in self:
            if review.state != "draft":
                raise UserError(self.env._("%s was begun already.", review.name))
            review.sudo().line_ids.unlink()
            lines = self.env["logistics.access.review.line"].sudo()
            lines.create(lines._of_company(review.company_id, review))
            review.check_access("write")
            review.sudo().write({"state": "open", "opened_at": fields.Datetime.now()})
            review.activity_schedule(
                ACTIVITY_TYPE,
                date_deadline=review.due_date,
                summary=self.env._("Say who keeps access"),
                user_id=review.reviewer_id.id,
            )

    def action_done(self):
        """Close the campaign, once everything is decided."""
        for review in self:
            if review.state != "open":
                raise UserError(self.env._("%s is not under review.", review.name))
            if review.open_count:
                raise UserError(
                    self.env._("%s accesses are undecided.", review.open_count)
                )
            review.check_access("write")
            review.sudo().write({"state": "done", "done_at": fields.Datetime.now()})
            review.activity_feedback([ACTIVITY_TYPE])

    def action_view_open(self):
        """Show what is undecided."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Undecided"),
            "res_model": "logistics.access.review.line",
            "view_mode": "list",
            "domain": [("review_id", "=", self.id), ("decision", "=", "open")],
        }

    # From time to time

    @api.model
    def _tend(self):
        """Begin campaigns that are due, and remind of those that are late. Daily."""
        for company in self.env["res.company"].search(
            [("logistics_review_months", ">", 0)]
        ):
            self._begin_if_due(company)
        late = self.search(
            [("state", "=", "open"), ("due_date", "<", fields.Date.today())]
        )
        for review in late:
            review._remind()

    @api.model
    def _begin_if_due(self, company):
        months = relativedelta(months=company.logistics_review_months)
        since = fields.Datetime.now() - months
        recent = [("company_id", "=", company.id), ("create_date", ">", since)]
        if self.search_count(recent, limit=1):
            return
        review = self.with_company(company).create(
            {"company_id": company.id, "reviewer_id": self._reviewer_of(company).id}
        )
        review.action_open()

    @api.model
    def _reviewer_of(self, company):
        last = self.search([("company_id", "=", company.id)], limit=1).reviewer_id
        if last.active:
            return last
        managers = company._logistics_people("logistics_base.group_manager")
        return managers.sorted("id")[-1:] or self.env.ref("base.user_admin")

    def _remind(self):
        """Tell the reviewer once more; once a week is enough."""
        self.ensure_one()
        late = (fields.Date.today() - self.due_date).days
        if late % 7 != 1:
            return
        self.message_notify(
            partner_ids=self.reviewer_id.partner_id.ids,
            subject=self.env._("%s is overdue", self.name),
            body=self.env._(
                "%(count)s accesses are undecided. It was due on %(date)s.",
                count=self.open_count,
                date=self.due_date,
            ),
        )

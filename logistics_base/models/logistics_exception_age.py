# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Working hours from which on a case is in the next bucket.
_BOUNDS = (("day", 8), ("days", 24), ("week", 40))
_YOUNGEST = "hours"


class LogisticsException(models.Model):
    """How old a case is, in the hours in which people work on it."""

    _inherit = "logistics.exception"

    age_days = fields.Float(string="Age (days)", compute="_compute_age_days")
    age_hours = fields.Float(
        string="Age (working hours)",
        compute="_compute_age_hours",
        help="By the calendar of the company, from opened to resolved.",
    )
    age_bucket = fields.Selection(
        [
            (_YOUNGEST, "Up to 1 Working Day"),
            ("day", "1 to 3 Working Days"),
            ("days", "3 to 5 Working Days"),
            ("week", "Over 5 Working Days"),
        ],
        string="Age",
        compute="_compute_age_bucket",
        search="_search_age_bucket",
        help="Of open cases, in days of eight working hours.",
    )
    due_at = fields.Datetime(
        string="Due",
        index="btree_not_null",
        copy=False,
        help="By when somebody must take it or, once taken, resolve it: by the service "
        "level agreed, else as set by hand.",
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )

    @api.depends("opened_at", "resolved_at")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for exception in self:
            end = exception.resolved_at or now
            age = end - (exception.opened_at or end)
            exception.age_days = age.total_seconds() / 86400

    @api.depends("opened_at", "resolved_at", "company_id.resource_calendar_id")
    def _compute_age_hours(self):
        now = fields.Datetime.now()
        policies = self.env["logistics.sla.policy"]
        self.age_hours = 0.0
        aged = self.filtered("opened_at")
        for calendar, cases in aged.grouped(
            lambda case: case.company_id.resource_calendar_id
        ).items():
            pairs = [(case.opened_at, case.resolved_at or now) for case in cases]
            hours = policies._working_hours(calendar, pairs)
            for case, age in zip(cases, hours, strict=True):
                case.age_hours = age

    # Buckets

    @api.model
    def _age_bucket_sql(self, alias, query):
        """Return the SQL expression of the bucket.

        How many working hours have passed since a time is the same question for all
        cases of a company, so only a few times need to be worked out, not each case.
        """

        def column(name):
            return self._field_to_sql(alias, name, query)

        cases = SQL(" ").join(
            SQL(
                "WHEN %s = %s AND %s < %s THEN %s",
                column("company_id"),
                company.id,
                column("opened_at"),
                since,
                bucket,
            )
            for company in self.env["res.company"].sudo().search([])
            for bucket, since in self._bucket_bounds(company)
        )
        return SQL(
            "CASE WHEN %s = 'resolved' THEN NULL %s ELSE %s END",
            column("state"),
            cases,
            _YOUNGEST,
        )

    @api.model
    def _bucket_bounds(self, company):
        """Return [(bucket, before when its cases were opened)], the oldest first."""
        now = fields.Datetime.now()
        calendar = company.resource_calendar_id
        bounds = []
        for bucket, hours in reversed(_BOUNDS):
            since = calendar and calendar.plan_hours(-hours, now, compute_leaves=True)
            bounds.append((bucket, since or now - timedelta(hours=hours * 3)))
        return bounds

    @api.depends("opened_at", "state", "company_id")
    def _compute_age_bucket(self):
        stored = self.filtered("id")
        (self - stored).age_bucket = False
        stored.flush_recordset()
        query = stored._search([("id", "in", stored.ids)], active_test=False)
        bucket = self._age_bucket_sql(self._table, query)
        rows = dict(
            self.env.execute_query(
                query.select(SQL.identifier(self._table, "id"), bucket)
            )
        )
        for case in stored:
            case.age_bucket = rows.get(case.id, False)

    def _search_age_bucket(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = tuple(filter(None, value)) or ("",)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", model._age_bucket_sql(alias, query), wanted
            )
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec == "age_bucket":
            return self._age_bucket_sql(alias, query)
        return super()._read_group_groupby(alias, groupby_spec, query)

    # Due

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for case in self:
            case.is_overdue = bool(
                case.state != "resolved" and case.due_at and case.due_at < now
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "!=", "resolved") & Domain(
            "due_at", "<", fields.Datetime.now()
        )
        return overdue if True in value else ~overdue

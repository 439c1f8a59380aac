# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import uuid

from odoo import api, fields, models

from ..tariffs import terms
from .logistics_tariff import exact


class LogisticsFuelTable(models.Model):
    """A carrier's fuel percentages, which change by week or month."""

    _name = "logistics.fuel.table"
    _description = "Fuel Surcharge Table"
    _order = "integration_id, name"

    name = fields.Char(required=True, help="As the carrier calls it: ground, air, LTL.")
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="integration_id.company_id", store=True, index=True
    )
    week_ids = fields.One2many("logistics.fuel.week", "table_id", copy=True)
    current_percent = fields.Float(
        string="Now (%)", digits=(6, 3), compute="_compute_current"
    )
    current_from = fields.Date(string="Since", compute="_compute_current")
    is_stale = fields.Boolean(compute="_compute_current")
    stamp = fields.Char(
        default=lambda self: uuid.uuid4().hex, readonly=True, copy=False
    )

    _name_unique = models.UniqueIndex(
        "(integration_id, name)", "The carrier has a table of this name already."
    )

    @api.depends("week_ids.date_from", "week_ids.percent")
    def _compute_current(self):
        today = fields.Date.context_today(self)
        for table in self:
            weeks = table.week_ids.filtered(lambda w: w.date_from <= today)
            week = weeks.sorted("date_from")[-1:]
            table.current_percent = week.percent
            table.current_from = week.date_from
            table.is_stale = not week or (today - week.date_from).days > 35

    def _terms(self):
        """Return the weeks as plain data."""
        return tuple(
            terms.FuelWeek(week.date_from, exact(week.percent))
            for week in self.week_ids
        )


class LogisticsFuelWeek(models.Model):
    _name = "logistics.fuel.week"
    _description = "Fuel Percentage"
    _order = "table_id, date_from desc"
    _rec_name = "date_from"

    table_id = fields.Many2one(
        "logistics.fuel.table", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="table_id.company_id")
    date_from = fields.Date(string="From", required=True)
    percent = fields.Float(digits=(6, 3), required=True)

    _date_unique = models.UniqueIndex(
        "(table_id, date_from)", "There is a percentage from this day already."
    )
    _percent_valid = models.Constraint(
        "CHECK(percent >= 0 AND percent <= 200)",
        "A fuel percentage lies between 0 and 200.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        weeks = super().create(vals_list)
        weeks._touch()
        return weeks

    def write(self, vals):
        self._touch()
        result = super().write(vals)
        self._touch()
        return result

    def unlink(self):
        self._touch()
        return super().unlink()

    def _touch(self):
        for table in self.table_id:
            table.stamp = uuid.uuid4().hex

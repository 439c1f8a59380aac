# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .loose_fields import LooseMany2one

#: What the figures of a day are told apart by; each adds up to the same totals.
DIMENSIONS = {
    "total": "All together",
    "partner": "By customer",
    "carrier": "By carrier",
    "lane": "By lane",
    "warehouse": "By warehouse",
    "slice": "By carrier, lane and warehouse",
    "full": "By customer, carrier, lane and warehouse",
}


class LogisticsKpiDay(models.Model):
    """A key figure of one day: what was counted, of what, what was left out and why.

    It is kept in several degrees of detail, each of which adds up to the same totals:
    whoever reads it names one ``dimension``.
    """

    _name = "logistics.kpi.day"
    _description = "Key Figure of a Day"
    _order = "date desc, id"
    _rec_name = "kpi_id"
    _log_access = False

    kpi_id = LooseMany2one(
        "logistics.kpi", string="Key Figure", required=True, readonly=True
    )
    date = fields.Date(string="Day", required=True, readonly=True)
    company_id = LooseMany2one("res.company", required=True, readonly=True)
    dimension = fields.Selection(
        list(DIMENSIONS.items()), string="Detail", required=True, readonly=True
    )
    partner_id = LooseMany2one("res.partner", string="Customer", readonly=True)
    integration_id = LooseMany2one(
        "logistics.integration", string="Carrier", readonly=True
    )
    lane = fields.Char(readonly=True)
    warehouse = fields.Char(readonly=True)
    numerator = fields.Float(string="Counted", readonly=True)
    denominator = fields.Float(string="Of", readonly=True)
    value = fields.Float(
        readonly=True,
        digits=(16, 3),
        aggregator="avg",
        help="Counted divided by what it is counted of; empty where that is nothing. "
        "A share of 1 is 100 %.",
    )
    excluded = fields.Integer(readonly=True)
    exclusions = fields.Json(readonly=True)
    exclusion_text = fields.Char(
        string="Why Excluded", compute="_compute_exclusion_text"
    )
    unit = fields.Selection(related="kpi_id.unit")
    direction = fields.Selection(related="kpi_id.direction")
    as_of = fields.Datetime(readonly=True)

    _by_kpi = models.Index("(company_id, dimension, kpi_id, date)")
    _of_partner = models.Index(
        "(partner_id, kpi_id, date) WHERE dimension IN ('partner', 'full')"
    )

    def _compute_exclusion_text(self):
        labels = self.env["logistics.kpi"]._exclusion_labels()
        for day in self:
            day.exclusion_text = ", ".join(
                f"{labels.get(reason, reason)}: {count}"
                for reason, count in (day.exclusions or {}).items()
            )

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the value of a group: all that was counted, of all it is counted of."""
        if aggregate_spec == "value:avg":
            alias = self._table
            return SQL(
                "sum(%s) / NULLIF(sum(%s), 0)",
                self._field_to_sql(alias, "numerator", query),
                self._field_to_sql(alias, "denominator", query),
            )
        return super()._read_group_select(aggregate_spec, query)

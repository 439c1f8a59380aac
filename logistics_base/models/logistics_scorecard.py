# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date


class LogisticsScorecard(models.Model):
    """What a carrier did in a month, beside the other carriers.

    A figure over fewer cases than ``minimum`` says nothing: it is shown as n/a and does
    not count in the score.
    """

    _name = "logistics.scorecard"
    _description = "Carrier Scorecard"
    _order = "month desc, score desc, score_count desc, rank, id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    integration_id = fields.Many2one(
        "logistics.integration",
        string="Carrier",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    month = fields.Date(
        string="First Day", required=True, readonly=True, help="Of the month."
    )
    month_name = fields.Char(string="Month", compute="_compute_month_name")
    minimum = fields.Integer(
        string="Smallest Sample",
        required=True,
        readonly=True,
        help="A figure over fewer cases than this is n/a.",
    )
    volume = fields.Integer(
        string="Shipments", readonly=True, help="Delivered, or due to be, in the month."
    )
    on_time = fields.Float(readonly=True, aggregator="avg")
    on_time_count = fields.Integer(readonly=True)
    first_attempt = fields.Float(readonly=True, aggregator="avg")
    first_attempt_count = fields.Integer(readonly=True)
    exception_rate = fields.Float(
        string="Exceptions per 100", readonly=True, aggregator="avg"
    )
    exception_rate_count = fields.Integer(readonly=True)
    claims_rate = fields.Float(
        string="Damage and Claims", readonly=True, aggregator="avg"
    )
    claims_rate_count = fields.Integer(readonly=True)
    latency = fields.Float(
        string="Latency of News (min)", readonly=True, aggregator="avg"
    )
    latency_count = fields.Integer(readonly=True)
    tender_acceptance = fields.Float(
        string="Tenders Accepted", readonly=True, aggregator="avg"
    )
    tender_acceptance_count = fields.Integer(readonly=True)
    cost = fields.Float(
        string="Cost per Shipment",
        readonly=True,
        aggregator="avg",
        digits=(16, 2),
        help="What the carrier takes, of shipments whose costs are known in the "
        "company's currency.",
    )
    cost_count = fields.Integer(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    score = fields.Float(
        readonly=True,
        aggregator="avg",
        digits=(5, 1),
        help="0 to 100: on time counts for 40, first attempt, exceptions for 20 each, "
        "claims and latency for 10. What is n/a is left out.",
    )
    score_count = fields.Integer(readonly=True)
    rank = fields.Integer(
        readonly=True, aggregator=None, help="Among the carriers of the month."
    )
    ranked = fields.Integer(compute="_compute_ranked")
    previous_id = fields.Many2one(
        "logistics.scorecard", string="Month Before", compute="_compute_previous_id"
    )
    refreshed_at = fields.Datetime(string="As of", readonly=True)

    _once = models.UniqueIndex("(company_id, month, integration_id)")

    @api.depends("month")
    def _compute_month_name(self):
        for card in self:
            card.month_name = format_date(self.env, card.month, date_format="LLLL yyyy")

    @api.depends("integration_id", "month")
    def _compute_display_name(self):
        for card in self:
            card.display_name = f"{card.integration_id.name}, {card.month_name}"

    def _compute_ranked(self):
        counts = {
            (company, day): count
            for company, day, count in self._read_group(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("month", "in", self.mapped("month")),
                    ("score_count", ">", 0),
                ],
                ["company_id", "month:day"],
                ["__count"],
            )
        }
        for card in self:
            card.ranked = counts.get((card.company_id, card.month), 0)

    def _compute_previous_id(self):
        months = {card.month - relativedelta(months=1) for card in self}
        before = {
            (card.integration_id, card.month): card
            for card in self.search(
                [
                    ("integration_id", "in", self.integration_id.ids),
                    ("month", "in", list(months)),
                ]
            )
        }
        for card in self:
            key = (card.integration_id, card.month - relativedelta(months=1))
            card.previous_id = before.get(key)

    def _read_group_select(self, aggregate_spec, query):
        """Leave out of an average what is n/a."""
        name, _separator, aggregator = aggregate_spec.partition(":")
        if aggregator != "avg" or f"{name}_count" not in self._fields:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "avg(%s) FILTER (WHERE %s >= GREATEST(%s, 1))",
            self._field_to_sql(self._table, name, query),
            self._field_to_sql(self._table, f"{name}_count", query),
            self._field_to_sql(self._table, "minimum", query),
        )

    def _figures(self):
        """Return the rows of the printed card: {label, text, count, before, aim}."""
        self.ensure_one()
        aims = {
            kpi.code: kpi.target
            for kpi in self.env["logistics.kpi"]
            .sudo()
            .search([("code", "in", list(self._measures()))])
        }
        labels = self.fields_get(
            allfields=list(self._measures()), attributes=["string"]
        )
        return [
            {
                "label": labels[name]["string"],
                "text": self._text(name),
                "count": self[f"{name}_count"],
                "before": self.previous_id._text(name) if self.previous_id else "",
                "aim": self._as_text(name, aims[name]) if aims.get(name) else "",
            }
            for name in self._measures()
        ]

    @api.model
    def _measures(self):
        """Return {name of a figure: how it is written}."""
        return {
            "on_time": "percent",
            "first_attempt": "percent",
            "exception_rate": "number",
            "claims_rate": "percent",
            "latency": "number",
            "tender_acceptance": "percent",
            "cost": "money",
        }

    def _text(self, name):
        """Return a figure as people read it, n/a below the smallest sample."""
        if self[f"{name}_count"] < max(self.minimum, 1):
            return self.env._("n/a")
        return self._as_text(name, self[name])

    def _as_text(self, name, value):
        kind = self._measures()[name]
        if kind == "percent":
            return f"{100 * value:.1f} %"
        if kind == "money":
            return self.currency_id.format(value)
        return f"{value:.1f}"

    def action_view_shipments(self):
        """Open the carrier's shipments that were due or delivered in the month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_shipment_action"
        )
        first, end = self.month, self.month + relativedelta(months=1)
        action["domain"] = [
            ("integration_id", "=", self.integration_id.id),
            "|",
            "&",
            ("delivered_date", ">=", first),
            ("delivered_date", "<", end),
            "&",
            ("promised_date", ">=", first),
            ("promised_date", "<", end),
        ]
        action["context"] = {}
        return action

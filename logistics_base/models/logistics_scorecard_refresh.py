# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: What a figure counts in the score, and the value that earns nothing of it.
WEIGHTS = {
    "on_time": (40, None),
    "first_attempt": (20, None),
    "exception_rate": (20, 20.0),
    "claims_rate": (10, 0.1),
    "latency": (10, 24 * 60.0),
}
#: Taken as they are from the daily figures.
_KPIS = ("on_time", "first_attempt", "claims_rate", "latency", "tender_acceptance")


class LogisticsScorecard(models.Model):
    """Writes the cards of a month anew, those of all carriers in a few questions."""

    _inherit = "logistics.scorecard"

    @api.model
    def _refresh(self):
        """Write the cards of this month and the last one. Runs as a cron.

        What comes late changes the last month, too; older ones stay as they are.
        """
        this_month = fields.Date.context_today(self).replace(day=1)
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            for month in (this_month - relativedelta(months=1), this_month):
                self._refresh_month(company, month)
                self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _refresh_month(self, company, month):
        """Write the cards of a company's carriers for the month that begins then."""
        cards = self.sudo().with_context(allowed_company_ids=company.ids)
        last = month + relativedelta(months=1, days=-1)
        found = cards._month_figures(company, month, last)
        known = {
            card.integration_id.id: card
            for card in cards.search(
                [("company_id", "=", company.id), ("month", "=", month)]
            )
        }
        values = {
            integration_id: cards._scored(company, figures)
            for integration_id, figures in found.items()
        }
        cards._rank(values)
        for integration_id, vals in values.items():
            if card := known.pop(integration_id, None):
                card.write(vals)
                continue
            cards.create(
                {
                    "company_id": company.id,
                    "integration_id": integration_id,
                    "month": month,
                    **vals,
                }
            )
        for card in known.values():
            card.unlink()

    @api.model
    def _month_figures(self, company, first, last):
        """Return {integration id: {name of a figure: (value, over how many)}}."""
        found = defaultdict(dict)
        for row in self.env["logistics.kpi"]._read(
            list(_KPIS), first, last, group_by="integration_id"
        ):
            if row["group"]:
                figure = (row["value"], int(row["denominator"]))
                found[row["group"]][row["kpi"]] = figure
        for integration_id, volume, costs, priced in self._volumes(
            company, first, last
        ):
            figures = found[integration_id]
            figures["volume"] = volume
            figures["cost"] = (costs / priced if priced else None, priced)
        for integration_id, cases in self._cases(company, first, last):
            volume = found[integration_id].get("volume", 0)
            rate = 100 * cases / volume if volume else None
            found[integration_id]["exception_rate"] = (rate, volume)
        alive = self.env["logistics.integration"].browse(found).exists().ids
        return {
            integration_id: figures
            for integration_id, figures in found.items()
            if integration_id in alive and figures.get("volume")
        }

    @api.model
    def _volumes(self, company, first, last):
        """Return [(integration id, shipments, what those cost, how many have a cost)].

        Of charges the best known count: invoiced, else booked, else expected.
        """
        return self.env.execute_query(
            SQL(
                """
                WITH shipped AS (
                    SELECT id, integration_id FROM logistics_shipment
                     WHERE company_id = %(company)s AND integration_id IS NOT NULL
                       AND LEAST(delivered_date, promised_date) >= %(start)s
                       AND LEAST(delivered_date, promised_date) < %(end)s
                       AND state NOT IN ('draft', 'cancelled')
                ), charged AS (
                    SELECT DISTINCT ON (c.shipment_id) c.shipment_id, sum(c.cost) AS cost
                      FROM logistics_charge c JOIN shipped s ON s.id = c.shipment_id
                     WHERE c.currency_id = %(currency)s AND c.basis != 'quoted'
                     GROUP BY c.shipment_id, c.basis
                     ORDER BY c.shipment_id, array_position(
                           ARRAY['invoiced', 'booked', 'expected'], c.basis::text)
                )
                SELECT s.integration_id, count(*), COALESCE(sum(x.cost), 0)::float8,
                       count(x.shipment_id)
                  FROM shipped s LEFT JOIN charged x ON x.shipment_id = s.id
                 GROUP BY s.integration_id
                """,
                company=company.id,
                currency=company.currency_id.id,
                start=first,
                end=last + relativedelta(days=1),
            )
        )

    @api.model
    def _cases(self, company, first, last):
        """Return [(integration id, exceptions opened)], 0 for carriers without any."""
        return self.env.execute_query(
            SQL(
                """
                SELECT i.id, count(e.id) FROM logistics_integration i
                  LEFT JOIN logistics_exception e ON e.integration_id = i.id
                        AND e.company_id = %(company)s
                        AND e.opened_at >= %(start)s AND e.opened_at < %(end)s
                 WHERE i.company_id = %(company)s
                 GROUP BY i.id
                """,
                company=company.id,
                start=first,
                end=last + relativedelta(days=1),
            )
        )

    @api.model
    def _scored(self, company, figures):
        """Return the values of a card: its figures and what they are worth together."""
        minimum = company.logistics_scorecard_minimum
        vals = {
            "volume": figures["volume"],
            "minimum": minimum,
            "refreshed_at": fields.Datetime.now(),
        }
        for name in self._measures():
            value, count = figures.get(name) or (None, 0)
            vals[name], vals[f"{name}_count"] = value or 0.0, count
        known = [name for name in WEIGHTS if vals[f"{name}_count"] >= max(minimum, 1)]
        weight = sum(WEIGHTS[name][0] for name in known)
        earned = sum(WEIGHTS[name][0] * _share(name, vals[name]) for name in known)
        # Without its most telling figure a carrier is not compared with others.
        is_scored = "on_time" in known
        vals["score"] = 100 * earned / weight if is_scored else 0.0
        vals["score_count"] = vals["on_time_count"] if is_scored else 0
        return vals

    @api.model
    def _rank(self, values):
        """Give each its place; who has no score comes last and has none."""
        ordered = sorted(
            values.values(),
            key=lambda vals: (-round(vals["score"], 1), -vals["score_count"]),
        )
        scored = [vals for vals in ordered if vals["score_count"]]
        for vals in values.values():
            vals["rank"] = 0
        for place, vals in enumerate(scored, 1):
            vals["rank"] = place

    def action_refresh(self):
        """Write this month's and the last month's cards now."""
        self.env["logistics.scorecard"].check_access("read")
        self.env.ref("logistics_base.ir_cron_scorecard").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The scorecards are being written anew."),
            },
        }


def _share(name, value):
    """Return how much of the weight a figure earns, from 0 to 1."""
    worst = WEIGHTS[name][1]
    share = value if worst is None else 1 - value / worst
    return min(max(share, 0.0), 1.0)

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..canonical.vocabulary import CLOSED_STATES, STATES

#: A change smaller than this share of the value before is none.
STEADY = 0.005


class LogisticsDashboard(models.AbstractModel):
    """The tiles: a key figure each, what it was before, and the way to what is behind."""

    _inherit = "logistics.dashboard"

    @api.model
    def _opens(self, since, until):
        """Return {code of a key figure: (title, model, domain)} of what a click opens.

        :param since: first day of the period, until: the last one.
        """
        shipments, cases = "logistics.shipment", "logistics.exception"
        delivered = self._within("delivered_date", since, until)
        deliveries = (self.env._("Delivered"), shipments, delivered)
        late = [*self._within("promised_date", since, until), ("is_late", "=", True)]
        missed = [*delivered, ("milestone_ids.code", "=", "delivery_attempted")]
        moving = [("state", "in", self._open_states())]
        opened = self._within("opened_at", since, until)
        unresolved = [("state", "!=", "resolved")]
        claimed = self._within("create_date", since, until)
        return {
            "on_time": (self.env._("Past their promise"), shipments, late),
            "otif": deliveries,
            "first_attempt": (self.env._("Attempts that failed"), shipments, missed),
            "completeness": deliveries,
            "confirmation_delay": deliveries,
            "eta_accuracy": deliveries,
            "freshness": (self.env._("On the way"), shipments, moving),
            "exception_ageing": (self.env._("Open exceptions"), cases, unresolved),
            "mtta": (self.env._("Exceptions"), cases, opened),
            "mttr": (self.env._("Exceptions"), cases, opened),
            "claims_rate": (self.env._("Claims"), "logistics.claim", claimed),
        }

    @api.model
    def _open_states(self):
        return [state for state in STATES if state not in CLOSED_STATES]

    @api.model
    def _within(self, field, since, until):
        """Return the domain of what happened in these days."""
        start = fields.Datetime.to_datetime(since)
        end = fields.Datetime.to_datetime(until + timedelta(days=1))
        return [
            (field, ">=", fields.Datetime.to_string(start)),
            (field, "<", fields.Datetime.to_string(end)),
        ]

    @api.model
    def _shown_tiles(self, since, until, filters):
        """Return a tile for each key figure; three questions read them all."""
        kpis = self.env["logistics.kpi"].sudo().search([("active", "=", True)])
        codes = kpis.mapped("code")
        days = until - since + timedelta(days=1)
        now = self._by_code(self._read(codes, since, until, filters))
        before = self._by_code(
            self._read(codes, since - days, since - timedelta(days=1), filters)
        )
        daily = {}
        for row in self._read(codes, since, until, filters, "day"):
            daily.setdefault(row["kpi"], {})[row["group"]] = row
        opens = self._opens(since, until)
        return [
            {
                **self._described(kpi),
                **self._compared(
                    kpi, now[kpi.code], before[kpi.code], daily.get(kpi.code, {})
                ),
                "opens": self._shown_opens(opens.get(kpi.code), filters),
                "series": self._series(daily.get(kpi.code, {}), since, until),
            }
            for kpi in kpis
        ]

    @api.model
    def _by_code(self, rows):
        return {row["kpi"]: row for row in rows}

    @api.model
    def _described(self, kpi):
        parts = (kpi.numerator_text, kpi.denominator_text)
        text = self.env._(
            "%(counted)s, of: %(all)s", counted=parts[0] or "", all=parts[1] or ""
        )
        return {
            "code": kpi.code,
            "title": kpi.name,
            "help": text if all(parts) else parts[0] or kpi.name,
            "unit": kpi.unit,
            "is_better": "more" if kpi.direction == "up" else "less",
            "target": kpi.target or None,
        }

    @api.model
    def _compared(self, kpi, now, before, daily):
        """Return the figure of the period, beside that of the period before.

        What tells how things stand is that of the last day it is known of, beside the
        first one.
        """
        if kpi.is_snapshot and daily:
            now, before = daily[max(daily)], daily[min(daily)]
        value, previous = now["value"], before["value"]
        if before is now:
            previous = None
        is_better = "more" if kpi.direction == "up" else "less"
        return {
            "value": value,
            # Money is counted, too: nobody reads more than cents.
            "numerator": now["numerator"] and round(now["numerator"], 2),
            "denominator": now["denominator"] and round(now["denominator"], 2),
            "excluded": now["excluded"],
            "as_of": now["as_of"] and fields.Datetime.to_string(now["as_of"]),
            "previous": previous,
            "trend": self._trend(value, previous, is_better),
            "tone": self._tone(value, kpi.target, is_better),
        }

    @api.model
    def _series(self, daily, since, until):
        """Return one value for each day, None for a day without."""
        days = (since + timedelta(days=day) for day in range((until - since).days + 1))
        return [daily[day]["value"] if day in daily else None for day in days]

    @api.model
    def _shown_opens(self, opens, filters):
        if not opens:
            return None
        name, model, domain = opens
        if not self.env[model].has_access("read"):
            return None
        narrowed = self._narrow(model, domain, filters)
        return {"name": name, "model": model, "domain": narrowed}

    @api.model
    def _trend(self, value, previous, is_better):
        """Return ``better``, ``worse`` or ``steady``; None where one is not known."""
        if value is None or previous is None:
            return None
        change = value - previous
        if abs(change) <= STEADY * abs(previous):
            return "steady"
        return "better" if (change > 0) == (is_better == "more") else "worse"

    @api.model
    def _tone(self, value, target, is_better):
        """Return whether the target is met, as a colour; without a target it is none."""
        if value is None or not target:
            return "info"
        met = value >= target if is_better == "more" else value <= target
        return "success" if met else "danger"

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class LogisticsKpi(models.Model):
    """How many of the loads that were offered carriers accept."""

    _inherit = "logistics.kpi"

    @api.model
    def _sources(self):
        return {**super()._sources(), "tender_acceptance": self._tender_sql}

    @api.model
    def _tender_sql(self, window):
        """Accepted, of all tenders answered or not answered in time."""
        return SQL(
            """
            SELECT (SELECT min(r.shipment_id) FROM logistics_tender_shipment_rel r
                     WHERE r.tender_id = t.id),
                   t.integration_id, t.answered_at, (t.state = 'accepted')::int, 1,
                   CASE WHEN t.state = 'cancelled' THEN 'withdrawn' END
              FROM logistics_tender t
             WHERE t.company_id = %s AND t.answered_at >= %s AND t.answered_at < %s
               AND t.sent_at IS NOT NULL
               AND t.state IN ('accepted', 'declined', 'expired', 'cancelled')
            """,
            window.company.id,
            window.start,
            window.end,
        )


class LogisticsTender(models.Model):
    """An answer bears on the figures of its day, and of the day of the one before."""

    _inherit = "logistics.tender"

    def write(self, vals):
        before = self._answered_days() if "answered_at" in vals else set()
        result = super().write(vals)
        if "answered_at" in vals:
            touched = self.env["logistics.kpi.touched"].sudo()
            for company, day in before | self._answered_days():
                touched._add_days(company, day, day)
        return result

    def _answered_days(self):
        """Return {(company, day)} of the answers, where the company is."""
        kpis = self.env["logistics.kpi"].sudo()
        return {
            (tender.company_id, kpis._day_of(tender.company_id, tender.answered_at))
            for tender in self
            if tender.answered_at
        }

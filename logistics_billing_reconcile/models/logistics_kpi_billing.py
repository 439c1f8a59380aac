# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .logistics_dispute import AWAITED


class LogisticsKpi(models.Model):
    """How right carriers' invoices are, what comes back, and what shipments cost."""

    _inherit = "logistics.kpi"

    unit = fields.Selection(
        selection_add=[("money", "Money")], ondelete={"money": "set default"}
    )

    @api.model
    def _sources(self):
        return {
            **super()._sources(),
            "invoice_accuracy": lambda window: self._accuracy_sql(
                window, SQL("count(*)"), SQL("NULL::varchar")
            ),
            "invoice_accuracy_value": lambda window: self._accuracy_sql(
                window,
                SQL("sum(abs(l.amount))"),
                SQL(
                    "CASE WHEN l.currency_id != %s THEN 'other_currency' END",
                    window.company.currency_id.id,
                ),
            ),
            "freight_cost": self._freight_cost_sql,
            "dispute_recovery": self._recovery_sql,
            "open_findings": self._open_findings_sql,
            "disputes_overdue": self._disputes_overdue_sql,
        }

    @api.model
    def _of_invoices(self, window):
        """Return the condition that invoice ``i`` counts in the window."""
        return SQL(
            """
            i.company_id = %(company)s AND i.state NOT IN ('imported', 'rejected')
            AND COALESCE(i.invoice_date, i.create_date::date)
                BETWEEN %(first)s AND %(last)s
            """,
            company=window.company.id,
            first=window.first,
            last=window.last,
        )

    @api.model
    def _day(self, window):
        """Return the middle of an invoice's day, where the company is, in UTC."""
        return SQL(
            "(COALESCE(i.invoice_date, i.create_date::date) + time '12:00') "
            "AT TIME ZONE %s AT TIME ZONE 'UTC'",
            window.zone,
        )

    @api.model
    def _accuracy_sql(self, window, weight, left_out):
        """Charges without a finding, of all that were audited; by shipment."""
        return SQL(
            """
            SELECT a.shipment_id, i.integration_id, %(day)s,
                   COALESCE(%(weight)s FILTER (WHERE a.verdict != 'finding'), 0)::float8,
                   %(weight)s::float8, %(left_out)s
              FROM logistics_carrier_invoice i
              JOIN logistics_carrier_invoice_line l ON l.invoice_id = i.id
              JOIN logistics_charge_audit a ON a.id = l.id
             WHERE %(counts)s AND l.type IS DISTINCT FROM 'vat'
             GROUP BY a.shipment_id, i.integration_id, 3, 6
            """,
            day=self._day(window),
            weight=weight,
            left_out=left_out,
            counts=self._of_invoices(window),
        )

    @api.model
    def _freight_cost_sql(self, window):
        """What was billed for shipments, by the shipment."""
        return SQL(
            """
            SELECT a.shipment_id, i.integration_id, %(day)s, sum(l.amount)::float8, 1,
                   CASE WHEN l.currency_id != %(currency)s THEN 'other_currency' END
              FROM logistics_carrier_invoice i
              JOIN logistics_carrier_invoice_line l ON l.invoice_id = i.id
              JOIN logistics_charge_audit a ON a.id = l.id
             WHERE %(counts)s AND a.shipment_id IS NOT NULL
               AND l.type IS DISTINCT FROM 'vat'
             GROUP BY a.shipment_id, i.integration_id, 3, 6
            """,
            day=self._day(window),
            currency=window.company.currency_id.id,
            counts=self._of_invoices(window),
        )

    @api.model
    def _recovery_sql(self, window):
        """Credited, of what was claimed; on the day on which it was submitted."""
        return SQL(
            """
            SELECT d.shipment_id, d.integration_id,
                   (d.submitted_on + time '12:00')
                       AT TIME ZONE %(zone)s AT TIME ZONE 'UTC',
                   LEAST(d.credited, d.claimed)::float8, d.claimed::float8,
                   CASE WHEN d.state = 'withdrawn' THEN 'withdrawn'
                        WHEN d.currency_id != %(currency)s THEN 'other_currency' END
              FROM logistics_dispute_line d
             WHERE d.company_id = %(company)s
               AND d.submitted_on BETWEEN %(first)s AND %(last)s
            """,
            zone=window.zone,
            currency=window.company.currency_id.id,
            company=window.company.id,
            first=window.first,
            last=window.last,
        )

    @api.model
    def _open_findings_sql(self, window):
        """Too much by open findings, of what their invoices bill; as things stand."""
        return SQL(
            """
            SELECT NULL::int, i.integration_id, %(now)s::timestamp,
                   COALESCE(f.amount, 0)::float8, abs(i.amount_lines)::float8,
                   CASE WHEN i.currency_id != %(currency)s THEN 'other_currency' END
              FROM logistics_carrier_invoice i
              LEFT JOIN (SELECT invoice_id, sum(GREATEST(difference, 0)) AS amount
                           FROM logistics_invoice_finding WHERE state = 'open'
                          GROUP BY invoice_id) f ON f.invoice_id = i.id
             WHERE i.company_id = %(company)s AND i.state IN ('audited', 'review')
            """,
            now=window.now,
            currency=window.company.currency_id.id,
            company=window.company.id,
        )

    @api.model
    def _disputes_overdue_sql(self, window):
        """Past their deadline, of all that await something; as things stand."""
        return SQL(
            """
            SELECT NULL::int, d.integration_id, %(now)s::timestamp,
                   (d.deadline < %(last)s)::int, 1,
                   CASE WHEN d.deadline IS NULL THEN 'no_deadline' END
              FROM logistics_dispute d
             WHERE d.company_id = %(company)s AND d.state IN %(states)s
            """,
            now=window.now,
            last=window.last,
            company=window.company.id,
            states=("draft", *AWAITED),
        )

    @api.model
    def _exclusion_labels(self):
        return {
            **super()._exclusion_labels(),
            "other_currency": self.env._("in another currency"),
            "no_deadline": self.env._("without a deadline"),
        }

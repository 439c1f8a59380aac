# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.fields import Domain

from .loose_fields import LooseMany2one

#: Milestones whose day is a day on which a shipment may count, or may have counted.
_DATED = (
    "delivered",
    "pod_received",
    "delivery_attempted",
    "refused",
    "returned",
    "departed",
    "gate_out",
    "out_for_delivery",
    "picked_up",
)
# Retracted milestones and promises that were revised, too: the day on which it counted
# until now is one of theirs.
_ADD = """
    INSERT INTO logistics_kpi_touched (company_id, date)
    SELECT DISTINCT s.company_id,
           (d.at AT TIME ZONE 'UTC' AT TIME ZONE
            COALESCE(%(zones)s::jsonb ->> s.company_id::text, 'UTC'))::date
      FROM logistics_shipment s
      CROSS JOIN LATERAL (
            VALUES (s.promised_date), (s.revised_promise_date), (s.delivered_date),
                   (s.last_milestone_date)
             UNION ALL
            SELECT m.occurred_at FROM logistics_milestone m
             WHERE m.shipment_id = s.id AND m.code = ANY(%(codes)s)
             UNION ALL
            SELECT r.before FROM logistics_promise r WHERE r.shipment_id = s.id
           ) AS d(at)
     WHERE s.id = ANY(%(ids)s) AND d.at < %(now)s + interval '1 day'
"""


class LogisticsKpiTouched(models.Model):
    """A day whose key figures are to be reckoned anew.

    Rows are only ever added here and taken away by who reckons; the same day may stand
    in it many times, so that nobody waits for anybody.
    """

    _name = "logistics.kpi.touched"
    _description = "Day of Key Figures to Reckon Anew"
    _log_access = False

    company_id = LooseMany2one("res.company", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)

    @api.model
    def _add(self, shipment_ids):
        """Note the days on which shipments count, or counted until now."""
        if not shipment_ids:
            return
        self.env["logistics.shipment"].flush_model()
        self.env["logistics.milestone"].flush_model()
        self.env["logistics.promise"].flush_model()
        self.env.cr.execute(
            _ADD,
            {
                "ids": list(shipment_ids),
                "codes": list(_DATED),
                "now": fields.Datetime.now(),
                "zones": json.dumps(self._zones()),
            },
        )

    @api.model
    def _add_days(self, company, first, last):
        """Note all days from ``first`` to ``last``."""
        self.env.cr.execute(
            "INSERT INTO logistics_kpi_touched (company_id, date) "
            "SELECT %s, d::date FROM generate_series(%s::date, %s::date, '1 day') d",
            (company.id, first, last),
        )

    @api.model
    def _add_everything(self, companies):
        """Note all days since the first shipment of companies."""
        self.env["logistics.shipment"].flush_model()
        for company in companies:
            self.env.cr.execute(
                "SELECT LEAST(min(promised_date), min(delivered_date), "
                "min(released_date), min(create_date))::date "
                "FROM logistics_shipment WHERE company_id = %s",
                (company.id,),
            )
            if first := self.env.cr.fetchone()[0]:
                # By UTC: where the company is it may have been the day before.
                first -= timedelta(days=1)
                self._add_days(company, first, fields.Date.today())

    @api.model
    @tools.ormcache()
    def _zones(self):
        """Return {company id: name of the time zone in which its days begin}."""
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        return {company.id: company._logistics_zone() for company in companies}

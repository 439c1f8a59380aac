# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..canonical.vocabulary import CLOSED_STATES
from .own_cursor import use_read_committed

#: What ended longer ago than this, as in an imported history, gets no process.
FRESH = timedelta(days=7)
#: So many shipments get their process in one transaction.
BATCH_SIZE = 1000
_WITHOUT = """
    SELECT s.id, s.direction, s.mode
      FROM logistics_shipment s
     WHERE s.id = ANY(%(ids)s) AND s.state NOT IN ('draft', 'cancelled')
       AND (s.state != ALL(%(closed)s)
            OR COALESCE(s.delivered_date, s.last_milestone_date, s.create_date)
               > %(fresh)s)
       AND NOT EXISTS (
            SELECT 1 FROM logistics_process p WHERE p.shipment_id = s.id)
     ORDER BY s.id
       FOR KEY SHARE OF s
"""
_OPEN_WITHOUT = """
    SELECT s.id
      FROM logistics_shipment s
     WHERE s.id > %s AND s.company_id = %s AND s.state != 'draft'
       AND s.state != ALL(%s)
       AND NOT EXISTS (
            SELECT 1 FROM logistics_process p WHERE p.shipment_id = s.id)
     ORDER BY s.id LIMIT %s
"""
_INSERT = """
    WITH begun AS (
        INSERT INTO logistics_process
            (shipment_id, company_id, template_id, state, started_at,
             create_date, write_date, create_uid, write_uid)
        SELECT s.id, s.company_id, v.template_id, 'running',
               date_trunc(
                    'second', COALESCE(%(began)s, s.released_date, s.create_date)),
               %(now)s, %(now)s, %(uid)s, %(uid)s
          FROM json_to_recordset(%(rows)s) AS v(id int4, template_id int4)
          JOIN logistics_shipment s ON s.id = v.id
            ON CONFLICT DO NOTHING
        RETURNING id, shipment_id, company_id, template_id
    ), steps AS (
        INSERT INTO logistics_process_step
            (process_id, shipment_id, company_id, sequence, code, name, required,
             automatic, reverts, due_by, expected_hours, calendar_id, owner, user_id,
             state, attempts)
        SELECT p.id, p.shipment_id, p.company_id, l.sequence, l.code,
               l.name,
               COALESCE(l.required, FALSE), COALESCE(l.automatic, FALSE),
               COALESCE(l.reverts, FALSE), l.due_by, l.expected_hours,
               COALESCE(t.calendar_id, c.resource_calendar_id), l.owner, l.user_id,
               'waiting', 0
          FROM begun p
          JOIN logistics_process_template t ON t.id = p.template_id
          JOIN logistics_process_template_line l ON l.template_id = t.id
          JOIN res_company c ON c.id = p.company_id
         ORDER BY p.id, l.sequence, l.id
    )
    SELECT id FROM begun
"""


class LogisticsProcess(models.Model):
    """How processes begin: set by set, by the template that fits."""

    _inherit = "logistics.process"

    @api.model
    def _begin(self, shipment_ids, *, began=None):
        """Begin the processes of those shipments that have none and get one.

        :param began: naive UTC; None: when the shipment was released.
        :return: the new processes, whose steps are not derived yet.
        """
        self.env.cr.execute(
            _WITHOUT,
            {
                "ids": list(shipment_ids),
                "closed": list(CLOSED_STATES),
                "fresh": fields.Datetime.now() - FRESH,
            },
        )
        found = self.env.cr.fetchall()
        if not found:
            return self.browse()
        choose = self.env["logistics.process.template"]._chooser(self.env.company.id)
        rows = [
            {"id": shipment_id, "template_id": template_id}
            for shipment_id, direction, mode in found
            if (template_id := choose(direction, mode))
        ]
        return self._insert(rows, began)

    @api.model
    def _insert(self, rows, began):
        if not rows:
            return self.browse()
        self.env.cr.execute(
            _INSERT,
            {
                "rows": json.dumps(rows),
                "began": began,
                "now": fields.Datetime.now(),
                "uid": self.env.uid,
            },
        )
        begun = self.browse(row[0] for row in self.env.cr.fetchall())
        self.env["logistics.shipment"].browse(
            row["id"] for row in rows
        ).invalidate_recordset(["process_ids"], flush=False)
        return begun

    @api.model
    def _catch_up(self):
        """Begin the processes of open shipments that have none. Runs as a cron.

        What was released before there were processes, or before there was a template,
        is taken up by what is known of it; time begins to run now.
        """
        self.env["ir.cron"]._commit_progress(remaining=0)
        use_read_committed(self.env.cr)
        for company in self.env["res.company"].sudo().search(Domain.TRUE):
            own = self.sudo().with_company(company)
            last = 0
            while last is not None:
                last = own._catch_up_batch(last)
                if self.env["ir.cron"]._commit_progress(1) <= 0:
                    return

    @api.model
    def _catch_up_batch(self, after):
        """Take up the next open shipments; return the last one's id, None at the end."""
        self.env.flush_all()
        self.env.cr.execute(
            _OPEN_WITHOUT,
            (after, self.env.company.id, list(CLOSED_STATES), BATCH_SIZE),
        )
        ids = [row[0] for row in self.env.cr.fetchall()]
        if not ids:
            return None
        self._begin(ids, began=fields.Datetime.now())._follow_locked()
        return ids[-1]

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .logistics_incident_watch import Cause, Sighting
from .logistics_watchdog import NEGLECT

_logger = logging.getLogger(__name__)

#: An event that nothing could be made of is an incident for so long.
FAILURE_SHOWN = timedelta(days=1)
#: A job may fail for so long before anybody is told.
CRON_PATIENCE = timedelta(hours=1)


class LogisticsWatchdog(models.AbstractModel):
    """Looks after what runs behind the scenes, where no partner is to blame."""

    _inherit = "logistics.watchdog"

    @api.model
    def _looks(self):
        return [
            *super()._looks(),
            ("events", self._stuck_events, timedelta(0)),
            ("cron", self._failing_jobs, timedelta(0)),
        ]

    @api.model
    def _check(self):
        """Service levels may have changed since cases were opened."""
        super()._check()
        try:
            with self.env.cr.savepoint():
                self.env["logistics.exception"]._take_over_due()
        except Exception:
            _logger.exception("The watchdog could not see when cases are due")

    @api.model
    def _stuck_events(self):
        """Return companies whose events are not handed on, or fail when they are.

        Where the server was not running, events may be old and nobody is to blame: they
        are handed on now, and looked at again the next time.
        """
        now = fields.Datetime.now()
        neglected = now - NEGLECT if self._looked_lately() else datetime.min
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, 'waiting', count(*), min(create_date), NULL
                  FROM logistics_event
                 WHERE position IS NULL AND create_date < %s
                 GROUP BY company_id
                 UNION ALL
                SELECT company_id, 'failed', count(*), min(create_date),
                       max(error_message)
                  FROM logistics_event
                 WHERE error_message IS NOT NULL AND create_date >= %s
                 GROUP BY company_id
                """,
                neglected,
                now - FAILURE_SHOWN,
            )
        )
        return {
            Cause(company or self.env.company.id, None, key): Sighting(
                self._stuck_summary(key, count, error), count, since
            )
            for company, key, count, since, error in rows
        }

    @api.model
    def _looked_lately(self):
        """Tell whether the last look is so near that jobs have been running since."""
        last = self.env.ref("logistics_base.ir_cron_watchdog").sudo().lastcall
        return bool(last) and last >= fields.Datetime.now() - NEGLECT

    @api.model
    def _stuck_summary(self, key, count, error):
        if key == "waiting":
            return self.env._(
                "%s business events wait to be handed on: policies, service levels and "
                "subscribers do not hear of them.",
                count,
            )
        return self.env._(
            "%(count)s business events failed where they were handed on: %(error)s",
            count=count,
            error=error,
        )

    @api.model
    def _failing_jobs(self):
        """Return our scheduled jobs that fail again and again, or that Odoo gave up."""
        since = fields.Datetime.now() - CRON_PATIENCE
        ours = self._our_jobs()
        failing = ours.filtered(
            lambda job: (
                job.active and job.first_failure_date and job.first_failure_date < since
            )
        )
        given_up = ours.filtered(lambda job: not job.active) & self._known_to_fail()
        company = self.env.company.id
        return {
            Cause(company, None, str(job.id)): Sighting(
                self._job_summary(job),
                max(job.failure_count, 1),
                job.first_failure_date or None,
            )
            for job in failing | given_up
        }

    @api.model
    def _our_jobs(self):
        """Return the scheduled jobs of this addon and of those that build on it."""
        names = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=like", "logistics%")]
        )
        jobs = self.env["ir.cron"].with_context(active_test=False)
        return jobs.search([("id", "in", names.mapped("res_id"))])

    @api.model
    def _known_to_fail(self):
        """Return jobs of open incidents: Odoo stops a job that has failed for days."""
        incidents = self.env["logistics.incident"].search(
            [("kind", "=", "cron"), ("state", "!=", "resolved")]
        )
        return self.env["ir.cron"].browse(map(int, incidents.mapped("cause_key")))

    @api.model
    def _job_summary(self, job):
        if not job.active:
            return self.env._("Odoo has stopped “%s”: it failed for days.", job.name)
        return self.env._(
            "“%(job)s” has failed %(count)s times in a row.",
            job=job.name,
            count=job.failure_count,
        )

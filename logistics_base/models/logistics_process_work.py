# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
from datetime import timedelta

from odoo import api, fields, models

from .database_errors import gave_up
from .own_cursor import use_read_committed

_logger = logging.getLogger(__name__)

#: So many steps are found late in one transaction.
BATCH_SIZE = 500
#: So many are acted on: who hands on events waits for their processes meanwhile.
FEW = 20
#: What could not be done yet is looked at again after this.
LATER = timedelta(minutes=15)
#: What fails is tried so often, at growing pauses in minutes, before a person has to.
MAX_ATTEMPTS = 6
FIRST_PAUSE, LONGEST_PAUSE = 1, 240
_CLAIM = """
    SELECT t.id
      FROM logistics_process_step t
      JOIN logistics_process p ON p.id = t.process_id
     WHERE t.wish IS NOT NULL AND t.asked_at IS NULL AND t.gave_up IS NULL
       AND (t.next_attempt_at IS NULL OR t.next_attempt_at <= %s)
       AND p.taken_over_at IS NULL
     ORDER BY p.id, t.id LIMIT %s
       FOR NO KEY UPDATE OF p SKIP LOCKED
"""
_OVERDUE = """
    WITH overdue AS (
        SELECT t.id, p.id AS process_id
          FROM logistics_process_step t
          JOIN logistics_process p ON p.id = t.process_id
         WHERE t.state = 'running' AND t.due_at < %(now)s AND t.is_late IS NOT TRUE
           AND p.taken_over_at IS NULL
         ORDER BY t.due_at LIMIT %(limit)s
           FOR NO KEY UPDATE OF p, t SKIP LOCKED
    ), late AS (
        UPDATE logistics_process_step t
           SET is_late = TRUE, late_told = t.due_at,
               owner_id = (
                    SELECT u.id
                      FROM logistics_shipment s
                      JOIN res_company c ON c.id = s.company_id
                      LEFT JOIN logistics_integration i ON i.id = s.integration_id
                     CROSS JOIN LATERAL (VALUES
                            (CASE WHEN t.owner = 'user' THEN t.user_id END, 1),
                            (CASE WHEN t.owner = 'carrier' THEN i.owner_id END, 2),
                            (s.user_id, 3), (i.owner_id, 4), (c.logistics_user_id, 5)
                          ) AS candidate(id, rank)
                      JOIN res_users u ON u.id = candidate.id AND u.active
                     WHERE s.id = t.shipment_id
                     ORDER BY candidate.rank LIMIT 1)
          FROM overdue o, logistics_process_step before
         WHERE t.id = o.id AND before.id = t.id
        RETURNING t.id, t.process_id,
                  before.late_told IS DISTINCT FROM before.due_at AS is_news
    ), marked AS (
        UPDATE logistics_process p SET is_late = TRUE
          FROM overdue o WHERE p.id = o.process_id
    )
    SELECT id, process_id, is_news FROM late
"""
_NOT_OVERDUE = """
    WITH found AS (
        SELECT t.id
          FROM logistics_process_step t
          JOIN logistics_process p ON p.id = t.process_id
         WHERE t.is_late
           AND (t.state != 'running' OR t.due_at IS NULL OR t.due_at >= %s
                OR p.taken_over_at IS NOT NULL)
           FOR NO KEY UPDATE OF p, t SKIP LOCKED
    ), early AS (
        UPDATE logistics_process_step t SET is_late = FALSE
          FROM found WHERE t.id = found.id
        RETURNING t.id, t.process_id
    ), marked AS (
        UPDATE logistics_process p SET is_late = FALSE
          FROM early e WHERE p.id = e.process_id
    )
    SELECT id, process_id FROM early
"""


class LogisticsProcess(models.Model):
    _inherit = "logistics.process"

    @api.model
    def _action(self, code):
        """Return the model that acts on steps of this code."""
        name = f"logistics.process.action.{code}"
        return self.env[name if name in self.env else "logistics.process.action"]


class LogisticsProcessStep(models.Model):
    """What is done about steps without anybody asking: timers, and the system's part."""

    _inherit = "logistics.process.step"

    # Timers

    @api.model
    def _check_timers(self):
        """Find what is late, and what is so no more. Runs as a cron.

        Late is what is due before now, whatever the clock said a moment ago; of one due
        date it is told once.
        """
        self.env["ir.cron"]._commit_progress(remaining=0)
        use_read_committed(self.env.cr)
        self._forgive()
        while found := self._find_late(BATCH_SIZE):
            if self.env["ir.cron"]._commit_progress(found) <= 0:
                return

    @api.model
    def _find_late(self, limit):
        """Mark up to ``limit`` steps as late and publish it; return how many."""
        self.env.flush_all()
        self.env.cr.execute(_OVERDUE, {"now": fields.Datetime.now(), "limit": limit})
        found = self.env.cr.fetchall()
        self._note_lateness(found)
        news = self.browse(
            step_id for step_id, _process_id, is_news in found if is_news
        )
        by_company = news.grouped("company_id")
        for company, steps in by_company.items():
            own = steps.with_company(company)
            own.env["logistics.event"]._publish(
                "process.late", own, {step.id: step.display_name for step in own}
            )
        return len(found)

    @api.model
    def _forgive(self):
        """Steps that are due later, or are over, are not late."""
        self.env.flush_all()
        self.env.cr.execute(_NOT_OVERDUE, (fields.Datetime.now(),))
        self._note_lateness(self.env.cr.fetchall())

    @api.model
    def _note_lateness(self, rows):
        self.browse(row[0] for row in rows).invalidate_recordset(flush=False)
        processes = self.env["logistics.process"].browse(row[1] for row in rows)
        processes.invalidate_recordset(["is_late", "ribbon"], flush=False)

    # The system's part

    @api.model
    def _wake_work(self):
        """Have the system's part done as soon as this transaction is committed."""
        cron = self.env.ref("logistics_base.ir_cron_process_work", False)
        if cron:
            cron._trigger()

    @api.model
    def _work(self):
        """Do what is the system's part. Runs as a cron; commits batch by batch."""
        self.env["ir.cron"]._commit_progress(remaining=0)
        use_read_committed(self.env.cr)
        while taken := self._work_batch():
            if self.env["ir.cron"]._commit_progress(taken) <= 0:
                self._wake_work()
                return

    @api.model
    def _work_batch(self, limit=FEW):
        """Do what is due; return for how many steps it was tried."""
        self.env.flush_all()
        self.env.cr.execute(_CLAIM, (fields.Datetime.now(), limit))
        steps = self.sudo().browse(row[0] for row in self.env.cr.fetchall())
        for (company, code, wish), group in steps.grouped(
            lambda step: (step.company_id, step.code, step.wish)
        ).items():
            group.with_company(company)._act(code, wish)
        return len(steps)

    def _act(self, code, wish):
        """Do or undo steps of one code together; where that fails, one by one."""
        action = self.env["logistics.process"]._action(code)
        act = action._do if wish == "do" else action._undo
        try:
            with self.env.cr.savepoint():
                done = act(self)
                self.env.flush_all()
        except Exception as error:
            if gave_up(error):
                raise
            self.env.invalidate_all(flush=False)
            if len(self) > 1:
                for step in self:
                    step._act(code, wish)
            else:
                self._note_trouble(error)
            return
        now = fields.Datetime.now()
        done.write({"asked_at": now, "error_message": False, "next_attempt_at": False})
        (self - done).write({"next_attempt_at": now + LATER})
        # Where asking was enough, it is over already.
        self.process_id._follow_again()

    def _note_trouble(self, error):
        """Try again later; in the end a person has to."""
        self.ensure_one()
        _logger.warning("Step %s: %s", self.display_name, error)
        attempts = self.attempts + 1
        vals = {"attempts": attempts, "error_message": str(error)[:500]}
        if attempts >= MAX_ATTEMPTS:
            vals["gave_up"] = vals["error_message"]
        else:
            minutes = min(FIRST_PAUSE * 4 ** (attempts - 1), LONGEST_PAUSE)
            pause = timedelta(minutes=minutes * random.uniform(0.5, 1))  # noqa: S311
            vals["next_attempt_at"] = fields.Datetime.now() + pause
        self.write(vals)
        if attempts >= MAX_ATTEMPTS:
            self.process_id._follow_again()

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .own_cursor import use_read_committed

#: So many measures change in one transaction.
TIMER_SIZE = 1000
_ADVANCE = {
    "at_risk": """
        UPDATE logistics_sla_measure SET state = 'at_risk'
         WHERE id IN (SELECT id FROM logistics_sla_measure
                       WHERE state = 'running' AND at_risk_at <= %(now)s
                       ORDER BY at_risk_at LIMIT %(limit)s
                         FOR UPDATE SKIP LOCKED)
        RETURNING id, kind
    """,
    "breached": """
        UPDATE logistics_sla_measure
           SET state = 'breached', breach_count = COALESCE(breach_count, 0) + 1
         WHERE id IN (SELECT id FROM logistics_sla_measure
                       WHERE state = 'at_risk' AND due_at <= %(now)s
                       ORDER BY due_at LIMIT %(limit)s
                         FOR UPDATE SKIP LOCKED)
        RETURNING id, kind
    """,
}


class LogisticsSlaMeasure(models.Model):
    """What the clock alone does: from running to at risk to breached, never back.

    A measure cannot be breached that was not at risk, so both are told, in that order,
    even where the clock jumped over them; and none is told twice, because it is told
    with the change of the state that it is told of.
    """

    _inherit = "logistics.sla.measure"

    @api.model
    def _tick(self):
        """Let the clock act on all measures, batch by batch, each in a transaction."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=0)
        # What the drain writes at the same time is waited for, not tripped over.
        use_read_committed(self.env.cr)
        while changed := self._advance():
            if not cron._commit_progress(changed):
                break

    @api.model
    def _advance(self, limit=TIMER_SIZE):
        """Change and tell of up to ``limit`` measures each; return how many changed."""
        self.flush_model()
        total = 0
        for state, query in _ADVANCE.items():
            self.env.cr.execute(query, {"now": fields.Datetime.now(), "limit": limit})
            kinds = dict(self.env.cr.fetchall())
            changed = self.browse(kinds)
            changed.invalidate_recordset(["state", "breach_count"], flush=False)
            self._tell(state, kinds)
            total += len(kinds)
        return total

    @api.model
    def _tell(self, state, kinds):
        """Publish that measures got into a state.

        :param dict kinds: {measure id: kind}.
        """
        self.env["logistics.event"]._publish(
            f"sla.{state}", self.browse(kinds).sudo(), kinds
        )

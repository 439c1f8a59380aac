# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class LogisticsException(models.Model):
    """By when a case must be resolved, as its service level has it."""

    _inherit = "logistics.exception"

    @api.model
    def _on_events(self, rows):
        """Take over when cases are due as soon as their service level is known."""
        cases = {row.res_id for row in rows if row.type.startswith("exception.")}
        if cases:
            self._take_over_due(SQL("e.id = ANY(%s)", list(cases)))

    @api.model
    def _take_over_due(self, which=None):
        """Bring ``due_at`` of open cases in line with their measures, in one statement.

        What was set by hand stays where no service level speaks of the case.

        :param SQL which: of the cases ``e``; all that are open if not given.
        """
        self.flush_model()
        changed = self.env.execute_query(
            SQL(
                """
                UPDATE logistics_exception c SET due_at = v.due_at
                  FROM (SELECT e.id, (
                            SELECT min(m.due_at) FROM logistics_sla_measure m
                             WHERE m.exception_id = e.id AND m.stopped_at IS NULL
                               AND m.state IN ('running', 'at_risk', 'breached')
                        ) AS due_at
                          FROM logistics_exception e
                         WHERE e.state != 'resolved' AND %s) AS v
                 WHERE v.id = c.id AND v.due_at IS NOT NULL
                   AND c.due_at IS DISTINCT FROM v.due_at
                RETURNING c.id
                """,
                which or SQL("TRUE"),
            )
        )
        self.browse(row[0] for row in changed).invalidate_recordset(
            ["due_at", "is_overdue"], flush=False
        )

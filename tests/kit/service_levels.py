# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Key figures read as a board reads them, and a clock over many service levels."""

import time
from datetime import timedelta

GROUPS = (None, "day", "partner_id", "integration_id", "lane", "warehouse")


class ServiceLevelCommands:
    """What a benchmark of key figures and service levels tells its worker."""

    def read_figures(self, days, times):
        """Read all key figures, in every way they can be grouped; return the seconds.

        :return: one number for each time.
        """
        took = []
        for _time in range(times):
            env = self._env()
            kpis = env["logistics.kpi"]
            codes = kpis.search([]).mapped("code")
            today = kpis._today(env.company)
            since = today - timedelta(days=days - 1)
            started = time.perf_counter()
            rows = [
                row
                for group in GROUPS
                for row in kpis._read(codes, since, today, group_by=group)
            ]
            took.append(time.perf_counter() - started)
            if not any(row["value"] for row in rows):
                raise RuntimeError("there are no figures to read")
            env.cr.rollback()
            env.cr.close()
        return took

    def grow_measures(self, running):
        """Make a service level that is over for each shipment, and some that run."""
        env = self._env()
        env.cr.execute(
            """
            INSERT INTO logistics_sla_measure
                (shipment_id, company_id, kind, state, started_at, at_risk_at, due_at,
                 stopped_at)
            SELECT id, company_id, 'delivery', 'met', released_date, promised_date,
                   promised_date, last_milestone_date
              FROM logistics_shipment;
            INSERT INTO logistics_sla_measure
                (shipment_id, company_id, kind, state, started_at, at_risk_at, due_at)
            SELECT id, company_id, 'dispatch', 'running', released_date,
                   now() + interval '1 day', now() + interval '2 days'
              FROM logistics_shipment ORDER BY id LIMIT %s
            """,
            (running,),
        )
        env.cr.commit()
        self._analyze(env, "logistics_sla_measure")
        env.cr.close()

    def tick(self, times):
        """Let the clock act on the service levels; return the seconds of each time."""
        took = []
        for _time in range(times):
            env = self._env()
            started = time.perf_counter()
            env["logistics.sla.measure"]._advance()
            took.append(time.perf_counter() - started)
            env.cr.rollback()
            env.cr.close()
        return took

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A year of deliveries, by the bare database, for benchmarks of what is told of it."""

import json
import time

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

YEAR = 365
CUSTOMERS = 500
CARRIERS = 12
LANES = 40
WAREHOUSES = 5


class FigureCommands:
    """What a benchmark of key figures and of the dashboard tells its worker."""

    def grow_deliveries(self, count):
        """Make shipments that were delivered in the last year, evenly over its days.

        One of twelve came late, one of a hundred is still on its way, one of a thousand
        has a case that is open.
        """
        env = self._env()
        customers = env["res.partner"].create(
            [{"name": f"Customer {at}", "is_company": True} for at in range(CUSTOMERS)]
        )
        carriers = env["logistics.integration"].create(
            [
                {"name": f"Carrier {at}", "code": f"carrier-{at}"}
                for at in range(CARRIERS)
            ]
        )
        env.flush_all()
        env.cr.execute(
            _GROW,
            {
                "count": count,
                "days": YEAR,
                "customers": customers.ids,
                "carriers": carriers.ids,
                "lanes": LANES,
                "warehouses": WAREHOUSES,
                "run": str(self._run),
            },
        )
        env.cr.commit()
        self._analyze(
            env, "logistics_shipment", "logistics_milestone", "logistics_exception"
        )
        env.cr.close()

    def reckon(self, days):
        """Reckon the key figures of so many days up to today; return the seconds."""
        from datetime import timedelta

        env = self._env()
        kpis = env["logistics.kpi"]
        company = env["res.company"].browse(1)
        today = kpis._today(company)
        started = time.perf_counter()
        kpis._refresh_days(company, today - timedelta(days=days - 1), today)
        env.cr.commit()
        seconds = time.perf_counter() - started
        self._analyze(env, "logistics_kpi_day")
        rows = env["logistics.kpi.day"].search_count([])
        env.cr.close()
        return {"seconds": seconds, "rows": rows}

    def prepare_viewer(self):
        """Make a user who looks at the dashboard."""
        env = self._env()
        groups = env.ref("logistics_base.group_manager") | env.ref("base.group_user")
        user = env["res.users"].create(
            {"name": "Looks", "login": "looks", "group_ids": [(6, 0, groups.ids)]}
        )
        env.cr.commit()
        env.cr.close()
        return user.id

    def open_board(self, user_id, period, times):
        """Open the dashboard so often, each time anew; return the seconds of each."""
        took = []
        for _time in range(times):
            env = self._env()
            board = env["logistics.dashboard"].with_user(user_id)
            started = time.perf_counter()
            json.dumps(board.board(period))
            took.append(time.perf_counter() - started)
            env.cr.rollback()
            env.cr.close()
        return took

    def _analyze(self, env, *tables):
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        env.cr.connection.autocommit = True
        for table in tables:
            env.cr.execute(f"VACUUM ANALYZE {table}")  # noqa: S608
        env.cr.connection.autocommit = False


_GROW = """
    WITH drawn AS (
        SELECT n, (now() AT TIME ZONE 'UTC')::timestamp(0)
                  - n %% %(days)s * interval '1 day'
                  - hashint4(n) %% 36000 * interval '1 second' AS at
          FROM generate_series(1, %(count)s) n
    ), added AS (
        INSERT INTO logistics_shipment
            (name, company_id, partner_id, integration_id, lane, warehouse, mode,
             direction, state, office_state, correlation_id, promised_date,
             shown_promise_date, delivered_date, last_milestone_date, released_date,
             package_count, delivered_package_count, create_date, write_date)
        SELECT 'YEAR/' || n, 1,
               (%(customers)s::int[])[1 + n %% array_length(%(customers)s::int[], 1)],
               (%(carriers)s::int[])[1 + n %% array_length(%(carriers)s::int[], 1)],
               'L' || n %% %(lanes)s, 'W' || n %% %(warehouses)s, 'parcel',
               'outbound', CASE WHEN n %% 100 = 0 THEN 'in_transit' ELSE 'delivered' END,
               'booked', md5(n::text || %(run)s), promised, promised,
               CASE WHEN n %% 100 != 0 THEN at END, at, at - interval '3 days',
               1, 1, at - interval '3 days', at
          FROM (SELECT n, at, CASE WHEN n %% 12 = 0 THEN at - interval '2 hours'
                                   ELSE at + interval '3 hours' END AS promised
                  FROM drawn) AS promised
        RETURNING id, company_id, partner_id, integration_id, state, last_milestone_date
    ), told AS (
        INSERT INTO logistics_milestone
            (shipment_id, integration_id, code, classifier, occurred_at, received_at,
             raw_code, identity, retracted)
        SELECT id, integration_id,
               CASE state WHEN 'delivered' THEN 'delivered' ELSE 'in_transit' END,
               'actual', last_milestone_date,
               last_milestone_date + id %% 3600 * interval '1 second', 'X',
               'year|' || id, FALSE
          FROM added
    )
    INSERT INTO logistics_exception
        (shipment_id, company_id, partner_id, integration_id, type, severity, summary,
         state, opened_at, create_date, write_date)
    SELECT id, company_id, partner_id, integration_id,
           (ARRAY['delay', 'damage', 'customs', 'other'])[1 + id %% 4], '1', 'Held up',
           'open', last_milestone_date, now(), now()
      FROM added WHERE id %% 1000 = 0
"""

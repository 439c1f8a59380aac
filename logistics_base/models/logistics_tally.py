# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .loose_fields import LooseMany2one

#: Upper bounds of the buckets of latencies, in seconds, by what is counted.
BOUNDS = {
    "processed": (1, 2, 5, 10, 30, 60, 300, 900, 3600, 21600),
    "sent": (1, 2, 5, 10, 30, 60, 300, 900, 3600, 21600),
    "call": (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
}
#: For so long it can be seen what happened in which hour.
HOURS_KEPT = timedelta(days=90)
_WHAT = "company_id, integration_id, name, outcome, category, bucket"


class LogisticsTally(models.Model):
    """What was counted and not added up yet.

    Whoever counts appends a row and waits for nobody; every minute the rows are moved
    into the sums. Sum and rows together are a counter that only ever rises, however many
    processes count.
    """

    _name = "logistics.tally"
    _description = "Tally"
    _log_access = False

    company_id = LooseMany2one("res.company", readonly=True)
    integration_id = LooseMany2one("logistics.integration", readonly=True)
    name = fields.Char(required=True, readonly=True)
    outcome = fields.Char(required=True, readonly=True, default="")
    category = fields.Char(required=True, readonly=True, default="")
    bucket = fields.Integer(required=True, readonly=True, default=0)
    amount = fields.Integer(required=True, readonly=True)
    seconds = fields.Float(required=True, readonly=True, default=0)
    counted_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )

    # Counting

    @api.model
    def _count(self, name, amounts):
        """Count what happened in the current transaction.

        :param str name: what is counted, e.g. ``duplicate``.
        :param amounts: list of (company id, integration id or None, outcome, amount).
        """
        if not amounts:
            return
        companies, integrations, outcomes, counts = zip(*amounts, strict=True)
        self.env.cr.execute(
            """
            INSERT INTO logistics_tally
                (company_id, integration_id, name, outcome, category, bucket,
                 amount, seconds, counted_at)
            SELECT company, integration, %s, outcome, '', 0, amount, 0, %s
              FROM unnest(%s::int[], %s::int[], %s::text[], %s::int[])
                AS v(company, integration, outcome, amount)
            """,
            (
                name,
                fields.Datetime.now(),
                list(companies),
                list(integrations),
                list(outcomes),
                list(counts),
            ),
        )

    @api.model
    def _count_messages(self, name, messages, seconds):
        """Count messages by what became of them, and how long that took.

        :param seconds: SQL of a duration of the message ``m``.
        """
        bounds = list(BOUNDS[name])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_tally
                    (company_id, integration_id, name, outcome, category, bucket,
                     amount, seconds, counted_at)
                SELECT i.company_id, i.id, %(name)s, m.state, m.category, m.bucket,
                       count(*), COALESCE(sum(m.seconds), 0), %(now)s
                  FROM (SELECT integration_id, state, seconds,
                               COALESCE(error_category, '') AS category,
                               (SELECT count(*) FROM unnest(%(bounds)s::float8[]) AS b
                                 WHERE b < seconds) AS bucket
                          FROM (SELECT m.*, GREATEST(%(seconds)s, 0) AS seconds
                                  FROM logistics_message m
                                 WHERE m.id = ANY(%(ids)s)
                                   AND m.state != 'received') AS timed) AS m
                  JOIN logistics_integration i ON i.id = m.integration_id
                 GROUP BY i.company_id, i.id, m.state, m.category, m.bucket
                """,
                name=name,
                now=fields.Datetime.now(),
                bounds=bounds,
                seconds=seconds,
                ids=list(messages.ids),
            )
        )

    @api.model
    def _on_events(self, rows):
        """Count business events by their types, of one company."""
        counts = {}
        for row in rows:
            counts[row.type] = counts.get(row.type, 0) + 1
        company_id = rows[0].company_id
        self._count(
            "event", [(company_id, None, kind, n) for kind, n in counts.items()]
        )

    # Adding up

    @api.model
    def _add_up(self):
        """Move what was counted into the sums. Runs as a cron, one at a time.

        The hours are for people, who look at a partner's day; the counters for
        monitoring, and for ever.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(hashtext('logistics.tally'))")
        if not cr.fetchone()[0]:
            return
        cr.execute(
            SQL(
                """
                WITH taken AS (
                    DELETE FROM logistics_tally RETURNING *
                ), hours AS (
                    INSERT INTO logistics_integration_hour AS h
                        (%(what)s, hour, amount, seconds)
                    SELECT %(what)s, date_trunc('hour', counted_at),
                           sum(amount), sum(seconds)
                      FROM taken WHERE integration_id IS NOT NULL
                     GROUP BY %(what)s, date_trunc('hour', counted_at)
                    ON CONFLICT (integration_id, hour, name, outcome, category, bucket)
                    DO UPDATE SET amount = h.amount + EXCLUDED.amount,
                                  seconds = h.seconds + EXCLUDED.seconds
                )
                INSERT INTO logistics_counter AS c (%(what)s, amount, seconds)
                SELECT %(what)s, sum(amount), sum(seconds) FROM taken
                 GROUP BY %(what)s
                ON CONFLICT (COALESCE(company_id, 0), COALESCE(integration_id, 0),
                             name, outcome, category, bucket)
                DO UPDATE SET amount = c.amount + EXCLUDED.amount,
                              seconds = c.seconds + EXCLUDED.seconds
                """,
                what=SQL(_WHAT),
            )
        )

    @api.autovacuum
    def _forget_hours(self):
        self.env.cr.execute(
            "DELETE FROM logistics_integration_hour WHERE hour < %s",
            (fields.Datetime.now() - HOURS_KEPT,),
        )


class LogisticsCounter(models.Model):
    """What was counted, since the beginning; it never falls."""

    _name = "logistics.counter"
    _description = "Counter"
    _log_access = False

    company_id = LooseMany2one("res.company", readonly=True)
    integration_id = LooseMany2one("logistics.integration", readonly=True)
    name = fields.Char(required=True, readonly=True)
    outcome = fields.Char(required=True, readonly=True)
    category = fields.Char(required=True, readonly=True)
    bucket = fields.Integer(required=True, readonly=True)
    # Whole numbers, of which a double holds more than an integer of the database.
    amount = fields.Float(required=True, readonly=True)
    seconds = fields.Float(required=True, readonly=True)

    _once = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(integration_id, 0), "
        "name, outcome, category, bucket)"
    )

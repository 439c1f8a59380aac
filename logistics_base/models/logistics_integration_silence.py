# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.rhythm import Rhythm, on_the_hour

#: When a partner is watched for the first time, it is learned from so much history.
FIRST_LESSON = timedelta(weeks=4)
#: Then so often from what has come since.
LESSON = timedelta(days=1)


class LogisticsIntegration(models.Model):
    """When a partner usually speaks, and since when it has been silent."""

    _inherit = "logistics.integration"

    silence_watch = fields.Selection(
        [
            ("learned", "Learned from Its History"),
            ("hand", "Set by Hand"),
            ("off", "Not Watched"),
        ],
        string="Silence",
        required=True,
        default="learned",
        tracking=True,
        help="How it is known that the partner has been silent for too long. Learned: "
        "by the hours of the week in which its messages usually come.",
    )
    expected_interval = fields.Float(
        string="Heard of within (hours)",
        copy=False,
        help="Counted from the last message. Where it is learned, this is what its "
        "history tells for now: longer over a weekend on which nothing ever comes.",
    )
    silent_since = fields.Datetime(
        readonly=True,
        copy=False,
        help="Its last message, where it should have been heard of since.",
    )
    rhythm = fields.Json(readonly=True, copy=False)
    rhythm_until = fields.Datetime(readonly=True, copy=False)

    _expected_interval_positive = models.Constraint(
        "CHECK(expected_interval >= 0)", "Nobody speaks in a negative time."
    )

    # Learning

    @api.model
    def _learn_rhythms(self):
        """Learn from the messages of the last hours, and of weeks of new partners.

        Hours in which a partner was suspiciously silent teach nothing: an outage is not
        its habit.

        :return: whether anything was learned.
        """
        now = on_the_hour(fields.Datetime.now())
        pupils = self.search(
            [
                ("state", "=", "live"),
                ("silence_watch", "=", "learned"),
                ("silent_since", "=", False),
                "|",
                ("rhythm_until", "=", False),
                ("rhythm_until", "<=", now - LESSON),
            ]
        )
        starts = {one.id: one._lesson_start(now) for one in pupils}
        spoken = self._spoken_hours(starts)
        lessons = []
        for one in pupils:
            rhythm = Rhythm(**(one.rhythm or {}))
            rhythm.learn(starts[one.id], now, spoken.get(one.id, set()))
            known = {"shares": rhythm.shares, "weeks": rhythm.weeks}
            lessons.append((one.id, json.dumps(known), now))
        self._write_silence(("rhythm", "rhythm_until"), lessons, ("jsonb", "timestamp"))
        return bool(lessons)

    def _lesson_start(self, now):
        first = now - FIRST_LESSON
        return (
            max(on_the_hour(self.rhythm_until), first) if self.rhythm_until else first
        )

    @api.model
    def _spoken_hours(self, starts):
        """Return {integration id: {hours in which something came}}, in one statement.

        :param dict starts: {integration id: from when on}.
        """
        spoken = {}
        if not starts:
            return spoken
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT m.integration_id, date_trunc('hour', m.received_at)
                  FROM logistics_message m
                  JOIN unnest(%s, %s::timestamp[]) AS v(id, start)
                    ON v.id = m.integration_id AND m.received_at >= v.start
                 WHERE m.direction = 'inbound' AND m.received_at >= %s
                """,
                list(starts),
                list(starts.values()),
                min(starts.values()),
            )
        )
        for integration_id, hour in rows:
            spoken.setdefault(integration_id, set()).add(hour)
        return spoken

    # Watching

    @api.model
    def _watch_silence(self):
        """Bring up to date who is silent since when; return those who are."""
        now = fields.Datetime.now()
        watched = self.search([("state", "=", "live"), ("silence_watch", "!=", "off")])
        last = watched._last_heard()
        rows = []
        for one in watched:
            heard = last.get(one.id)
            until = one._heard_until(heard)
            silent = heard if until and until < now else None
            hours = one._interval_shown(heard, until)
            if (silent or False, hours) != (one.silent_since, one.expected_interval):
                rows.append((one.id, silent, hours))
        back = watched.filtered("silent_since")
        self._write_silence(
            ("silent_since", "expected_interval"), rows, ("timestamp", "float8")
        )
        (back - back.filtered("silent_since"))._forget_outage(now)
        return watched.filtered("silent_since")

    def _forget_outage(self, now):
        """Learn from now on: what lies behind was no habit."""
        self._write_silence(
            ("rhythm_until", "silent_since"),
            [(one.id, on_the_hour(now), None) for one in self],
            ("timestamp", "timestamp"),
        )

    def _last_heard(self):
        """Return {integration id: when the last message came}, in one statement."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.id, m.received_at
                  FROM logistics_integration i
                 CROSS JOIN LATERAL (
                    SELECT received_at FROM logistics_message
                     WHERE integration_id = i.id AND direction = 'inbound'
                     ORDER BY id DESC LIMIT 1) AS m
                 WHERE i.id = ANY(%s)
                """,
                list(self.ids),
            )
        )
        return dict(rows)

    def _heard_until(self, heard):
        """Return when it should have been heard of again; None where nobody knows."""
        if not heard:
            return None
        if self.silence_watch == "hand":
            hours = self.expected_interval
            return heard + timedelta(hours=hours) if hours else None
        return Rhythm(**self.rhythm).suspicious_at(heard) if self.rhythm else None

    def _interval_shown(self, heard, until):
        if self.silence_watch == "hand":
            return self.expected_interval
        return (until - heard).total_seconds() / 3600 if until else 0.0

    @api.model
    def _write_silence(self, names, rows, types):
        """Write what the watch has found, in one statement, past doors and chatter.

        :param tuple names: two columns.
        :param list rows: (id, value, value).
        :param tuple types: of the two columns.
        """
        if not rows:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE logistics_integration i SET %s = v.first, %s = v.second
                  FROM unnest(%s, %s::%s[], %s::%s[]) AS v(id, first, second)
                 WHERE i.id = v.id
                """,
                SQL.identifier(names[0]),
                SQL.identifier(names[1]),
                [row[0] for row in rows],
                [row[1] for row in rows],
                SQL(types[0]),
                [row[2] for row in rows],
                SQL(types[1]),
            )
        )
        self.browse(row[0] for row in rows).invalidate_recordset(names, flush=False)

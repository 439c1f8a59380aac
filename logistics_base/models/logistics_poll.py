# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..canonical import polling
from ..canonical.vocabulary import CLOSED_STATES

#: Stages in which there is something to ask about.
OPEN_STAGES = [stage for stage in polling.INTERVALS if stage not in CLOSED_STATES]


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    poll_tracking = fields.Boolean(
        string="Ask for News",
        tracking=True,
        help="For a partner that does not tell by itself: we ask about every open "
        "shipment, often when something is about to happen, seldom when not.",
    )
    poll_count = fields.Integer(compute="_compute_poll_count")

    def _compute_poll_count(self):
        counts = dict(
            self.env["logistics.poll"]._read_group(
                [("integration_id", "in", self.ids), ("state", "=", "active")],
                ["integration_id"],
                ["__count"],
            )
        )
        for integration in self:
            integration.poll_count = counts.get(integration, 0)

    def action_view_polls(self):
        """Open the numbers that the partner is asked about."""
        return self._own_action("logistics_base.logistics_poll_action")


class LogisticsPoll(models.Model):
    """A tracking number that a partner is asked about."""

    _name = "logistics.poll"
    _description = "Tracking Number Asked About"
    _order = "next_at, id"
    _rec_name = "number"
    _log_access = False

    integration_id = fields.Many2one(
        "logistics.integration", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    shipment_id = fields.Many2one(
        "logistics.shipment",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    shipment_state = fields.Selection(related="shipment_id.state", string="Stage")
    number = fields.Char(string="Tracking Number", required=True, readonly=True)
    normalized = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("active", "Asking"),
            ("given_up", "Given Up"),
            ("finished", "Finished"),
        ],
        required=True,
        default="active",
        readonly=True,
        group_expand=True,
    )
    next_at = fields.Datetime(string="Next Question", required=True, readonly=True)
    interval = fields.Integer(string="Every (s)", readonly=True)
    interval_minutes = fields.Integer(
        string="Every (min)", compute="_compute_interval_minutes"
    )
    asked_count = fields.Integer(string="Asked", readonly=True)
    empty_count = fields.Integer(
        string="Without News", readonly=True, help="Questions in a row, until now."
    )
    started_at = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now
    )
    last_asked_at = fields.Datetime(readonly=True)
    last_news_at = fields.Datetime(string="Last News", readonly=True)

    _once = models.UniqueIndex(
        "(integration_id, shipment_id, normalized)",
        "This number is asked about already.",
    )
    _due = models.Index("(integration_id, next_at) WHERE state = 'active'")

    @api.depends("interval")
    def _compute_interval_minutes(self):
        for poll in self:
            poll.interval_minutes = round((poll.interval or 0) / 60)

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("When a partner is asked is changed by the buttons alone.")
            )
        return super().write(vals)

    def action_ask_now(self):
        """Have the numbers asked about at once, those given up as well."""
        self.check_access("write")
        now = fields.Datetime.now()
        self.sudo().write(
            {
                "state": "active",
                "next_at": now,
                "empty_count": 0,
                "started_at": now,
                "last_news_at": False,
            }
        )
        self.env.ref("logistics_base.ir_cron_poll").sudo()._trigger()

    def action_give_up(self):
        """Stop asking."""
        self.check_access("write")
        self.sudo().write({"state": "given_up"})

    # Which numbers are asked about

    @api.model
    def _plan(self, now=None):
        """Note every tracking number of open shipments whose carrier is to be asked.

        The first questions are spread over the interval, not made all at once.

        :return: how many are new.
        """
        now = now or fields.Datetime.now()
        self.env.flush_all()
        self._resume(now)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT s.integration_id, s.id, s.state,
                       COALESCE(s.revised_promise_date, s.promised_date),
                       min(r.value), r.normalized
                  FROM logistics_integration i
                  JOIN logistics_shipment s
                    ON s.company_id = i.company_id AND s.integration_id = i.id
                  JOIN logistics_reference r
                    ON r.shipment_id = s.id AND r.type = 'tracking'
                 WHERE i.poll_tracking AND i.state = 'live' AND i.active
                   AND s.state = ANY(%(open)s)
                   AND NOT EXISTS (
                        SELECT 1 FROM logistics_poll p
                         WHERE p.integration_id = i.id AND p.shipment_id = s.id
                           AND p.normalized = r.normalized)
                 GROUP BY s.id, r.normalized
                """,
                open=OPEN_STAGES,
            )
        )
        values = []
        for integration_id, shipment_id, stage, promise, number, normalized in rows:
            every = polling.interval(stage, _until(promise, now), 0)
            first = now + timedelta(seconds=every * random.random())  # noqa: S311
            values.append(
                (integration_id, shipment_id, number, normalized, first, int(every))
            )
        self._insert(values, now)
        return len(values)

    @api.model
    def _resume(self, now):
        """Ask again about what was over and is under way once more, as returns are."""
        self.env.cr.execute(
            """
            UPDATE logistics_poll p
               SET state = 'active', next_at = %(now)s, started_at = %(now)s,
                   empty_count = 0, last_news_at = NULL
              FROM logistics_shipment s, logistics_integration i
             WHERE p.state = 'finished' AND s.id = p.shipment_id
               AND s.state = ANY(%(open)s) AND s.integration_id = p.integration_id
               AND i.id = p.integration_id AND i.poll_tracking AND i.state = 'live'
               AND i.active
               AND EXISTS (
                    SELECT 1 FROM logistics_reference r
                     WHERE r.shipment_id = s.id AND r.type = 'tracking'
                       AND r.normalized = p.normalized)
            """,
            {"now": now, "open": OPEN_STAGES},
        )
        self.invalidate_model()

    @api.model
    def _insert(self, values, now):
        if not values:
            return
        self.env.cr.execute(
            """
            INSERT INTO logistics_poll
                (integration_id, shipment_id, number, normalized, next_at, interval,
                 state, asked_count, empty_count, started_at)
            SELECT v.*, 'active', 0, 0, %s
              FROM unnest(%s, %s, %s, %s, %s::timestamp[], %s) AS v
                ON CONFLICT DO NOTHING
            """,
            (now, *map(list, zip(*values, strict=True))),
        )
        self.invalidate_model()

    # What an answer means for the next question

    def _note_answer(self, heard, now):
        """Set when to ask again, or give up.

        :param heard: ids of those of which something new was told.
        """
        given_up = self.browse()
        rows = []
        for poll in self:
            is_news = poll.id in heard
            empty = 0 if is_news else poll.empty_count + 1
            news_at = now if is_news else poll.last_news_at
            silent = (now - (news_at or poll.started_at)).total_seconds()
            shipment = poll.shipment_id
            every = polling.interval(
                shipment.state, _until(shipment.shown_promise_date, now), empty
            )
            state = "active"
            if polling.is_dead(
                was_known=bool(news_at), empty_count=empty, silent_for=silent
            ):
                state = "given_up"
                given_up += poll
            jitter = random.uniform(0.9, 1.1)  # noqa: S311
            next_at = now + timedelta(seconds=every * jitter)
            rows.append((poll.id, state, next_at, int(every), empty, news_at or None))
        self._write_answers(rows, now)
        given_up._raise_silence()

    def _write_answers(self, rows, now):
        self.env.cr.execute(
            """
            UPDATE logistics_poll p
               SET state = v.state, next_at = v.next_at, interval = v.every,
                   empty_count = v.empty, last_news_at = v.news_at,
                   asked_count = asked_count + 1, last_asked_at = %s
              FROM unnest(%s, %s, %s::timestamp[], %s, %s, %s::timestamp[])
                   AS v(id, state, next_at, every, empty, news_at)
             WHERE p.id = v.id
            """,
            (now, *map(list, zip(*rows, strict=True))),
        )
        self.invalidate_recordset(flush=False)

    def _raise_silence(self):
        """Open a case for each shipment whose number the partner knows nothing of."""
        exceptions = self.env["logistics.exception"].sudo()
        for poll in self:
            exceptions._open_case(
                poll.shipment_id,
                "silence",
                "2",
                poll._silence_summary(),
                automatic=True,
            )

    def _silence_summary(self):
        name = self.integration_id.name
        if self.last_news_at:
            return self.env._(
                "%(partner)s has told nothing new of %(number)s for %(days)s days; it "
                "is not asked any more.",
                partner=name,
                number=self.number,
                days=polling.SILENT_DAYS,
            )
        return self.env._(
            "%(partner)s does not know %(number)s: asked %(count)s times, not asked any "
            "more. Check the tracking number.",
            partner=name,
            number=self.number,
            count=self.asked_count,
        )


def _until(promise, now):
    return (promise - now).total_seconds() if promise else None

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from . import logistics_subscription_queue as queue

#: So many events are looked at in one go.
BATCH = 1000
#: Of those that catch up, so many are served in one go.
STRAGGLERS = 20


class LogisticsSubscription(models.Model):
    """Hands events to subscriptions: after the commit, many at once.

    Most subscriptions have been given everything there is. They are the crowd: one walk
    through the new events serves them all, and none of their rows is touched unless it
    is told of something. The crowd has got as far as its foremost member. Whoever
    cannot follow (its window is full, it was paused, it gets events again) is behind,
    keeps a place of its own, and joins the crowd when it has caught up.
    """

    _inherit = "logistics.subscription"

    # Places

    @api.model
    def _crowd_position(self):
        """Return how far the crowd has got; None where nobody is in it."""
        self.flush_model(["position", "is_behind", "state"])
        self.env.cr.execute(
            "SELECT max(position) FROM logistics_subscription "
            "WHERE state = 'active' AND is_behind IS NOT TRUE"
        )
        return self.env.cr.fetchone()[0]

    def _leave_crowd(self):
        """Keep a place of its own: where the crowd is now."""
        crowd = self._crowd_position()
        for subscription in self.filtered(lambda one: not one.is_behind):
            subscription.write(
                {
                    "position": max(subscription.position, crowd or 0),
                    "is_behind": True,
                }
            )

    # One step

    @api.model
    def _on_events(self, rows):
        """Have the outbox hand on events that somebody waits for, after the commit."""
        index, _filters = self._index()
        if any(row.type in index.types for row in rows):
            self.env["logistics.message"]._wake_outbox()

    @api.model
    def _fan_out(self):
        """Write messages for events that subscribers wait for; nothing is committed.

        One process at a time does.

        :return: whether there may be more to do.
        """
        cr = self.env.cr
        if not self.sudo().search_count([("state", "=", "active")], limit=1):
            return False
        cr.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", (self._name,))
        if not cr.fetchone()[0]:
            return False
        own = self.sudo().with_context(tracking_disable=True)
        # Both: neither waits for the other.
        return any([own._serve_crowd(), own._serve_stragglers()])

    @api.model
    def _serve_crowd(self):
        """Give the next events to the crowd; return whether there may be more."""
        start = self._crowd_position()
        if start is None:
            return False
        rows, end, is_more = self._events_after(start)
        if end <= start:
            return False
        self.env.cr.execute(
            "SELECT id, position FROM logistics_subscription "
            "WHERE state = 'active' AND is_behind IS NOT TRUE"
        )
        crowd = dict(self.env.cr.fetchall())
        matches = self._matches(rows, crowd)
        fallen = self._give(matches)
        left = crowd.keys() - fallen
        if left:
            # One of them bears how far all have got.
            pacer = max(left, key=crowd.get)
            self._move_to({pacer, *(matches.keys() & left)}, end)
        return is_more

    @api.model
    def _serve_stragglers(self):
        """Let some that are behind catch up; return whether there may be more."""
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT s.id, s.position, w.waiting
              FROM logistics_subscription s
              LEFT JOIN LATERAL (
                    SELECT count(*) AS waiting FROM logistics_message m
                     WHERE m.subscription_id = s.id AND m.direction = 'outbound'
                       AND m.state IN ('received', 'retry', 'processing')) w ON TRUE
             WHERE s.state = 'active' AND s.is_behind AND w.waiting <= %s
             ORDER BY random() LIMIT %s
            """,
            (queue.WINDOW // 2, STRAGGLERS),
        )
        behind = self.env.cr.fetchall()
        more = [
            self.browse(subscription_id)._catch_up(position, queue.WINDOW - waiting)
            for subscription_id, position, waiting in behind
        ]
        return any(more)

    def _catch_up(self, position, room):
        """Give the next events to one that is behind, as many as there is room for.

        :return: whether it could be given more at once.
        """
        rows, end, is_more = self._events_after(position)
        matched = self._matches(rows, {self.id: position}).get(self.id, [])
        if self.state != "active":
            return False
        self._give({self.id: matched[:room]})
        if is_full := len(matched) > room:
            end = matched[room].position - 1
        crowd = self._crowd_position()
        # Nobody drags the crowd along, past what it was not given.
        joins = not is_more and not is_full and (crowd is None or end <= crowd)
        if end > self.position or joins:
            self.write({"position": max(end, self.position), "is_behind": not joins})
        return is_more and not is_full

    @api.model
    def _move_to(self, subscription_ids, position):
        self.env.cr.execute(
            "UPDATE logistics_subscription SET position = GREATEST(position, %s) "
            "WHERE id = ANY(%s)",
            (position, list(subscription_ids)),
        )
        self.invalidate_model(["position"])

    @api.model
    def _events_after(self, position):
        """Return (the next events of types that anybody wants, the position up to which
        these are all, whether there are more).
        """
        index, _filters = self._index()
        return self.env["logistics.event"]._after(position, index.types, BATCH)

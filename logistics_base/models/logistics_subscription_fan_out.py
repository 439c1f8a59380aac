# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
import logging
from collections import defaultdict

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..canonical.subscribing import Fact
from .logistics_event import EventRow, _chain

_logger = logging.getLogger(__name__)

#: So many events are looked at in one go.
BATCH = 1000
#: So many messages may wait for one subscriber; its cursor waits then, too.
WINDOW = 500
#: Of those that catch up, so many are served in one go.
STRAGGLERS = 20
CONTENT_TYPE = "application/json"


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
    def _head(self):
        """Return the position of the last event that was handed on."""
        self.env.cr.execute("SELECT max(position) FROM logistics_event")
        return self.env.cr.fetchone()[0] or 0

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
            (WINDOW // 2, STRAGGLERS),
        )
        behind = self.env.cr.fetchall()
        more = [
            self.browse(subscription_id)._catch_up(position, WINDOW - waiting)
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
        head = self._head()
        index, _filters = self._index()
        found = self.env.execute_query(
            SQL(
                """
                SELECT id, position, type, company_id, shipment_id, res_model, res_id,
                       summary, chain, extract(epoch FROM create_date)::float8
                  FROM logistics_event
                 WHERE position > %s AND type = ANY(%s)
                 ORDER BY position LIMIT %s
                """,
                position,
                sorted(index.types),
                BATCH,
            )
        )
        rows = [EventRow(*row[:8], _chain(row[8]), row[9]) for row in found]
        last = rows[-1].position if rows else position
        if len(rows) == BATCH:
            return rows, last, True
        # Positions become visible in their order: up to the head nothing was left out.
        return rows, max(last, head), False

    # Who is told of what

    @api.model
    def _matches(self, rows, places):
        """Return {subscription id: its events in order}.

        :param dict places: {id: position} of those that are asked.
        """
        index, filters = self._index()
        facts = self._facts(rows)
        matches = defaultdict(list)
        for row in rows:
            for subscription_id in index.find(facts[row.id]):
                place = places.get(subscription_id)
                if place is not None and row.position > place:
                    matches[subscription_id].append(row)
        self._keep_filtered(matches, filters)
        return matches

    @api.model
    def _facts(self, rows):
        """Return {event id: Fact}, read in two queries."""
        shipments = self._shipment_facts({row.shipment_id for row in rows})
        codes = self._codes_of([row for row in rows if "milestone" in row.type])
        nothing = (None,) * 6
        return {
            row.id: Fact(
                row.type,
                row.company_id,
                *shipments.get(row.shipment_id, nothing)[:4],
                codes.get(row.res_id)
                if row.res_model == "logistics.milestone"
                else None,
                *shipments.get(row.shipment_id, nothing)[4:],
            )
            for row in rows
        }

    @api.model
    def _shipment_facts(self, shipment_ids):
        self.env["logistics.shipment"].flush_model()
        return {
            row[0]: row[1:]
            for row in self.env.execute_query(
                SQL(
                    """
                    SELECT s.id, COALESCE(p.commercial_partner_id, p.id),
                           s.integration_id, i.environment, s.direction, f.code, t.code
                      FROM logistics_shipment s
                      LEFT JOIN res_partner p ON p.id = s.partner_id
                      LEFT JOIN logistics_integration i ON i.id = s.integration_id
                      LEFT JOIN res_partner pf ON pf.id = s.ship_from_id
                      LEFT JOIN res_country f ON f.id = pf.country_id
                      LEFT JOIN res_partner pt ON pt.id = s.ship_to_id
                      LEFT JOIN res_country t ON t.id = pt.country_id
                     WHERE s.id = ANY(%s)
                    """,
                    list(filter(None, shipment_ids)),
                )
            )
        }

    @api.model
    def _codes_of(self, rows):
        """Return {milestone id: code}."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, code FROM logistics_milestone WHERE id = ANY(%s)",
                    [row.res_id for row in rows],
                )
            )
        )

    @api.model
    def _keep_filtered(self, matches, filters):
        """Take out events of shipments that do not meet the further filters.

        All filters are one query. One that cannot be used any more switches its
        subscription off: it must not be told of what it was not to see.
        """
        asked = {id_: matches[id_] for id_ in filters if matches.get(id_)}
        if not asked:
            return
        queries = {}
        for subscription_id, rows in asked.items():
            subscription = self.browse(subscription_id)
            try:
                queries[subscription_id] = subscription._filter_query(rows)
            except Exception as error:  # noqa: BLE001  whatever a domain can be
                subscription._disable_for_filter(error)
        met = self._met(queries)
        for subscription_id, rows in asked.items():
            wanted = met.get(subscription_id, ())
            matches[subscription_id] = [r for r in rows if r.shipment_id in wanted]

    def _filter_query(self, rows):
        shipments = self.env["logistics.shipment"].sudo()
        shipments = shipments.with_context(active_test=False)
        told = Domain("id", "in", [row.shipment_id for row in rows if row.shipment_id])
        return shipments._search(self._filter() & told).select(
            SQL("%s::int4", self.id), SQL.identifier("logistics_shipment", "id")
        )

    @api.model
    def _met(self, queries):
        """Return {subscription id: {shipment ids}}."""
        if not queries:
            return {}
        try:
            with self.env.cr.savepoint(flush=False):
                pairs = self.env.execute_query(
                    SQL(" UNION ALL ").join(SQL("(%s)", q) for q in queries.values())
                )
        except psycopg2.Error as error:
            if len(queries) == 1:
                self.browse(next(iter(queries)))._disable_for_filter(error)
                return {}
            found = {}
            for subscription_id, query in queries.items():
                found |= self._met({subscription_id: query})
            return found
        met = defaultdict(set)
        for subscription_id, shipment_id in pairs:
            met[subscription_id].add(shipment_id)
        return met

    # Messages

    @api.model
    def _give(self, matches):
        """Write a message for each event and subscription, in one statement.

        Whose window is full gets what there is room for, and is behind from then on.

        :return: {ids of those that fell behind}.
        """
        matches = {id_: rows for id_, rows in matches.items() if rows}
        if not matches:
            return set()
        rooms = self._rooms(matches)
        rows = {row.id: row for given in matches.values() for row in given}
        notices = self.env["logistics.notice"]._notices(rows.values())
        bodies = {
            event_id: json.dumps(notice.body(), ensure_ascii=False).encode()
            for event_id, notice in notices.items()
        }
        values, fallen = [], set()
        for subscription_id, given in matches.items():
            room = rooms[subscription_id]
            if len(given) > room:
                fallen.add(subscription_id)
                self.browse(subscription_id).write(
                    {"position": given[room].position - 1, "is_behind": True}
                )
            values += [
                (subscription_id, row, notices[row.id].id, bodies[row.id])
                for row in given[:room]
                if row.id in bodies
            ]
        self._write_messages(values)
        return fallen

    @api.model
    def _rooms(self, subscription_ids):
        """Return {subscription id: how many messages may still wait for it}."""
        waiting = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT subscription_id, count(*) FROM logistics_message
                     WHERE subscription_id = ANY(%s) AND direction = 'outbound'
                       AND state IN ('received', 'retry', 'processing')
                     GROUP BY subscription_id
                    """,
                    list(subscription_ids),
                )
            )
        )
        return {id_: max(0, WINDOW - waiting.get(id_, 0)) for id_ in subscription_ids}

    @api.model
    def _write_messages(self, values):
        """Queue messages; ``values`` are (subscription id, event row, its id, body)."""
        if not values:
            return
        now = fields.Datetime.now()
        self.env["logistics.message"].flush_model()
        self.env.cr.execute(
            """
            INSERT INTO logistics_message
                (integration_id, subscription_id, event_id, direction, document_type,
                 external_id, correlation_id, state, priority, attempts, received_at,
                 transport, payload, content_type, filename, size)
            SELECT s.integration_id, s.id, v.event_id, 'outbound', v.type, v.name,
                   COALESCE(e.correlation_id, v.name), 'received', 5, 0, %(now)s,
                   'queued', v.payload, %(content_type)s, v.name || '.json', v.size
              FROM unnest(%(subscriptions)s, %(events)s, %(types)s, %(names)s,
                          %(payloads)s::bytea[], %(sizes)s)
                   WITH ORDINALITY
                AS v(subscription_id, event_id, type, name, payload, size, place)
              JOIN logistics_subscription s ON s.id = v.subscription_id
              JOIN logistics_event e ON e.id = v.event_id
             ORDER BY v.place
            """,
            {
                "now": now,
                "content_type": CONTENT_TYPE,
                "subscriptions": [value[0] for value in values],
                "events": [value[1].id for value in values],
                "types": [value[1].type for value in values],
                "names": [value[2] for value in values],
                "payloads": [base64.b64encode(value[3]) for value in values],
                "sizes": [len(value[3]) for value in values],
            },
        )

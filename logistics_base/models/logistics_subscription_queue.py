# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo import api, fields, models
from odoo.tools import SQL

#: So many messages may wait for one subscriber; its cursor waits then, too.
WINDOW = 500
CONTENT_TYPE = "application/json"


class LogisticsSubscription(models.Model):
    """Queues messages for subscribers, as many as may wait for each."""

    _inherit = "logistics.subscription"

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

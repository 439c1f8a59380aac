# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

#: What seems to be there is tried after so many seconds, doubled each time.
FIRST_LOOK = 60
_SELECT_MET = """
    WITH met AS (
        SELECT w.message_id
          FROM logistics_message_wait w
          JOIN logistics_reference r
            ON r.normalized = w.key AND r.company_id = w.company_id
         WHERE w.kind = 'reference'
         UNION
        SELECT w.message_id
          FROM logistics_message_wait w
          JOIN logistics_message m ON m.id = w.message_id
          JOIN logistics_binding b
            ON b.integration_id = m.integration_id AND b.state = 'bound'
           AND w.key = b.res_model || ':' || b.external_id
         WHERE w.kind = 'binding'
         UNION
        SELECT w.message_id
          FROM logistics_message_wait w
          JOIN logistics_message m ON m.id = w.message_id
         WHERE w.kind = 'flow'
           AND NOT EXISTS (
                SELECT 1 FROM logistics_flow f
                 WHERE f.direction = m.direction AND f.mode = 'off'
                   AND w.key = f.integration_id || ':' || f.document_type)
    )
    SELECT m.id
      FROM logistics_message m
      JOIN met ON met.message_id = m.id
     WHERE m.state = 'parked'
       AND m.processed_at <= %(now)s - make_interval(
                secs => %(first)s * 2 ^ LEAST(GREATEST(m.attempts, 1) - 1, 11))
       FOR UPDATE OF m SKIP LOCKED
"""


class LogisticsMessageWait(models.Model):
    """What a parked message waits for.

    As soon as it appears (a reference, a binding, a code that gets mapped, an event to
    retract, a flow that is switched on) the message is queued again.
    """

    _name = "logistics.message.wait"
    _description = "Parked Message"
    _log_access = False
    _rec_name = "key"

    message_id = fields.Many2one(
        "logistics.message", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("reference", "Reference"),
            ("binding", "Partner's Id"),
            ("code", "Code"),
            ("event", "Event to Retract"),
            ("flow", "Flow"),
        ],
        required=True,
    )
    key = fields.Char(required=True)

    _look_up = models.Index("(key, kind, company_id)")

    @api.model
    def _release(self, company, kind, keys):
        """Queue the messages again that wait for any of ``keys``.

        :return: how many there were.
        """
        keys = list(keys)
        if not keys:
            return 0
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT message_id FROM logistics_message_wait "
                "WHERE key = ANY(%s) AND kind = %s AND company_id = %s",
                keys,
                kind,
                company.id,
            )
        )
        return self._queue([row[0] for row in rows])

    @api.model
    def _queue(self, message_ids):
        """Queue those of the messages that are parked; return how many there were."""
        if not message_ids:
            return 0
        messages = self.env["logistics.message"]
        messages.flush_model(["state"])
        queued = self.env.execute_query(
            SQL(
                """
                WITH over AS (
                    DELETE FROM logistics_message_wait WHERE message_id = ANY(%(ids)s)
                )
                UPDATE logistics_message
                   SET state = 'received', error_category = NULL, error_message = NULL,
                       next_attempt_at = NULL, processed_at = NULL
                 WHERE id = ANY(%(ids)s) AND state = 'parked'
                RETURNING id
                """,
                ids=message_ids,
            )
        )
        self.invalidate_model()
        messages.invalidate_model(
            ["state", "error_category", "error_message", "processed_at"]
        )
        if queued:
            messages._wake_drain()
        return len(queued)

    @api.model
    def _look_again(self):
        """Take up what has come although nobody told its messages. Runs as a cron.

        A transaction that began before a message was parked does not see it, and so
        releases nothing; a batch that is being processed knows nothing of what is saved
        meanwhile. What was taken up in vain is taken up ever more seldom.
        """
        self.env["logistics.code.map"]._reapply_missed()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(_SELECT_MET, now=fields.Datetime.now(), first=FIRST_LOOK)
        )
        self._queue([row[0] for row in rows])

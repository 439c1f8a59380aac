# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


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
        messages = self.env["logistics.message"]
        messages.flush_model(["state"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH met AS (
                    DELETE FROM logistics_message_wait
                     WHERE key = ANY(%s) AND kind = %s AND company_id = %s
                    RETURNING message_id
                )
                UPDATE logistics_message
                   SET state = 'received', error_category = NULL, error_message = NULL,
                       next_attempt_at = NULL, processed_at = NULL
                 WHERE id IN (SELECT message_id FROM met) AND state = 'parked'
                RETURNING id
                """,
                keys,
                kind,
                company.id,
            )
        )
        if rows:
            self.invalidate_model()
            messages.invalidate_model(["state", "error_category", "error_message"])
            messages._wake_drain()
        return len(rows)

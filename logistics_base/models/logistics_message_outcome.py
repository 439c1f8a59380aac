# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..canonical.batch import RetryableError
from ..canonical.documents import DocumentError
from ..mapping.errors import DecodeError

MAX_ATTEMPTS = 8
#: A passing trouble is tried again after about this many seconds, doubled each time.
FIRST_RETRY = 15
LAST_RETRY = 6 * 3600
#: What may go away by itself. Two that write the same row at once are a race: the next
#: attempt finds the row.
TRANSIENT = (
    RetryableError,
    ConnectionError,
    TimeoutError,
    psycopg2.errors.LockNotAvailable,
    psycopg2.errors.UniqueViolation,
)
_DECODE_CATEGORIES = {
    "syntax": "syntax",
    "encoding": "syntax",
    "limits": "syntax",
    "truncated": "syntax",
    "refused": "envelope",
    "value": "value",
    "missing": "value",
    "internal": "internal",
}


class LogisticsMessage(models.Model):
    """What becomes of each message of a batch."""

    _inherit = "logistics.message"

    def _finish(self, integration, items):
        """Write the outcome of all messages of a batch."""
        done, parked, dead, touched, waits = [], [], [], [], []
        for message_id, group in items.items():
            problem = next((i for i in group if i.problem and not i.waits), None)
            waiting = [item for item in group if item.waits]
            row = (message_id, group)
            if problem:
                dead.append((message_id, *problem.problem))
            elif waiting:
                parked.append((message_id, *waiting[0].problem))
                waits += [
                    (message_id, kind, key)
                    for item in waiting
                    for kind, key in item.waits
                ]
            else:
                done.append(row)
            touched += {
                (message_id, shipment)
                for item in group
                for shipment in item.shipment_ids
            }
        self._finish_done(done)
        self._finish_problems("parked", parked)
        self._finish_problems("dead", dead)
        self._link_shipments(touched)
        self._wait_for(integration, waits)
        self.browse(items).invalidate_recordset(flush=False)

    def _finish_done(self, rows):
        if not rows:
            return
        ids, types, correlations, shadows, notes = [], [], [], [], []
        for message_id, group in rows:
            first = group[0] if group else None
            result, note = first.shadow if first and first.shadow else (None, None)
            ids.append(message_id)
            types.append(first and first.document.document_type)
            correlations.append(
                next((i.correlation_id for i in group if i.correlation_id), None)
            )
            shadows.append(result)
            notes.append(note)
        self.env.cr.execute(
            """
            UPDATE logistics_message m
               SET state = 'done', processed_at = %s, attempts = attempts + 1,
                   document_type = COALESCE(v.document_type, m.document_type),
                   correlation_id = COALESCE(v.correlation_id, m.correlation_id),
                   shadow_result = v.shadow, shadow_note = v.note,
                   error_category = NULL, error_message = NULL, next_attempt_at = NULL
              FROM unnest(%s, %s::text[], %s::text[], %s::text[], %s::text[])
                AS v(id, document_type, correlation_id, shadow, note)
             WHERE m.id = v.id
            """,
            (fields.Datetime.now(), ids, types, correlations, shadows, notes),
        )

    def _finish_problems(self, state, rows):
        if not rows:
            return
        ids, categories, texts = map(list, zip(*rows, strict=True))
        self.env.cr.execute(
            """
            UPDATE logistics_message m
               SET state = %s, processed_at = %s, attempts = attempts + 1,
                   error_category = v.category, error_message = v.message,
                   next_attempt_at = NULL
              FROM unnest(%s, %s, %s) AS v(id, category, message)
             WHERE m.id = v.id
            """,
            (state, fields.Datetime.now(), ids, categories, [str(t) for t in texts]),
        )

    def _link_shipments(self, pairs):
        if not pairs:
            return
        message_ids, shipment_ids = map(list, zip(*pairs, strict=True))
        self.env.cr.execute(
            """
            INSERT INTO logistics_message_shipment_rel (message_id, shipment_id)
            SELECT * FROM unnest(%s, %s)
                ON CONFLICT DO NOTHING
            """,
            (message_ids, shipment_ids),
        )

    def _wait_for(self, integration, waits):
        if not waits:
            return
        message_ids, kinds, keys = map(list, zip(*waits, strict=True))
        self.env.cr.execute(
            """
            INSERT INTO logistics_message_wait (message_id, company_id, kind, key)
            SELECT v.message_id, %s, v.kind, v.key
              FROM unnest(%s, %s, %s) AS v(message_id, kind, key)
             WHERE NOT EXISTS (
                    SELECT 1 FROM logistics_message_wait w
                     WHERE w.message_id = v.message_id AND w.kind = v.kind
                       AND w.key = v.key)
            """,
            (integration.company_id.id, message_ids, kinds, keys),
        )

    # Failures

    @api.model
    def _record_failures(self, failures):
        for message, error in failures:
            category = message._error_category_of(error)
            text = message._error_text(error)
            attempts = message.attempts + 1
            if category == "transient" and attempts < MAX_ATTEMPTS:
                message._set_retry(category, text, message._next_attempt(attempts))
            elif category == "syntax":
                message._set_quarantined(category, text)
            else:
                message._set_dead(category, text)
            message.attempts = attempts

    @api.model
    def _error_category_of(self, error):
        if isinstance(error, TRANSIENT):
            return "transient"
        if isinstance(error, DecodeError):
            return _DECODE_CATEGORIES.get(error.category, "decode")
        if isinstance(error, DocumentError):
            return "value"
        if isinstance(error, AccessError):
            return "access"
        if isinstance(error, UserError):
            return "value"
        return "internal"

    @api.model
    def _error_text(self, error):
        """Return what people may read: our own words, or the kind of the error.

        PostgreSQL's details quote what it was given: they stay in the server's log.
        """
        if isinstance(error, (DecodeError, DocumentError, UserError, RetryableError)):
            text = str(error)
        elif isinstance(error, psycopg2.Error):
            text = f"{type(error).__name__}: {error.diag.message_primary or ''}"
        else:
            text = f"{type(error).__name__}: {error}"
        return text[:1000].replace("\0", "␀").encode("utf-8", "replace").decode()

    @api.model
    def _next_attempt(self, attempts):
        delay = min(FIRST_RETRY * 2 ** (attempts - 1), LAST_RETRY)
        return fields.Datetime.now() + timedelta(
            seconds=delay * random.uniform(0.75, 1.25)  # noqa: S311
        )

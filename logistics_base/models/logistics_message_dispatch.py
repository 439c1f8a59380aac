# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
import time
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..transport.call_errors import CallError
from ..transport.folder_errors import FolderError
from .logistics_message_outcome import MAX_ATTEMPTS
from .own_cursor import OwnCursor, use_read_committed

_logger = logging.getLogger(__name__)

#: So many messages of one partner are sent before the next partner has its turn, and
#: for no longer than so many seconds.
TURN = 20
TURN_SECONDS = 5
#: A message that has been on its way for longer was left there by a process that died.
LEASE = timedelta(minutes=10)
#: A partner that cannot be reached is tried for about two days: nothing is wrong with
#: the message. It is tried so often that it catches up soon after it is back.
PATIENT_ATTEMPTS = 200
LONGEST_PAUSE = timedelta(minutes=15)
_NOT_REACHED = ("unreachable", "throttled")
#: The partner was left alone, by our own gate: that is no attempt.
_NOT_ASKED = ("circuit_open", "throttled")


class LogisticsMessage(models.Model):
    """Brings what is in the outbox on its way."""

    _inherit = "logistics.message"

    @api.model
    def _drain_outbox(self):
        """Send what is due, partner by partner in turns. Runs as a cron.

        That a message is about to be sent is committed before it is sent. So whatever
        happens, it is not sent twice: one that was on its way when the server stopped
        is in doubt, and a person decides.
        """
        commit = self.env["ir.cron"]._commit_progress
        commit(remaining=0)
        # An acknowledgement may be quicker than the note that it was sent.
        use_read_committed(self.env.cr)
        self._settle_stranded()
        commit(remaining=0)
        if OwnCursor(self.env.cr).is_shared:
            self._send_side_by_side()
        else:
            self._send_in_turns()

    @api.model
    def _send_in_turns(self):
        """Send what is due, one message after the other."""
        commit = self.env["ir.cron"]._commit_progress
        while self._fill_outbox():
            commit()
        commit(remaining=0)
        left_out = set()
        while integration_ids := self._integrations_to_serve(left_out):
            for integration_id in integration_ids:
                if self._serve(integration_id, left_out) <= 0:
                    # Odoo would come back after a minute.
                    self._wake_outbox()
                    commit(remaining=1)
                    return
        commit(remaining=0)

    @api.model
    def _fill_outbox(self):
        """Hook: queue what is due to be told; return whether there may be more of it."""
        return False

    @api.model
    def _serve(self, integration_id, left_out):
        """Send what is due to one partner, for one turn; commit each message.

        :param left_out: set of ids; a partner that needs no other turn is added.
        :return: seconds left for the run.
        """
        outcome, left = self._take_turn(
            integration_id, self.env["ir.cron"]._commit_progress
        )
        if outcome != "more":
            left_out.add(integration_id)
        return left

    @api.model
    def _take_turn(self, integration_id, commit):
        """Send what is due to one partner, for one turn.

        :param commit: commits, as ``ir.cron._commit_progress`` does.
        :return: (``more``, ``empty`` where nothing was left, or somebody else has hold
            of it, or ``trouble``; seconds left for the run).
        """
        until = time.monotonic() + TURN_SECONDS
        left = float("inf")
        for _message in range(TURN):
            message = self._claim_outbound(integration_id)
            if not message:
                return "empty", left
            commit(1, remaining=1)
            is_sent = message._dispatch()
            left = commit(remaining=1)
            if not is_sent:
                # The others need not wait for a partner that has trouble.
                return "trouble", left
            if left <= 0 or time.monotonic() >= until:
                break
        return "more", left

    @api.model
    def _integrations_to_serve(self, left_out):
        """Return ids of the other integrations with something due, in a fair order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.id FROM logistics_integration i
                 WHERE i.state = 'live' AND NOT i.id = ANY(%(left_out)s)
                   AND %(callable)s
                   AND EXISTS (
                        SELECT 1 FROM logistics_message m
                         WHERE m.integration_id = i.id AND m.direction = 'outbound'
                           AND m.state IN ('received', 'retry')
                           AND (m.next_attempt_at IS NULL
                                OR m.next_attempt_at <= %(now)s)
                           AND %(wanted)s)
                """,
                left_out=list(left_out),
                now=fields.Datetime.now(),
                callable=self._callable_clause(),
                wanted=self._wanted_clause(),
            )
        )
        ids = [row[0] for row in rows]
        random.shuffle(ids)
        return ids

    @api.model
    def _callable_clause(self):
        """Return the condition for integrations ``i`` that may be called now."""
        return SQL("TRUE")

    @api.model
    def _wanted_clause(self):
        """Return the condition for messages ``m`` that are still to be sent."""
        return SQL("TRUE")

    @api.model
    def _claim_outbound(self, integration_id):
        """Take the next due message of an integration; empty where there is none.

        What is about one business leaves in the order in which it was queued: an order
        that has to wait is not overtaken by its cancellation.
        """
        now = fields.Datetime.now()
        # By "+ 0" the few of one business are looked through, not the whole backlog.
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE logistics_message
                   SET state = 'processing', attempts = attempts + 1,
                       next_attempt_at = %(lease)s
                 WHERE id = (
                        SELECT m.id FROM logistics_message m
                         WHERE m.integration_id = (
                                SELECT id FROM logistics_integration
                                 WHERE id = %(integration)s AND state = 'live')
                           AND m.direction = 'outbound'
                           AND m.state IN ('received', 'retry')
                           AND (m.next_attempt_at IS NULL
                                OR m.next_attempt_at <= %(now)s)
                           AND %(wanted)s
                           AND NOT EXISTS (
                                SELECT 1 FROM logistics_message before
                                 WHERE before.correlation_id = m.correlation_id
                                   AND before.integration_id + 0 = m.integration_id
                                   AND before.subscription_id
                                       IS NOT DISTINCT FROM m.subscription_id
                                   AND before.direction = 'outbound'
                                   AND before.state
                                       IN ('received', 'retry', 'processing')
                                   AND before.id < m.id)
                         ORDER BY m.priority, m.id
                         LIMIT 1
                           FOR UPDATE OF m SKIP LOCKED)
                RETURNING id
                """,
                integration=integration_id,
                now=now,
                lease=now + LEASE,
                wanted=self._wanted_clause(),
            )
        )
        message = self.sudo().browse(rows[0]) if rows else self.sudo().browse()
        message.invalidate_recordset()
        return message

    def _dispatch(self):
        """Send one claimed message and note what became of it.

        :return: False where the partner, or the way to it, has trouble.
        """
        self.ensure_one()
        if self._hold_by_flow():
            return True
        try:
            transport, sent_to = self._transport()
        except CallError as error:
            return self._note_call_error(error)
        except (FolderError, OSError) as error:
            return self._note_trouble("transport", str(error))
        except UserError as error:
            return self._note_hopeless("transport", str(error))
        except psycopg2.Error:
            raise
        except Exception as error:  # noqa: BLE001  it must not be sent over and over
            _logger.exception("Message %s could not be sent", self.id)
            return self._note_doubt(f"{type(error).__name__}: {error}")
        self._set_sent(transport, sent_to)
        return True

    def _hold_by_flow(self):
        """Keep back what the flow, as it is now, does not send; tell whether it was."""
        vals = self._outbound_flow_vals(self.integration_id, self.document_type)
        if "state" not in vals:
            return False
        self._move(("processing",), **vals, next_attempt_at=False)
        return True

    def _transport(self):
        """Send by the way of the integration; return (which way, where to).

        :raise FolderError, CallError, UserError: telling what is wrong.
        """
        integration = self.integration_id
        if folder := integration._folder_out():
            self._check_is_a_file()
            return "folder", folder._put(self)
        if integration.base_url:
            return "http", self._post(integration)
        raise UserError(
            self.env._(
                "Nothing tells how messages get to %s: give it a folder for outgoing "
                "files, or an address to call. Then send the message again.",
                integration.name,
            )
        )

    def _check_is_a_file(self):
        """:raise UserError: there is nothing to put into a file."""
        if not self.size:
            raise UserError(
                self.env._("It is a call without content: no file can stand for it.")
            )

    def _post(self, integration):
        client = integration._http_client()
        try:
            client.request(
                "POST",
                integration.outbox_path or "",
                content=self._body(),
                content_type=self.content_type,
                repeatable=self._may_be_repeated(),
                changes=True,
            )
        finally:
            self._note_exchange(client)
        return self.http_url

    def _is_recognised(self):
        """Tell whether the call itself bears what the partner knows repetitions by."""
        return False

    def _may_be_repeated(self):
        """Tell whether the partner recognises it where it is sent twice."""
        return self.integration_id.outbox_repeatable

    def _note_exchange(self, client):
        """Keep what the last attempt said and was told: the message is its record."""
        exchanges = client.exchanges[:]
        del client.exchanges[: len(exchanges)]
        if not exchanges:
            return
        vals = self._call_vals(exchanges[-1], is_superseded=False)
        kept = [name for name in vals if name.startswith(("http_", "answer"))]
        kept += ["duration_ms", "connect_ms"]
        self.write({name: vals[name] for name in kept})

    # What became of it

    def _set_sent(self, transport, sent_to):
        self._lock_fresh()
        now = fields.Datetime.now()
        hours = self.integration_id.edi_acknowledged_within
        expected = self.ack_state == "waiting" and hours
        self._move(
            ("processing",),
            state="done",
            transport=transport,
            sent_to=sent_to,
            sent_at=now,
            processed_at=now,
            next_attempt_at=False,
            error_category=False,
            error_message=False,
            ack_due_at=now + timedelta(hours=hours) if expected else False,
        )
        if self.ack_state == "rejected":
            # The partner was quicker than this note.
            self._set_rejected()

    def _note_call_error(self, error):
        text = "\n".join((str(error), *error.problems))
        if not error.nothing_happened and not self._may_be_repeated():
            return self._note_doubt(text)
        if not error.may_pass:
            return self._note_hopeless(error.category, text)
        if error.status is None and error.category in _NOT_ASKED:
            self.attempts -= 1
        return self._note_trouble(error.category, text, error.retry_after)

    def _note_trouble(self, category, text, retry_after=None):
        is_patient = category in self._worth_patience()
        if self.attempts >= (PATIENT_ATTEMPTS if is_patient else MAX_ATTEMPTS):
            if category == "uncertain":
                return self._note_doubt(text)
            return self._note_hopeless(category, text)
        at = self._next_attempt(self.attempts)
        if is_patient:
            at = min(at, fields.Datetime.now() + LONGEST_PAUSE)
        if retry_after:
            at = max(at, fields.Datetime.now() + timedelta(seconds=retry_after))
        self._move(
            ("processing",),
            state="retry",
            error_category=category,
            error_message=text[:1000],
            next_attempt_at=at,
        )
        return False

    def _worth_patience(self):
        """Return the categories of trouble that pass with the partner's own."""
        return _NOT_REACHED

    def _note_hopeless(self, category, text):
        self._finish_badly("dead", category, text)
        return False

    def _note_doubt(self, text):
        self._finish_badly("in_doubt", "uncertain", text)
        return False

    def _finish_badly(self, state, category, text):
        self._move(
            ("processing",),
            state=state,
            error_category=category,
            error_message=text[:1000],
            next_attempt_at=False,
            processed_at=fields.Datetime.now(),
        )

    @api.model
    def _settle_stranded(self):
        """See to messages that were on their way when their process died."""
        stranded = self.sudo().search(
            [
                ("direction", "=", "outbound"),
                ("state", "=", "processing"),
                ("next_attempt_at", "<", fields.Datetime.now()),
            ]
        )
        for message in stranded:
            folder = message.integration_id._folder_out()
            if message.ack_at:
                message._set_arrived(self.env._("The partner has acknowledged it."))
            elif found := folder and folder._find(message):
                message._set_sent("folder", found)
            elif not folder and message._is_recognised():
                message._note_trouble(
                    "uncertain",
                    self.env._("The server stopped while this was being sent."),
                )
            else:
                message._note_doubt(
                    self.env._("The server stopped while this was being sent.")
                )

    @api.model
    def _advice_by_category(self):
        return {
            **super()._advice_by_category(),
            "transport": self.env._(
                "Mend the folder or the address of the integration, then send it again."
            ),
        }

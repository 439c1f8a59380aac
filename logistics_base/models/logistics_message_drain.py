# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import random
import time
from collections import defaultdict
from itertools import chain

from psycopg2.extensions import (
    ISOLATION_LEVEL_READ_COMMITTED,
    TransactionRollbackError,
)

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.batch import Batch, Item, RetryableError
from .database_errors import gave_up
from .logistics_message_outcome import TRANSIENT
from .logistics_message_wake import WAKE_INTERVAL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 1000
#: Pause after a batch that was not full, in seconds.
PACE = 0.05
#: How long a drain stays after its last message. Longer than the wake-up interval:
#: a wake-up that was left out within it must find the drain still here.
LINGER = 3 * WAKE_INTERVAL
#: How long one run of the drain takes at most; then the cron comes again.
RUN_SECONDS = 50
#: So often a batch is begun anew that the database ended in favour of another one.
MAX_RESTARTS = 5


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    # The cron's part: one batch, one transaction

    @api.model
    def _drain(self):
        """Process what is due, batch by batch, and linger a little for more.

        After each batch, the events of what has changed are handed on: the batch's and
        those of everybody else.

        Runs as a cron. Each batch is committed by itself. READ COMMITTED lets several
        drains work side by side: they lock shipments in one order and then see what the
        others have committed.
        """
        self.with_context(logistics_draining=True)._drain_until_quiet()

    @api.model
    def _drain_until_quiet(self):
        cr = self.env.cr
        cron = self.env["ir.cron"]
        started = quiet_since = signals_at = time.monotonic()
        alone = True
        told = 0
        cron._commit_progress(remaining=0)
        cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        while True:
            taken = self._take_batch()
            now = time.monotonic()
            if taken == BATCH_SIZE and alone:
                # More than one batch: the other drains may take other partners.
                self._wake_drain(everybody=True)
                alone = False
            left = cron._commit_progress(taken) if taken else self._end_quiet_batch()
            if told is not None:
                told = self._hand_on_events()
            left = min(left, cron._commit_progress() if told else left)
            taken = max(taken, told or 0)
            if taken:
                quiet_since = now
            if now - started > RUN_SECONDS or left < PACE:
                return self._leave_backlog()
            if now - quiet_since > LINGER:
                return
            if now - signals_at > 1:
                signals_at = now
                if self.env.registry.check_signaling() is not self.env.registry:
                    return self._leave_backlog()
            if taken < BATCH_SIZE:
                time.sleep(PACE)

    @api.model
    def _take_batch(self):
        """Process a batch; begin anew where another transaction was given way to."""
        return self._give_way(lambda: self._process_batch(BATCH_SIZE))

    @api.model
    def _hand_on_events(self):
        """Hand on what has changed since; return how many events that was.

        Trouble with that keeps no message waiting: the next run tries again.

        :return: None where it cannot be done now.
        """
        try:
            told = self._give_way(self.env["logistics.event"]._expand)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Events could not be handed on")
            return None
        if not told:
            self.env.cr.rollback()
        return told

    @api.model
    def _give_way(self, take):
        for _attempt in range(MAX_RESTARTS):
            try:
                return take()
            except TransactionRollbackError as error:
                _logger.info("A batch is begun anew: %s", error)
                self.env.cr.rollback()
        return take()

    @api.model
    def _end_quiet_batch(self):
        # Nothing was written; what matters is to let go of the snapshot and the locks.
        self.env.cr.rollback()
        return float("inf")

    @api.model
    def _leave_backlog(self):
        """Say that there is more to do, and have a worker take it up at once."""
        remaining = self.search_count(self._due_domain(), limit=1)
        remaining |= self.env["logistics.event"].search_count(
            [("position", "=", False)], limit=1
        )
        if remaining:
            self._wake_drain(everybody=True)
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    @api.model
    def _due_domain(self):
        return [
            ("direction", "=", "inbound"),
            ("state", "in", ("received", "retry")),
            "|",
            ("next_attempt_at", "=", False),
            ("next_attempt_at", "<=", fields.Datetime.now()),
            ("integration_id.state", "!=", "paused"),
        ]

    # One batch

    @api.model
    def _process_batch(self, limit=BATCH_SIZE):
        """Process up to ``limit`` messages that are due; nothing is committed here.

        The commit need not wait for the disk: were it lost in a crash of PostgreSQL, the
        messages, which are safe since before their partners got an answer, would be due
        again.

        :return: how many were taken; 0 when nothing is due, or others have it.
        """
        inbox = self.sudo().with_context(tracking_disable=True, active_test=False)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL synchronous_commit TO OFF")
        taken = 0
        for integration in inbox._integrations_with_due():
            if taken >= limit:
                break
            room = (
                1 if integration.inbound_circuit_state == "half_open" else limit - taken
            )
            received = inbox._claim(integration, room)
            if received:
                own = inbox.with_company(integration.company_id)
                own.browse(received)._process(integration.with_env(own.env), received)
                taken += len(received)
        return taken

    @api.model
    def _integrations_with_due(self):
        """Return the integrations that have something due, in a fair order."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.id, i.inbound_circuit_state
                  FROM logistics_integration i
                 WHERE i.state != 'paused'
                   AND (i.inbound_circuit_state != 'open' OR i.circuit_retry_at <= %(now)s)
                   AND EXISTS (
                        SELECT 1 FROM logistics_message m
                         WHERE m.integration_id = i.id AND m.direction = 'inbound'
                           AND m.state IN ('received', 'retry')
                           AND (m.next_attempt_at IS NULL
                                OR m.next_attempt_at <= %(now)s))
                """,
                now=fields.Datetime.now(),
            )
        )
        random.shuffle(rows)
        for integration_id, circuit_state in rows:
            integration = self.env["logistics.integration"].browse(integration_id)
            if circuit_state == "open":
                integration._set_circuit("half_open")
            yield integration

    @api.model
    def _claim(self, integration, limit):
        """Lock up to ``limit`` due messages of one integration.

        One drain at a time serves an integration: that keeps the partner's order and
        lets two drains share two partners.

        :return: {message id: when it was received}; empty where another drain has them.
        """
        cr = self.env.cr
        cr.execute(
            "SELECT pg_try_advisory_xact_lock(hashtext('logistics.drain'), %s)",
            (integration.id,),
        )
        if not cr.fetchone()[0]:
            return {}
        cr.execute(
            """
            SELECT id, received_at FROM logistics_message
             WHERE integration_id = %s AND direction = 'inbound'
               AND state IN ('received', 'retry')
               AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
             ORDER BY priority, id
             LIMIT %s
               FOR UPDATE SKIP LOCKED
            """,
            (integration.id, fields.Datetime.now(), limit),
        )
        received = dict(cr.fetchall())
        self.browse(received).invalidate_recordset(flush=False)
        return received

    def _process(self, integration, received):
        """Decode and apply the messages; each ends in the state it deserves.

        What is wrong with a partner as a whole, such as a preset that cannot be used
        any more, keeps its messages waiting and stops nobody else's.
        """
        try:
            with self.env.cr.savepoint():
                items, failures = self._decode_all(integration, received)
                failures += self._apply_or_split(integration, items)
        except Exception as error:
            if _ends_transaction(error):
                raise
            _logger.exception("Integration %s cannot be served", integration.code)
            self.env.invalidate_all(flush=False)
            trouble = RetryableError(self._error_text(error))
            failures = [(message, trouble) for message in self]
        self._record_failures(failures)
        integration._note_circuit(
            len(self),
            sum(isinstance(error, TRANSIENT) for _message, error in failures),
        )

    def _decode_all(self, integration, received):
        """Return ({message id: [items]}, [(message, error)])."""
        adapter = self.env[f"logistics.adapter.{integration.adapter}"]
        flows = {
            flow.document_type: flow
            for flow in integration.flow_ids
            if flow.direction == "inbound"
        }
        read = self._canonical_among(self)
        decoded = chain(
            adapter._decode_all(integration, self - read),
            self.env["logistics.adapter.canonical"]._decode_all(integration, read),
        )
        items, failures = {}, []
        for message, documents in decoded:
            if isinstance(documents, Exception):
                failures.append((message, documents))
                continue
            items[message.id] = [
                self._item(message.id, received[message.id], document, flows)
                for document in documents
            ]
        return items, failures

    @api.model
    def _item(self, message_id, received_at, document, flows):
        flow = flows.get(document.document_type)
        item = Item(document, message_id, received_at)
        if not flow or flow.system_of_record == "partner" and flow.mode == "live":
            return item
        item.mode = flow.mode
        if flow.mode == "off":
            item.hinder(
                "flow_off",
                self.env._("The flow is switched off."),
                [("flow", flow._wait_key())],
            )
        elif flow.mode == "live":
            item.hinder(
                "not_authoritative",
                self.env._("Odoo is the system of record for this flow."),
            )
        return item

    def _apply_or_split(self, integration, items):
        """Apply the items in one go; on failure half by half, down to the bad one."""
        if not items:
            return []
        try:
            with self.env.cr.savepoint():
                self._apply(integration, items)
                self._finish(integration, items)
            return []
        except Exception as error:
            if _ends_transaction(error):
                raise
            failure = error
        self.env.invalidate_all(flush=False)
        if len(items) == 1:
            _logger.info("Message %s failed", next(iter(items)), exc_info=failure)
            return [(self.browse(next(iter(items))), failure)]
        ids = list(items)
        for item in (item for group in items.values() for item in group):
            item.reset()
        half = len(ids) // 2
        return [
            failure
            for part in (ids[:half], ids[half:])
            for failure in self._apply_or_split(
                integration, {message_id: items[message_id] for message_id in part}
            )
        ]

    def _apply(self, integration, items):
        batches = defaultdict(list)
        for group in items.values():
            for item in group:
                batches[item.document.document_type].append(item)
        for document_type, group in batches.items():
            batch = Batch(integration, document_type, group)
            handler = self.env.get(f"logistics.handler.{document_type}")
            if handler is None:
                for item in group:
                    item.refuse(
                        "no_handler",
                        self.env._("No installed addon handles %s.", document_type),
                    )
                continue
            if batch.live():
                handler._apply(batch)
            if batch.shadow():
                handler.with_context(logistics_shadow=True)._compare(batch)


def _ends_transaction(error):
    """Tell whether the database gave up: a deadlock, a lost connection, a full disk."""
    return gave_up(error) and not isinstance(error, TRANSIENT)

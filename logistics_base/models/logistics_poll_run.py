# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
import random
from collections import defaultdict

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import telemetry
from ..canonical.documents import DOCUMENTS
from ..canonical.references import normalize
from ..canonical.vocabulary import CLOSED_STATES
from ..mapping.errors import DecodeError
from ..transport.call_errors import CallError
from .logistics_adapter import Identity
from .own_cursor import use_read_committed

_logger = logging.getLogger(__name__)

CANONICAL_CONTENT_TYPE = "application/json"


class LogisticsPoll(models.Model):
    """Asking: which numbers are due, what the partner says of them."""

    _inherit = "logistics.poll"

    @api.model
    def _poll(self):
        """Ask about what is due, call by call. Runs as a cron; commits each answer."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=0)
        use_read_committed(self.env.cr)
        self._plan()
        failing = set()
        left = cron._commit_progress()
        while left > 0 and (asked := self._poll_batch(1, failing=failing)):
            left = cron._commit_progress(asked)
        if self._integrations_due(fields.Datetime.now(), failing):
            # Odoo would come back after a minute.
            self.env.ref("logistics_base.ir_cron_poll")._trigger()
            cron._commit_progress(remaining=1)

    @api.model
    def _poll_batch(self, limit, *, now=None, failing=None):
        """Ask about at least ``limit`` numbers, if so many are due.

        Nothing is committed but the record of the calls. A partner that cannot be asked
        is left for the next run.

        :param failing: set of integration ids to leave out; those that fail are added.
        :return: how many numbers were asked about.
        """
        now = now or fields.Datetime.now()
        failing = set() if failing is None else failing
        self.env.flush_all()
        asked = 0
        while asked < limit:
            due = self._integrations_due(now, failing)
            if not due:
                break
            integration = self.env["logistics.integration"].browse(random.choice(due))  # noqa: S311
            polls = self.sudo()._claim(integration, now)
            if not polls:
                failing.add(integration.id)
                continue
            own = polls.with_company(integration.company_id)
            if not own._ask(integration.sudo().with_env(own.env), now):
                failing.add(integration.id)
                # It may be for one of these: the others have their turn first.
                polls.next_at = now
            asked += len(polls)
        return asked

    @api.model
    def _integrations_due(self, now, failing):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.id FROM logistics_integration i
                 WHERE i.poll_tracking AND i.state = 'live' AND i.active
                   AND i.id != ALL(%s)
                   AND EXISTS (
                        SELECT 1 FROM logistics_poll p
                         WHERE p.integration_id = i.id AND p.state = 'active'
                           AND p.next_at <= %s)
                """,
                list(failing),
                now,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _claim(self, integration, now):
        """Lock the numbers of one call; what is over needs none."""
        self._finish_settled(integration, now)
        size = self.env[f"logistics.adapter.{integration.adapter}"]._track_batch_size(
            integration
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM logistics_poll
                 WHERE integration_id = %s AND state = 'active' AND next_at <= %s
                 ORDER BY next_at, id
                 LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                integration.id,
                now,
                max(1, size),
            )
        )
        polls = self.browse(row[0] for row in rows)
        polls.invalidate_recordset(flush=False)
        return polls

    @api.model
    def _finish_settled(self, integration, now):
        """Ask no more about shipments that are over, and numbers they bear no longer."""
        self.env.cr.execute(
            """
            UPDATE logistics_poll p SET state = 'finished'
              FROM logistics_shipment s
             WHERE p.integration_id = %s AND p.state = 'active' AND p.next_at <= %s
               AND s.id = p.shipment_id
               AND (s.state = ANY(%s) OR s.integration_id IS DISTINCT FROM %s
                    OR NOT EXISTS (
                        SELECT 1 FROM logistics_reference r
                         WHERE r.shipment_id = s.id AND r.type = 'tracking'
                           AND r.normalized = p.normalized))
            """,
            (integration.id, now, list(CLOSED_STATES), integration.id),
        )

    def _ask(self, integration, now):
        """Ask about these numbers in one call; return False where the partner failed.

        Where it refuses several at once, one of them may be why: they are asked about
        in halves.
        """
        adapter = self.env[f"logistics.adapter.{integration.adapter}"]
        try:
            with self.env.cr.savepoint():
                told = adapter._track(integration, self.mapped("number"))
                heard = self._receive(integration, told)
        except CallError as error:
            if error.category != "refused":
                _logger.info("%s could not be asked: %s", integration.code, error)
                return False
            if len(self) > 1:
                half = len(self) // 2
                return self[:half]._ask(integration, now) and self[half:]._ask(
                    integration, now
                )
            heard = set()
        except psycopg2.Error:
            raise
        except UserError as error:
            # Something is not set up: told in the log until somebody does it.
            _logger.warning("%s could not be asked: %s", integration.code, error)
            return False
        except Exception:
            _logger.exception("%s cannot be asked for news", integration.code)
            return False
        self._note_answer(heard, now)
        return True

    def _receive(self, integration, told):
        """Take in what the partner told; return the ids of those it told news of.

        An answer that was given before is a duplicate like any other, so it is no news.
        """
        told = list(told)
        heard = set()
        for number, payload, content_type in (t for t in told if isinstance(t, tuple)):
            if payload and integration._receive_payload(payload, content_type):
                heard |= self._ids_of({normalize(number)})
        by_number = defaultdict(list)
        for document in (t for t in told if not isinstance(t, tuple)):
            by_number[self._number_of(document)].append(document)
        for number, documents in by_number.items():
            if integration._receive_documents(documents)[1]:
                heard |= self._ids_of({number})
        return heard

    def _number_of(self, document):
        """Return which of these numbers a document is about, normalised."""
        own = {poll.normalized for poll in self}
        named = [normalize(reference.value) for reference in document.references]
        named.append(normalize(document.package or ""))
        return next((number for number in named if number in own), named[0])

    def _ids_of(self, numbers):
        return {poll.id for poll in self if poll.normalized in numbers}


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    def _receive_payload(self, payload, content_type):
        """Take in what a partner answered in its own words; tell whether it is new."""
        door = self.env["logistics.door"]._of_integration(self.id)
        messages = self.env["logistics.message"].sudo()
        return messages._accept(door, payload, content_type, None, {})[1]

    def _receive_documents(
        self, documents, *, key=None, correlation_id=None, answers=None
    ):
        """Take in canonical documents that an answer was read into, as one message.

        So they are kept, told from repetitions, mapped and traced as what partners send.

        :param documents: of one type, such as ``TrackingEvent``.
        :param key: what makes it one and the same; by default its content does.
        :param correlation_id: of the business that it is about.
        :param answers: the message that was answered.
        :return: (the ``logistics.message``, whether it is new).
        """
        self.ensure_one()
        document_type = documents[0].document_type
        told = [document.to_json() for document in documents]
        payload = json.dumps({"type": document_type, "documents": told}).encode()
        door = self.env["logistics.door"]._of_integration(self.id)
        messages = self.env["logistics.message"].sudo()
        identity = Identity(document_type, key)
        with telemetry.bound(correlation_id=correlation_id):
            message_id, is_new = messages._accept(
                door, payload, CANONICAL_CONTENT_TYPE, None, {}, identity
            )
        message = messages.browse(message_id)
        if is_new:
            # Never by what a sender declares: it decides who reads the message.
            message.write(
                {"is_canonical": True, "answers_id": answers.id if answers else False}
            )
        return message, is_new


class LogisticsMessage(models.Model):
    _inherit = "logistics.message"

    is_canonical = fields.Boolean(
        string="Read Already",
        readonly=True,
        help="It holds canonical documents that an answer was read into when it came, "
        "not the partner's own words.",
    )

    @api.model
    def _canonical_among(self, messages):
        """Return those of the messages that hold canonical documents."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM logistics_message WHERE id = ANY(%s) AND is_canonical "
                "ORDER BY id",
                list(messages.ids),
            )
        )
        return messages.browse(row[0] for row in rows)


class LogisticsAdapter(models.AbstractModel):
    _inherit = "logistics.adapter"

    @api.model
    def _track_batch_size(self, integration):
        """Return how many tracking numbers one call may ask about."""
        return 1

    @api.model
    def _track(self, integration, numbers):
        """Ask the partner for news of up to ``_track_batch_size`` tracking numbers.

        :return: canonical documents, or (number, payload bytes, content type) of
            answers that read as the partner's messages do; what is left out, the
            partner knows nothing of.
        :raise CallError: if the partner cannot be asked; ``refused`` also stands for a
            number that it does not know.
        """
        raise NotImplementedError


class LogisticsAdapterCanonical(models.AbstractModel):
    """Reads messages that hold canonical documents in our own JSON."""

    _name = "logistics.adapter.canonical"
    _inherit = "logistics.adapter"
    _description = "Canonical Adapter"

    @api.model
    def _decode(self, message):
        content = json.loads(message._body())
        document_class = DOCUMENTS.get(content["type"])
        if document_class is None:
            raise DecodeError("value", f"No addon knows {content['type']}.")
        return [document_class.from_json(told) for told in content["documents"]]

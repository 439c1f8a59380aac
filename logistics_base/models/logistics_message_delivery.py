# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..canonical.event_types import EVENT_TYPES
from ..protocols.webhook_schedule import pause_after
from .logistics_message_dispatch import _NOT_ASKED
from .loose_fields import LooseMany2one

#: The receiver says that it is gone for good (RFC 9110, 15.5.11).
GONE = 410


class LogisticsMessage(models.Model):
    """Events on their way to subscribers: signed, and sent until they are taken.

    What may have arrived is sent again, always under the same id: the receiver tells
    repetitions by it.
    """

    _inherit = "logistics.message"

    subscription_id = LooseMany2one("logistics.subscription", readonly=True)
    event_id = LooseMany2one("logistics.event", readonly=True)

    _of_subscription = models.Index(
        "(subscription_id, id) WHERE subscription_id IS NOT NULL"
    )
    _awaited = models.Index(
        "(subscription_id) WHERE subscription_id IS NOT NULL "
        "AND direction = 'outbound' AND state IN ('received', 'retry', 'processing')"
    )

    @api.model
    def _selection_document_type(self):
        known = super()._selection_document_type()
        types = {code for code, _label in known}
        return known + [
            (one.code, one.label)
            for one in EVENT_TYPES.values()
            if one.is_public and one.code not in types
        ]

    @api.model
    def _fill_outbox(self):
        return self.env["logistics.subscription"]._fan_out() or super()._fill_outbox()

    def _post(self, integration):
        if not self.subscription_id:
            return super()._post(integration)
        client = integration._http_client()
        body = self._body()
        try:
            client.request(
                "POST",
                integration.outbox_path or "",
                content=body,
                content_type=self.content_type,
                headers=self.subscription_id._signature(self.external_id, body),
                repeatable=False,
                changes=True,
            )
        finally:
            self._note_exchange(client)
            client.close()
        return self.http_url

    def _send_again(self):
        # Whoever asks for it gets all attempts anew.
        told = self.filtered("subscription_id").sudo()
        told.write({"attempts": 0})
        return super()._send_again()

    # What became of it

    def _set_sent(self, transport, sent_to):
        result = super()._set_sent(transport, sent_to)
        if self.subscription_id:
            self.subscription_id._note_delivered()
        return result

    def _note_call_error(self, error):
        if not self.subscription_id:
            return super()._note_call_error(error)
        text = "\n".join((str(error), *error.problems))
        if error.status is None and error.category in _NOT_ASKED:
            return self._put_off(error, text)
        if error.status == GONE:
            self._finish_badly("dead", error.category, text)
            self.subscription_id._disable_as_gone()
            return False
        self._note_undelivered(error.category, text, error.retry_after)
        # Who answers may take the next one: this one may be what it stumbles at.
        return error.status is not None

    def _note_hopeless(self, category, text):
        if not self.subscription_id:
            return super()._note_hopeless(category, text)
        return self._note_undelivered(category, text)

    def _note_doubt(self, text):
        if not self.subscription_id:
            return super()._note_doubt(text)
        return self._note_undelivered("uncertain", text)

    def _put_off(self, error, text):
        """Nobody was asked: it is no attempt."""
        wait = timedelta(seconds=max(error.retry_after or 0.0, 1.0))
        self._move(
            ("processing",),
            attempts=self.attempts - 1,
            state="retry",
            error_category=error.category,
            error_message=text[:1000],
            next_attempt_at=fields.Datetime.now() + wait,
        )
        return False

    def _note_undelivered(self, category, text, asked=None):
        """It was not taken: it is sent again, for three days; then it is a dead letter."""
        pause = pause_after(self.attempts, random.random(), asked)  # noqa: S311
        if pause is None:
            self._finish_badly("dead", category, text)
        else:
            self._move(
                ("processing",),
                state="retry",
                error_category=category,
                error_message=text[:1000],
                next_attempt_at=fields.Datetime.now() + timedelta(seconds=pause),
            )
        self.subscription_id._note_failing(text)
        return False

    # Who is served

    @api.model
    def _callable_clause(self):
        # Nobody who is left to recover takes up the time of those who wait.
        return SQL(
            """
            (i.adapter != 'events' OR NOT EXISTS (
                SELECT 1 FROM logistics_gate g
                 WHERE g.integration_id = i.id AND g.circuit = 'open'
                   AND g.retry_at > extract(epoch FROM clock_timestamp())))
            """
        )

    @api.model
    def _wanted_clause(self):
        return SQL(
            """
            (m.subscription_id IS NULL OR EXISTS (
                SELECT 1 FROM logistics_subscription s
                 WHERE s.id = m.subscription_id AND s.state = 'active'))
            """
        )

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import dataclasses
import json
import uuid
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from .. import telemetry
from ..mapping.errors import DecodeError
from ..transport.call_errors import CallError
from .logistics_adapter import Identity
from .logistics_poll_run import CANONICAL_CONTENT_TYPE


class Asked(NamedTuple):
    """What came of asking a partner.

    :ivar messages: what it answered, as inbound ``logistics.message`` records.
    :ivar news: those of them that had not been told before.
    """

    messages: object
    news: object


class LogisticsIntegration(models.Model):
    """Asks the partner how things stand, and takes its answer in like any message.

    So an answer is kept, told from repetitions, mapped, compared by shadow flows and
    traced as what the partner sends by itself; what a webhook lost is repaired by it.
    """

    _inherit = "logistics.integration"

    def _can_ask(self, name):
        """Tell whether the partner can be asked for something.

        :param name: of a kind of call, such as ``orders_status``.
        """
        self.ensure_one()
        return self._call_named(name) is not None

    def _ask_size(self, name):
        """Return how many things one call may ask for."""
        call = self._call_named(name)
        return call.batch_size if call else 1

    def _call_named(self, name):
        adapter = self.env[f"logistics.adapter.{self.adapter}"].sudo()
        return adapter._call_of(self.sudo(), name)

    def _ask(self, name, request, *, correlation_id=None, shipment_ids=()):
        """Ask the partner, page by page, and take in what it answers.

        Nothing is committed but the record of the calls. Where one page fails nothing
        is taken in: half a count of a warehouse is none.

        :param name: of a kind of call.
        :param request: the canonical request as JSON values, as the kind tells.
        :return: :class:`Asked`.
        :raise CallError: if the partner cannot be asked, or its answer cannot be read.
        :raise UserError: if it cannot be asked for that, or is not set up to be called.
        """
        self.ensure_one()
        call = self._call_named(name)
        if call is None:
            raise UserError(
                self.env._(
                    "%(partner)s cannot be asked for that (%(name)s).",
                    partner=self.name,
                    name=name,
                )
            )
        told = self._answers_to(call, request, correlation_id, shipment_ids)
        with telemetry.bound(correlation_id=correlation_id):
            received = [self._receive_answer(call, *one) for one in told]
        messages = self.env["logistics.message"].sudo()
        ids = [message_id for message_id, _is_new in received]
        news = [message_id for message_id, is_new in received if is_new]
        return Asked(messages.browse(ids), messages.browse(news))

    def _answers_to(self, call, request, correlation_id, shipment_ids):
        """Return [(payload, content type, whether it is in our own words)]."""
        adapter = self.env[f"logistics.adapter.{self.adapter}"].sudo()
        client = self._http_client()
        try:
            answers = list(
                call.ask(
                    client,
                    request,
                    self.call_options or {},
                    _unless_unreadable(adapter._answer_decoder(self)),
                )
            )
        except CallError as error:
            raise error.without_secrets(client.redactor()) from None
        finally:
            self._log_calls(
                client, call.kind.answer.document_type, correlation_id, shipment_ids
            )
            client.close()
        if call.reads_messages:
            return [
                (answer.content, answer.headers.get("Content-Type"), False)
                for answer, found in answers
                if found
            ]
        return [
            (_payload(document), CANONICAL_CONTENT_TYPE, True)
            for document in _joined(call.kind, answers)
        ]

    def _receive_answer(self, call, payload, content_type, is_canonical):
        """Take in one answer; return (message id, whether it is new)."""
        door = self.env["logistics.door"]._of_integration(self.id)
        messages = self.env["logistics.message"].sudo()
        identity = None
        if call.kind.always_news:
            key = f"asked:{uuid.uuid4().hex}"
            identity = Identity(call.kind.answer.document_type, key)
        elif is_canonical:
            identity = Identity(call.kind.answer.document_type)
        message_id, is_new = messages._accept(
            door, payload, content_type, None, {}, identity
        )
        if is_new and is_canonical:
            messages.browse(message_id).is_canonical = True
        return message_id, is_new


class LogisticsAdapter(models.AbstractModel):
    _inherit = "logistics.adapter"

    @api.model
    def _call_of(self, integration, name):
        """Return the call of that name; None where the partner knows none."""
        return None

    @api.model
    def _answer_decoder(self, integration):
        """Return ``(parsed, headers) -> documents`` for answers that are messages."""
        return None


class LogisticsAdapterPreset(models.AbstractModel):
    _inherit = "logistics.adapter.preset"

    @api.model
    def _call_of(self, integration, name):
        outbound = self._preset_of(integration.preset).outbound
        return outbound.calls.get(name) if outbound else None

    @api.model
    def _answer_decoder(self, integration):
        return self._preset_of(integration.preset).decode_parsed


def _unless_unreadable(decode):
    """What cannot be decoded is kept all the same: as a message that says why."""

    def run(parsed, headers):
        try:
            return decode(parsed, headers)
        except DecodeError:
            return [None]

    return run


def _joined(kind, answers):
    """Return the documents in the answers to one question; pages make one of them."""
    found = [one for _answer, told in answers for one in _listed(told)]
    if not kind.joined or len(found) < 2:
        return found
    lines = tuple(line for one in found for line in getattr(one, kind.joined))
    return [dataclasses.replace(found[0], **{kind.joined: lines})]


def _listed(told):
    if told is None:
        return []
    return told if isinstance(told, list) else [told]


def _payload(document):
    told = {"type": document.document_type, "documents": [document.to_json()]}
    return json.dumps(told).encode()

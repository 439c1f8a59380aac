# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from itertools import groupby

from odoo import api, fields, models

from ..mapping.outbound.documents import entry_at
from ..transport.call_errors import CallError
from ..transport.http.client import SUCCESS
from ..transport.http.redaction import Redactor


class LogisticsMessage(models.Model):
    """Documents told as a preset says: what is called, and what the answer means."""

    _inherit = "logistics.message"

    outgoing_call = fields.Json(
        readonly=True,
        groups="logistics_base.group_payload_viewer",
        help="How it is sent, and what its answer is read by.",
    )

    def _post(self, integration):
        call = self.sudo().outgoing_call
        if not call:
            return super()._post(integration)
        entry = self._entry_of(integration, call)
        client = integration._http_client()
        try:
            answer = client.request(
                call["method"],
                call.get("path") or integration.outbox_path or "",
                expect=entry.answer.expected() if entry else SUCCESS,
                **self._call_arguments(integration, call),
            )
        finally:
            self._note_exchange(client)
            client.close()
        if entry:
            try:
                self._heed_answer(integration, entry, call, answer)
            except CallError as error:
                raise error.without_secrets(client.redactor()) from None
        return self.http_url

    def _call_arguments(self, integration, call):
        """Return what the client is given beside the method and the path."""
        body = self._body()
        headers = dict(call.get("headers") or {})
        if call.get("signed"):
            headers |= integration._signature(body)
        return {
            "content": body or None,
            "content_type": self.content_type or None,
            "headers": headers,
            "params": call.get("query"),
            "timeout": call.get("timeout"),
            "repeatable": self._may_be_repeated(),
            "changes": True,
        }

    def _entry_of(self, integration, call):
        """Return how the preset tells such a document; None where it does no more."""
        outbound = self.env["logistics.preset"]._compiled(integration.preset).outbound
        return outbound and entry_at(outbound.documents, call.get("entry"))

    def _heed_answer(self, integration, entry, call, answer):
        """Take in what the partner answered, as if it had sent it by itself.

        :raise CallError: if it said no and nobody knows what that means.
        """
        preset = self.env["logistics.preset"]._compiled(integration.preset)
        answered = entry.answer.read(
            answer,
            call.get("subject"),
            integration.call_options or {},
            preset.decode_parsed,
        )
        documents = sorted(answered.documents, key=_type_of)
        for document_type, several in groupby(documents, _type_of):
            integration._receive_documents(
                list(several),
                # Who tells the same of another message tells something new.
                key=f"answer:{self.id}:{self.attempts}:{document_type}",
                correlation_id=self.correlation_id,
                answers=self,
            )
        if answered.refusal:
            words = Redactor(integration._secrets().values()).text(answered.refusal)
            self.warning = self.env._("The partner refused it: %s", words)

    def _is_recognised(self):
        call = self.sudo().outgoing_call or {}
        return bool(call.get("repeatable")) or super()._is_recognised()

    def _may_be_repeated(self):
        return self._is_recognised() or super()._may_be_repeated()

    def _worth_patience(self):
        told = super()._worth_patience()
        # A partner that is down may let others answer for it: with 502, say.
        return (*told, "uncertain") if self._is_recognised() else told

    @api.model
    def _expire_payloads(self, ids):
        # What it tells of is known by its answer's expressions, too.
        self.env.cr.execute(
            "UPDATE logistics_message SET outgoing_call = NULL WHERE id = ANY(%s) "
            "AND outgoing_call IS NOT NULL",
            (ids,),
        )
        self.invalidate_model(["outgoing_call"])
        return super()._expire_payloads(ids)


def _type_of(document):
    return document.document_type

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..canonical.documents import DocumentError
from ..mapping.errors import DecodeError
from .logistics_message_accept import _short
from .loose_fields import LooseMany2one

OUTBOX_CRON = "logistics_base.ir_cron_outbox"


class LogisticsMessage(models.Model):
    """The outbox: what is to be sent waits here, durably, until it is sent."""

    _inherit = "logistics.message"

    error_category = fields.Selection(
        selection_add=[("transport", "Could Not Be Sent")]
    )
    transport = fields.Selection(
        [("queued", "To Be Sent"), ("folder", "File"), ("http", "HTTP")],
        string="Sent by",
        readonly=True,
        help="Empty for what was received, and for calls that were answered at once.",
    )
    control_number = fields.Char(
        readonly=True, help="Ours; the partner acknowledges the message by it."
    )
    sent_at = fields.Datetime(readonly=True)
    sent_to = fields.Char(string="Sent as", readonly=True)
    answers_id = LooseMany2one(
        "logistics.message",
        string="Answers",
        readonly=True,
        index="btree_not_null",
        help="The message that this one acknowledges.",
    )
    answer_ids = fields.One2many(
        "logistics.message", "answers_id", string="Answered by", readonly=True
    )
    warning = fields.Text(
        readonly=True, help="What was wrong with it and was let pass, as agreed."
    )

    _outbox = models.Index(
        "(integration_id, priority, id) WHERE direction = 'outbound' "
        "AND state IN ('received', 'retry', 'processing')"
    )

    @api.model
    def _send(
        self,
        integration,
        document,
        *,
        correlation_id=None,
        shipment_ids=(),
        key=None,
    ):
        """Queue a canonical document for a partner; it is sent after the commit.

        :param integration: whose partner it is for; a live one sends.
        :param document: a canonical document that the integration's adapter encodes.
        :param correlation_id: of the business that it is about.
        :param shipment_ids: ids of shipments it is about.
        :param key: makes it one and the same: what was queued under a key before is
            returned instead, however long ago it was sent.
        :return: the outbound ``logistics.message``; the first one, where the partner is
            told of one thing at a time.
        :raise UserError: if the document cannot be encoded for this partner.
        """
        integration.ensure_one()
        document_type = document.document_type
        if first := self._queued_before(integration, document_type, key):
            return first
        outgoing = self._encoded(integration, document)
        several = outgoing if isinstance(outgoing, list) else [outgoing]
        correlation_id = correlation_id or uuid.uuid4().hex
        queued = [
            self._queue_outbound(
                integration,
                document_type,
                one,
                key=f"{key}#{number}" if key and number > 1 else key,
                correlation_id=correlation_id,
                shipment_ids=shipment_ids,
            )
            for number, one in enumerate(several, 1)
        ]
        return queued[0]

    @api.model
    def _encoded(self, integration, document):
        adapter = self.env[f"logistics.adapter.{integration.adapter}"].sudo()
        try:
            return adapter._encode(document, integration.sudo())
        except NotImplementedError as error:
            problem = str(error) or self.env._("its adapter writes no such documents")
        except (DecodeError, DocumentError) as error:
            problem = str(error)
        raise UserError(
            self.env._(
                "This cannot be sent to %(integration)s: %(problem)s",
                integration=integration.name,
                problem=problem,
            )
        )

    @api.model
    def _queued_before(self, integration, document_type, key):
        """Return the message that was queued under a key, empty if there is none."""
        if not key:
            return self.browse()
        found = self.env.execute_query(
            SQL(
                "SELECT message_id FROM logistics_message_key WHERE integration_id = %s "
                "AND document_type = %s AND key = %s",
                integration.id,
                document_type,
                _outbound_key(key),
            )
        )
        return self.browse(found[0]) if found else self.browse()

    @api.model
    def _queue_outbound(
        self,
        integration,
        document_type,
        outgoing,
        *,
        key=None,
        correlation_id=None,
        shipment_ids=(),
        answers_id=None,
    ):
        """Write an encoded message to the outbox, once for each key; return it.

        :param Outgoing outgoing: what is to be sent.
        """
        if first := self._queued_before(integration, document_type, key):
            return first
        body, large = self._take(outgoing.content)
        attachment_id = self._keep_large(large, outgoing.name, outgoing.content_type)
        message = self.sudo().create(
            {
                "integration_id": integration.id,
                "direction": "outbound",
                "document_type": document_type,
                "external_id": outgoing.name,
                "correlation_id": correlation_id or uuid.uuid4().hex,
                "shipment_ids": [fields.Command.set(list(shipment_ids))],
                "transport": "queued",
                "control_number": outgoing.control_number,
                "payload": False if attachment_id else base64.b64encode(body),
                "attachment_id": attachment_id,
                "content_type": outgoing.content_type,
                "filename": f"{outgoing.name.replace(' ', '-')}.{outgoing.extension}",
                "size": len(outgoing.content),
                "answers_id": answers_id,
                "ack_state": "waiting" if outgoing.acknowledged else False,
                "outgoing_call": outgoing.call or False,
                **self._outbound_flow_vals(integration, document_type),
            }
        )
        if key and not message._keep_key(key):
            large = message.attachment_id
            message.unlink()
            large.unlink()
            return self._queued_before(integration, document_type, key)
        if message.state == "received":
            self._wake_outbox()
        return self.browse(message.id)

    def _keep_key(self, key):
        """Remember the message under a key; return False where another has it.

        Where the other was written meanwhile, a transaction that repeats its reads ends
        here: it begins anew, and finds the message.
        """
        self.env.cr.execute(
            "INSERT INTO logistics_message_key "
            "(integration_id, document_type, key, message_id) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (
                self.integration_id.id,
                self.document_type,
                _outbound_key(key),
                self.id,
            ),
        )
        return self.env.cr.rowcount == 1

    @api.model
    def _outbound_flow_vals(self, integration, document_type):
        """Return the state, as the flow of the document type would have it."""
        flow = integration.sudo().flow_ids.filtered(
            lambda f: f.direction == "outbound" and f.document_type == document_type
        )
        vals = {"priority": flow.priority or 5}
        if flow.mode == "off":
            return vals | {
                "state": "parked",
                "error_category": "flow_off",
                "error_message": self.env._("The flow is switched off."),
                "wait_ids": [
                    fields.Command.create(
                        {
                            "company_id": integration.company_id.id,
                            "kind": "flow",
                            "key": flow._wait_key(),
                        }
                    )
                ],
            }
        if flow.mode == "shadow":
            return vals | {
                "state": "done",
                "ack_state": False,
                "shadow_result": "new",
                "shadow_note": self.env._("Not sent: the flow is in shadow."),
            }
        return vals

    @api.model
    def _wake_outbox(self):
        """Have the outbox drained as soon as this transaction is committed."""
        self._call_crons(self.env.ref(OUTBOX_CRON).ids)

    # Sending again

    def action_replay(self):
        outbound = self.filtered(lambda message: message.direction == "outbound")
        if not outbound:
            return super().action_replay()
        self.check_access("write")
        outbound._check_may_repeat()
        if inbound := self - outbound:
            super(LogisticsMessage, inbound).action_replay()
        if outbound.filtered(lambda message: message._may_have_arrived()):
            return outbound._ask_before_repeating()
        return outbound._send_again()

    def _check_may_repeat(self):
        if self.filtered(lambda message: not message.transport):
            raise UserError(
                self.env._("A call is not repeated from here: try again what made it.")
            )
        if self.filtered(lambda message: message.state == "processing"):
            raise UserError(self.env._("It is being sent right now."))
        self._check_has_payload()

    def _may_have_arrived(self):
        """Tell whether the partner may have it already."""
        return bool(self.sent_at) or self.state == "in_doubt"

    def _ask_before_repeating(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Again?"),
            "res_model": "logistics.message.resend",
            "view_mode": "form",
            "target": "new",
            "context": {"default_message_ids": self.ids},
        }

    def _send_again(self):
        """Queue messages of the outbox once more, byte for byte as they were."""
        self._set_received()
        waiting = self.sudo().filtered("ack_state")
        waiting.write({"ack_state": "waiting", "ack_at": False, "ack_note": False})
        self._wake_outbox()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s queued again.", len(self)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _set_arrived(self, note):
        """The partner has it: nothing is left to do.

        :param str note: how that is known.
        """
        self._move(
            ("received", "retry", "processing", "in_doubt", "dead", "done"),
            state="done",
            error_category=False,
            error_message=False,
            next_attempt_at=False,
            processed_at=fields.Datetime.now(),
            warning=note,
        )


def _outbound_key(key):
    # Beside the keys of what is received.
    return _short(f"out:{key}")

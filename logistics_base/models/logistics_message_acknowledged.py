# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical.acknowledgement import STATUSES
from .logistics_integration_edi import EDI_ADAPTERS


class LogisticsMessage(models.Model):
    """What the partner's system says of what we sent."""

    _inherit = "logistics.message"

    error_category = fields.Selection(selection_add=[("envelope", "Envelope Refused")])
    ack_state = fields.Selection(
        [
            ("waiting", "Waited for"),
            ("received", "Received"),
            ("accepted", "Accepted"),
            ("accepted_with_errors", "Accepted with Errors"),
            ("partially_accepted", "Partly Accepted"),
            ("rejected", "Rejected"),
        ],
        string="Acknowledgement",
        readonly=True,
        help="Empty: none is expected.",
    )
    ack_due_at = fields.Datetime(string="Acknowledged until", readonly=True)
    ack_at = fields.Datetime(string="Acknowledged on", readonly=True)
    ack_note = fields.Text(string="What the Partner Says", readonly=True)
    ack_overdue = fields.Boolean(
        string="Acknowledgement Overdue",
        compute="_compute_ack_overdue",
        search="_search_ack_overdue",
    )

    _control = models.Index(
        "(integration_id, control_number) WHERE control_number IS NOT NULL"
    )
    _ack_due = models.Index("(ack_due_at) WHERE ack_state = 'waiting'")

    @api.model
    def _document_labels(self):
        return {
            **super()._document_labels(),
            "edi.acknowledgement": self.env._("EDI Acknowledgement"),
            "edi.unread": self.env._("Unread EDI Transaction"),
        }

    @api.model
    def _advice_by_category(self):
        return {
            **super()._advice_by_category(),
            "envelope": self.env._(
                "It is not from or for whom it should be, or its counts are wrong. Ask "
                "the partner to send it anew; or change what was agreed on the page "
                "“EDI” of the integration, then replay."
            ),
        }

    @api.depends("ack_state", "ack_due_at", "state")
    def _compute_ack_overdue(self):
        now = fields.Datetime.now()
        for message in self:
            message.ack_overdue = (
                message.ack_state == "waiting"
                and message.state == "done"
                and bool(message.ack_due_at)
                and message.ack_due_at < now
            )

    @api.model
    def _search_ack_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = fields.Domain(
            [
                ("ack_state", "=", "waiting"),
                ("state", "=", "done"),
                ("ack_due_at", "<", fields.Datetime.now()),
            ]
        )
        return overdue if True in value else ~overdue

    def _acknowledge(self, document):
        """Take in what a partner says of this message.

        Whatever it says proves that the message arrived. What was said before counts
        on, unless the new word is worse.

        :param document: an ``Acknowledgement``.
        """
        self.ensure_one()
        self._lock_fresh()
        ranks = {status: rank for rank, status in enumerate(("waiting", *STATUSES))}
        known = self.ack_state or "waiting"
        status = max(known, document.status, key=ranks.get)
        notes = [self.ack_note or "", *map(self._said_of(document), document.problems)]
        self.sudo().write(
            {
                "ack_state": status,
                "ack_at": fields.Datetime.now(),
                "ack_note": "\n".join(dict.fromkeys(filter(None, notes)))[:4000],
                "sent_at": self.sent_at or fields.Datetime.now(),
            }
        )
        if self.state in ("in_doubt", "retry"):
            self._set_arrived(self.env._("The partner has acknowledged it."))
        if status == "rejected" and self.state == "done":
            self._set_rejected()
        self._on_acknowledged(document)

    def _lock_fresh(self):
        """Keep others from changing these messages, and see what they have changed."""
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT id FROM logistics_message WHERE id = ANY(%s) ORDER BY id "
            "FOR NO KEY UPDATE",
            (self.ids,),
        )
        self.invalidate_recordset(flush=False)

    @api.model
    def _said_of(self, document):
        what = document.set_id and f"{document.set_id} {document.transaction_control}"
        return lambda problem: f"{what}: {problem}" if what else problem

    def _set_rejected(self):
        """The partner cannot use it: a person has to see to it."""
        self._move(
            ("done",),
            state="dead",
            error_category="refused",
            error_message=self.ack_note
            or self.env._("The partner rejected it without saying why."),
        )

    def _on_acknowledged(self, document):
        """Hook: a message of this document type was acknowledged.

        :param document: an ``Acknowledgement``; ``status`` is one of its ``STATUSES``.
        """

    # What we say of what the partner sent

    @api.model
    def _accept(self, door, payload, content_type, filename, headers, identity=None):
        message_id, is_new = super()._accept(
            door, payload, content_type, filename, headers, identity
        )
        if is_new and door.adapter in EDI_ADAPTERS:
            message = self.sudo().browse(message_id)
            if message.state == "quarantined":
                # No drain comes by it; the sender is to know.
                message._conclude(message.integration_id)
        return message_id, is_new

    def _process(self, integration, received):
        result = super()._process(integration, received)
        self._conclude(integration)
        return result

    def _conclude(self, integration):
        """Have the adapter say what is to be said of messages that were decided."""
        self.env[f"logistics.adapter.{integration.adapter}"]._conclude(
            integration, self
        )

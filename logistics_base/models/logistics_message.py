# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..canonical.documents import DOCUMENTS
from .loose_fields import LooseMany2many, LooseMany2one

#: A person has to look at these.
PROBLEM_STATES = ("dead", "quarantined", "in_doubt")
#: The drain takes these.
DUE_STATES = ("received", "retry")
#: How much of a payload the form shows, in bytes.
PREVIEW_SIZE = 64 * 1024


class LogisticsMessage(models.Model):
    """One message from or to a partner: the inbox and the outbox.

    A row is written before the partner gets its answer and is never changed but by the
    state setters below, each of which names the states it may start from.
    """

    _name = "logistics.message"
    _description = "Integration Message"
    _order = "id desc"
    _rec_name = "external_id"
    _log_access = False

    # Without a foreign key, which would lock the integration's row for every message:
    # an integration that has messages cannot be deleted anyway.
    integration_id = LooseMany2one(
        "logistics.integration", required=True, readonly=True
    )
    company_id = fields.Many2one(related="integration_id.company_id")
    kind = fields.Selection(related="integration_id.kind")
    direction = fields.Selection(
        [("inbound", "Inbound"), ("outbound", "Outbound")],
        required=True,
        default="inbound",
        readonly=True,
    )
    document_type = fields.Selection(
        selection="_selection_document_type", readonly=True
    )
    external_id = fields.Char(string="Partner's Id", readonly=True)
    correlation_id = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("received", "Received"),
            ("processing", "Processing"),
            ("done", "Done"),
            ("parked", "Parked"),
            ("retry", "Waiting to Retry"),
            ("quarantined", "Quarantined"),
            ("in_doubt", "In Doubt"),
            ("dead", "Dead Letter"),
            ("discarded", "Discarded"),
        ],
        required=True,
        default="received",
        readonly=True,
        group_expand=True,
    )
    priority = fields.Integer(default=5, readonly=True)
    attempts = fields.Integer(default=0, readonly=True)
    next_attempt_at = fields.Datetime(readonly=True)
    error_category = fields.Selection(
        [
            ("syntax", "Does Not Parse"),
            ("decode", "Does Not Decode"),
            ("value", "Wrong Value"),
            ("reference", "Unknown Reference"),
            ("ambiguous", "Ambiguous Reference"),
            ("mapping", "Unmapped Code"),
            ("binding", "Unbound Id"),
            ("time", "Implausible Time"),
            ("not_authoritative", "Not the System of Record"),
            ("flow_off", "Flow Switched Off"),
            ("no_handler", "Nothing Handles It"),
            ("access", "Refused by Odoo"),
            ("transient", "Passing Trouble"),
            ("internal", "Internal Error"),
        ],
        readonly=True,
    )
    error_message = fields.Text(readonly=True)
    payload = fields.Binary(
        attachment=False,
        readonly=True,
        groups="logistics_base.group_payload_viewer",
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Large Payload",
        readonly=True,
        index="btree_not_null",
        groups="logistics_base.group_payload_viewer",
    )
    payload_text = fields.Text(
        string="Content",
        compute="_compute_payload_text",
        groups="logistics_base.group_payload_viewer",
    )
    original_payload = fields.Binary(
        attachment=False,
        readonly=True,
        groups="logistics_base.group_payload_viewer",
        help="What the partner sent, where a person has corrected it since.",
    )
    corrected_by_id = fields.Many2one("res.users", readonly=True)
    content_type = fields.Char(readonly=True)
    filename = fields.Char(readonly=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    received_at = fields.Datetime(
        readonly=True, required=True, default=fields.Datetime.now
    )
    processed_at = fields.Datetime(readonly=True)
    duration = fields.Float(
        string="Took (s)",
        compute="_compute_duration",
        help="From received to processed.",
    )
    discard_reason = fields.Char(readonly=True)
    discarded_by_id = fields.Many2one("res.users", readonly=True)
    shadow_result = fields.Selection(
        [("same", "Same"), ("differs", "Differs"), ("new", "Not Known Here")],
        readonly=True,
        help="What a shadow flow found when it compared instead of applying.",
    )
    shadow_note = fields.Text(readonly=True)
    wait_ids = fields.One2many("logistics.message.wait", "message_id", readonly=True)
    milestone_ids = fields.One2many("logistics.milestone", "message_id", readonly=True)
    shipment_ids = LooseMany2many(
        "logistics.shipment",
        relation="logistics_message_shipment_rel",
        column1="message_id",
        column2="shipment_id",
        readonly=True,
    )

    _due = models.Index(
        "(integration_id, priority, id) "
        "WHERE direction = 'inbound' AND state IN ('received', 'retry')"
    )
    _trace = models.Index("(correlation_id)")
    _of_integration = models.Index("(integration_id, id)")
    # Messages arrive in the order of time: a few blocks tell what came when.
    _arrival = models.Index("USING brin (received_at)")
    _problems = models.Index(
        "(state, error_category) WHERE state IN ('dead', 'quarantined', 'in_doubt', "
        "'parked')"
    )

    @api.model
    def _selection_document_type(self):
        """Return the document types that the installed addons know."""
        labels = self._document_labels()
        return [(name, labels.get(name, name)) for name in DOCUMENTS]

    @api.model
    def _document_labels(self):
        return {
            "shipment.milestone": self.env._("Tracking Event"),
            "shipment": self.env._("Shipment"),
        }

    @api.model
    def _problem_states(self):
        return PROBLEM_STATES

    @api.depends("external_id", "integration_id")
    def _compute_display_name(self):
        for message in self:
            message.display_name = message.external_id or f"#{message.id}"

    @api.depends("received_at", "processed_at")
    def _compute_duration(self):
        for message in self:
            took = (message.processed_at or message.received_at) - message.received_at
            message.duration = took.total_seconds()

    def _compute_payload_text(self):
        for message in self:
            with message._open_payload() as stream:
                shown = stream.read(PREVIEW_SIZE + 1)
            text = shown[:PREVIEW_SIZE].decode("utf-8", "replace").replace("\0", "␀")
            message.payload_text = text + ("…" if len(shown) > PREVIEW_SIZE else "")

    # Reading the payload

    def _body(self):
        """Return the payload as bytes."""
        self.ensure_one()
        # A form reads the sizes of binary fields, not what they hold.
        payload = self.with_context(bin_size=False).payload
        if payload:
            return base64.b64decode(payload)
        return self.sudo().attachment_id.raw or b""

    def _open_payload(self):
        """Return the payload as a binary stream; a large one is read from its file."""
        self.ensure_one()
        attachment = self.sudo().attachment_id
        if attachment.store_fname:
            return open(attachment._full_path(attachment.store_fname), "rb")
        return io.BytesIO(self.sudo()._body())

    # What a person may do

    def action_replay(self):
        """Process again, whatever became of it before; effects are not doubled."""
        self.check_access("write")
        if running := self.filtered(lambda m: m.state == "processing"):
            raise UserError(self.env._("Being processed right now: %s", len(running)))
        replayed = self.filtered(lambda m: m.direction == "inbound")
        replayed._check_has_payload()
        replayed._set_received()
        self._wake_drain()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s queued again.", len(replayed)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_has_payload(self):
        empty = self.sudo().search(
            [
                ("id", "in", self.ids),
                ("payload", "=", False),
                ("attachment_id", "=", False),
                ("size", ">", 0),
            ],
            limit=1,
        )
        if empty:
            raise UserError(
                self.env._(
                    "The payload of %s is past its retention: it cannot be replayed.",
                    empty.display_name,
                )
            )

    def action_correct(self):
        """Open the payload for correction."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct and Replay"),
            "res_model": "logistics.message.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_message_id": self.id},
        }

    def action_discard(self):
        """Ask why, then set the messages aside for good."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Discard"),
            "res_model": "logistics.message.discard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_message_ids": self.ids},
        }

    def action_view_trace(self):
        """Open everything that bears the same correlation id."""
        self.ensure_one()
        return self.env["logistics.trace"]._open(self.correlation_id)

    def _correct(self, body):
        """Replace the payload by a corrected one and process it; the first is kept."""
        self.ensure_one()
        message = self.sudo()
        large = message.attachment_id
        message.write(
            {
                "original_payload": message.original_payload
                or base64.b64encode(message._body()),
                "payload": base64.b64encode(body),
                "attachment_id": False,
                "size": len(body),
                "corrected_by_id": self.env.uid,
            }
        )
        large.unlink()
        return self.action_replay()

    # State setters

    def _set_received(self):
        """Queue again from any state but ``processing``."""
        self._move(
            ("received", "retry", "done", "parked", "quarantined", "in_doubt", "dead")
            + ("discarded",),
            state="received",
            next_attempt_at=False,
            error_category=False,
            error_message=False,
            processed_at=False,
            discard_reason=False,
            discarded_by_id=False,
        )
        self.sudo().wait_ids.unlink()

    def _set_retry(self, category, error, next_attempt_at):
        """Passing trouble: it is tried again later."""
        self._move(
            DUE_STATES,
            state="retry",
            error_category=category,
            error_message=error,
            next_attempt_at=next_attempt_at,
        )

    def _set_dead(self, category, error):
        """It cannot be processed as it is: a person must correct or discard it."""
        self._move(
            DUE_STATES,
            state="dead",
            error_category=category,
            error_message=error,
            processed_at=fields.Datetime.now(),
        )

    def _set_quarantined(self, category, error):
        """It cannot be trusted whole (cut off, unreadable): nothing of it is applied."""
        self._move(
            DUE_STATES,
            state="quarantined",
            error_category=category,
            error_message=error,
            processed_at=fields.Datetime.now(),
        )

    def _set_discarded(self, reason):
        """A named person sets it aside, and says why."""
        self._move(
            ("received", "retry", "parked", "quarantined", "in_doubt", "dead"),
            state="discarded",
            discard_reason=reason,
            discarded_by_id=self.env.uid,
            processed_at=fields.Datetime.now(),
        )
        self.sudo().wait_ids.unlink()

    def _move(self, from_states, **values):
        if wrong := self.filtered(lambda message: message.state not in from_states):
            raise UserError(
                self.env._(
                    "Message %(message)s is %(state)s: that cannot be done now.",
                    message=wrong[0].display_name,
                    state=wrong[0].state,
                )
            )
        self.sudo().write(values)

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "A message is changed by replaying, correcting or discarding."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_retention_only(self):
        if not self.env.su:
            raise UserError(
                self.env._("Messages are deleted by the retention of their flow.")
            )

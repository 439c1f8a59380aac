# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

#: So many messages are replayed at a time.
MOST_MESSAGES = 5_000


class LogisticsIncident(models.Model):
    """Which messages fail of an incident, and how they get through in the end."""

    _inherit = "logistics.incident"

    message_count = fields.Integer(compute="_compute_message_count")

    def _message_domain(self):
        """Return the domain of the messages that fail of it now, None for no messages."""
        self.ensure_one()
        by_kind = {
            "drain": [
                ("direction", "=", "inbound"),
                ("state", "in", ("received", "retry")),
            ],
            "circuit": [
                "|",
                ("state", "in", ("received", "retry")),
                "&",
                "&",
                ("state", "=", "dead"),
                ("error_category", "=", "transient"),
                ("processed_at", ">=", self.first_seen_at),
            ],
            "outbox": [("direction", "=", "outbound"), ("state", "=", "received")],
            "acknowledgement": [("ack_overdue", "=", True)],
            "in_doubt": [("state", "=", "in_doubt")],
            "dead_letter": [
                ("state", "in", ("dead", "quarantined")),
                ("error_category", "=", self.cause_key),
            ],
            "mapping": self._parked_for("code"),
            "binding": self._parked_for("binding"),
        }
        if self.kind not in by_kind or not self.integration_id:
            return None
        return [("integration_id", "=", self.integration_id.id), *by_kind[self.kind]]

    def _parked_for(self, kind):
        return [
            ("state", "=", "parked"),
            ("wait_ids.kind", "=", kind),
            ("wait_ids.key", "=like", f"{self.cause_key}:%"),
        ]

    def _compute_message_count(self):
        # How many there are is no secret to who may see the incident.
        messages = self.env["logistics.message"].sudo()
        for incident in self:
            domain = incident._message_domain()
            incident.message_count = domain and messages.search_count(domain)

    def action_view_messages(self):
        """Open the messages that fail of it."""
        return self._action(
            "logistics_base.logistics_message_action",
            self._message_domain() or [("id", "=", False)],
        )

    # Replaying

    def _replayable(self, limit=None):
        """Return the inbound messages that failed of it and still hold their payload."""
        domain = self._message_domain()
        if not domain:
            return self.env["logistics.message"]
        # sudo: whether there is a payload is no secret, what it holds is
        found = (
            self.env["logistics.message"]
            .sudo()
            .search(
                [
                    *domain,
                    ("direction", "=", "inbound"),
                    ("state", "in", ("parked", "dead", "quarantined", "retry")),
                    "|",
                    ("size", "=", 0),
                    "|",
                    ("payload", "!=", False),
                    ("attachment_id", "!=", False),
                ],
                order="id",
                limit=limit,
            )
        )
        return found.sudo(False)

    def action_replay_messages(self):
        """Process again all that failed of it; effects are not doubled."""
        self.ensure_one()
        self.check_access("write")
        messages = self._replayable(MOST_MESSAGES)
        if not messages:
            raise UserError(self.env._("None of its messages is left to be replayed."))
        told = messages.action_replay()
        self._add_entries("replayed", self.env._("%s messages", len(messages)))
        return told

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .logistics_message_outbox import OUTBOX_CRON
from .logistics_watchdog import NEGLECT


class LogisticsIncident(models.Model):
    _inherit = "logistics.incident"

    kind = fields.Selection(
        selection_add=[
            ("outbox", "Messages Not Sent"),
            ("acknowledgement", "Acknowledgement Overdue"),
        ],
        ondelete={"outbox": "cascade", "acknowledgement": "cascade"},
    )


class LogisticsWatchdog(models.AbstractModel):
    """Looks after what we send."""

    _inherit = "logistics.watchdog"

    @api.model
    def _looks(self):
        return [
            *super()._looks(),
            ("outbox", self._unsent_messages, timedelta(0)),
            ("acknowledgement", self._overdue_acknowledgements, timedelta(0)),
        ]

    @api.model
    def _unsent_messages(self):
        """Return {integration: since when its outbox has not been drained}."""
        late = fields.Datetime.now() - NEGLECT
        waiting = self.env["logistics.message"]._read_group(
            [
                ("direction", "=", "outbound"),
                ("state", "=", "received"),
                ("received_at", "<", late),
                ("integration_id.state", "=", "live"),
                # Those wait for a receiver; the subscription says how it fares.
                ("subscription_id", "=", False),
            ],
            ["integration_id"],
            ["received_at:min"],
        )
        cron = self.env.ref(OUTBOX_CRON)
        if waiting and not cron.active:
            self._reactivate(cron)
        elif waiting:
            cron._trigger()
        return {
            integration: self.env._(
                "Messages have waited since %s UTC to be sent.",
                since.replace(microsecond=0),
            )
            for integration, since in waiting
        }

    @api.model
    def _overdue_acknowledgements(self):
        """Return {integration: how many acknowledgements are overdue}."""
        overdue = self.env["logistics.message"]._read_group(
            [("ack_overdue", "=", True), ("integration_id.state", "=", "live")],
            ["integration_id"],
            ["__count"],
        )
        return {
            integration: self.env._(
                "%s messages have not been acknowledged in time.", count
            )
            for integration, count in overdue
        }

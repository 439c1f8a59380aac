# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

#: A case that must be resolved this soon is on the board.
SOON = timedelta(hours=4)


class LogisticsToday(models.AbstractModel):
    """Cases whose time runs out, and incidents."""

    _inherit = "logistics.today"

    @api.model
    def _cards(self):
        return [
            *super()._cards(),
            self._card(
                "incidents",
                5,
                self.env._("Incidents"),
                self.env._("All partners are well."),
                "logistics_base.logistics_incident_action",
                "logistics.incident",
                [("state", "!=", "resolved"), ("alerted_at", "!=", False)],
                row=self._incident_row,
                tone="danger",
                order="severity desc, opened_at",
            ),
            self._card(
                "cases_due",
                8,
                self.env._("Cases due"),
                self.env._("No case is about to run out of time."),
                "logistics_base.logistics_exception_action_inbox",
                "logistics.exception",
                [
                    ("state", "!=", "resolved"),
                    ("due_at", "<", fields.Datetime.now() + SOON),
                ],
                row=self._due_row,
                tone="warning",
                order="due_at, severity desc",
            ),
        ]

    @api.model
    def _incident_row(self, incident):
        kinds = dict(incident._fields["kind"]._description_selection(self.env))
        return {
            "title": incident.integration_id.name or kinds[incident.kind],
            "subtitle": incident.summary,
            "badge": incident.user_id.name or "",
        }

    @api.model
    def _due_row(self, exception):
        return {**self._exception_row(exception), "due": exception.due_at}

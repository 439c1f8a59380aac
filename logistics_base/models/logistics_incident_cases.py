# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .logistics_incident_touched import PARTNER_KINDS

#: Cases of these types come from trouble with the partner, where it has any.
TECHNICAL_TYPES = ("technical", "silence")
#: Cases that were opened so long before an incident was noticed may come from it.
NOTICED_BEFORE = timedelta(hours=12)


class LogisticsIncident(models.Model):
    """The cases that come from an incident."""

    _inherit = "logistics.incident"

    exception_ids = fields.One2many("logistics.exception", "incident_id")
    exception_count = fields.Integer(compute="_compute_exceptions")
    open_exception_count = fields.Integer(compute="_compute_exceptions")

    def _compute_exceptions(self):
        counts = {
            (incident.id, is_open): count
            for is_open in (True, False)
            for incident, count in self.env["logistics.exception"]._read_group(
                [
                    ("incident_id", "in", self.ids),
                    ("state", "!=" if is_open else "=", "resolved"),
                ],
                ["incident_id"],
                ["__count"],
            )
        }
        for incident in self:
            still_open = counts.get((incident.id, True), 0)
            incident.open_exception_count = still_open
            incident.exception_count = still_open + counts.get((incident.id, False), 0)

    @api.model
    def _open_seen(self, kind, causes, seen):
        incidents = super()._open_seen(kind, causes, seen)
        if kind in PARTNER_KINDS:
            incidents._adopt_cases()
        return incidents

    def _adopt_cases(self):
        """Take the technical cases of late that their partner has open."""
        cases = self.env["logistics.exception"].search(
            [
                ("integration_id", "in", self.integration_id.ids),
                ("type", "in", TECHNICAL_TYPES),
                ("state", "!=", "resolved"),
                ("incident_id", "=", False),
                ("opened_at", ">", fields.Datetime.now() - NOTICED_BEFORE),
            ]
        )
        for incident in self:
            mine = cases.filtered(
                lambda case, of=incident: case.integration_id == of.integration_id
            )
            mine.incident_id = incident

    def action_view_exceptions(self):
        """Open the cases under it."""
        return self.env["logistics.exception"]._cases_action(
            [("incident_id", "in", self.ids)]
        )


class LogisticsException(models.Model):
    """Technical trouble of a shipment belongs to the incident that it comes from."""

    _inherit = "logistics.exception"

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._join_incidents()
        return cases

    def _join_incidents(self):
        """Put technical cases under the open incident of their partner."""
        technical = self.filtered(
            lambda case: (
                case.type in TECHNICAL_TYPES
                and case.integration_id
                and not case.incident_id
            )
        )
        if not technical:
            return
        incidents = self.env["logistics.incident"].sudo()
        found = incidents.search(
            [
                ("integration_id", "in", technical.integration_id.ids),
                ("kind", "in", list(PARTNER_KINDS)),
                ("state", "!=", "resolved"),
            ],
            order="id desc",
        )
        by_partner = {incident.integration_id: incident for incident in found}
        for case in technical:
            case.incident_id = by_partner.get(case.integration_id)

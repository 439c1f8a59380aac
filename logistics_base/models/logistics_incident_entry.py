# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LogisticsIncidentEntry(models.Model):
    """One line of the course of an incident."""

    _name = "logistics.incident.entry"
    _description = "Course of an Incident"
    _order = "id"
    _rec_name = "what"
    _log_access = False

    incident_id = fields.Many2one(
        "logistics.incident",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="incident_id.company_id")
    at = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
    what = fields.Selection(
        [
            ("opened", "First seen"),
            ("told", "Owner told"),
            ("grew", "Grew"),
            ("acknowledged", "Acknowledged"),
            ("replayed", "Messages replayed"),
            ("over", "Over"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(readonly=True)
    occurrences = fields.Integer(string="How Many", readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True)


class LogisticsIncident(models.Model):
    _inherit = "logistics.incident"

    entry_ids = fields.One2many(
        "logistics.incident.entry", "incident_id", string="Course", readonly=True
    )

    def _add_entries(self, what, note=None):
        """Add a line to the course of each incident."""
        person = self.env.user if self.env.uid != self._bot() else False
        self.env["logistics.incident.entry"].sudo().create(
            [
                {
                    "incident_id": incident.id,
                    "what": what,
                    "note": note or incident.summary,
                    "occurrences": incident.occurrences,
                    "user_id": person and person.id,
                }
                for incident in self
            ]
        )

    def _bot(self):
        return self.env.ref("base.user_root").id

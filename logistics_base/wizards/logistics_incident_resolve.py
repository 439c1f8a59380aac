# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsIncidentResolve(models.TransientModel):
    """Asks how an incident ended, and clears up behind it."""

    _name = "logistics.incident.resolve"
    _description = "Resolve Incident"

    incident_id = fields.Many2one("logistics.incident", required=True, readonly=True)
    resolution = fields.Char(string="How It Ended", required=True)
    open_exception_count = fields.Integer(related="incident_id.open_exception_count")
    resolve_exceptions = fields.Boolean(string="Resolve the cases under it, too")
    code_id = fields.Many2one("logistics.resolution.code", string="Their Outcome")
    replayable_count = fields.Integer(compute="_compute_replayable_count")
    replay_messages = fields.Boolean(string="Process its messages again")

    @api.depends("incident_id")
    def _compute_replayable_count(self):
        for wizard in self:
            wizard.replayable_count = len(wizard.incident_id._replayable())

    def action_resolve(self):
        """Close the incident, and do with its cases and messages what was chosen."""
        self.ensure_one()
        incident = self.incident_id
        if self.resolve_exceptions:
            if not self.code_id:
                raise UserError(self.env._("Say how the cases under it ended."))
            incident.exception_ids._set_resolved(self.resolution, code=self.code_id)
        if self.replay_messages and self.replayable_count:
            incident.action_replay_messages()
        incident._set_resolved(self.resolution)
        return {"type": "ir.actions.act_window_close"}

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..canonical import vocabulary


class LogisticsRunbook(models.Model):
    """What to do about one kind of incident, for who has never seen it before."""

    _name = "logistics.runbook"
    _description = "Runbook"
    _order = "severity desc, id"
    _rec_name = "kind"

    kind = fields.Selection(selection="_selection_kind", required=True)
    severity = fields.Selection(
        list(vocabulary.SEVERITIES.items()),
        required=True,
        default="2",
        help="Of new incidents of this kind.",
    )
    meaning = fields.Html(string="What It Means", translate=True)
    steps = fields.Html(string="First Steps", translate=True)
    contacts = fields.Html(string="Whom to Call", translate=True)

    _once = models.Constraint("unique(kind)", "There is a runbook for this already.")

    @api.depends("kind")
    def _compute_display_name(self):
        names = dict(self._selection_kind())
        for runbook in self:
            runbook.display_name = names.get(runbook.kind, runbook.kind)

    @api.model
    def _selection_kind(self):
        kinds = self.env["logistics.incident"]._fields["kind"]
        return kinds._description_selection(self.env)

    @api.model
    def _severity_of(self, kind):
        """Return how grave new incidents of a kind are."""
        return self.sudo().search([("kind", "=", kind)], limit=1).severity or "2"


class LogisticsIncident(models.Model):
    _inherit = "logistics.incident"

    runbook_id = fields.Many2one("logistics.runbook", compute="_compute_runbook_id")
    runbook_meaning = fields.Html(string="What It Means", compute="_compute_runbook_id")
    runbook_steps = fields.Html(string="First Steps", compute="_compute_runbook_id")
    runbook_contacts = fields.Html(string="Whom to Call", compute="_compute_runbook_id")
    partner_runbook = fields.Html(
        related="integration_id.note", string="Of This Partner"
    )

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_runbook_id(self):
        runbooks = self.env["logistics.runbook"].search(
            [("kind", "in", self.mapped("kind"))]
        )
        by_kind = {runbook.kind: runbook for runbook in runbooks}
        for incident in self:
            runbook = by_kind.get(incident.kind, runbooks.browse())
            incident.runbook_id = runbook
            incident.runbook_meaning = runbook.meaning
            incident.runbook_steps = runbook.steps
            incident.runbook_contacts = runbook.contacts

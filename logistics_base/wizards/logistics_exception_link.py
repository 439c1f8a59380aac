# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LogisticsExceptionLink(models.TransientModel):
    """Links many cases to what they follow from: another case, or an incident."""

    _name = "logistics.exception.link"
    _description = "Link Exceptions to a Root Cause"

    exception_ids = fields.Many2many(
        "logistics.exception",
        "logistics_exception_link_rel",
        "wizard_id",
        "exception_id",
        required=True,
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    root = fields.Selection(
        [
            ("incident", "An incident"),
            ("exception", "Another case"),
            ("new", "Something new, which hits many: open an incident"),
        ],
        string="They Follow from",
        required=True,
        default="incident",
    )
    incident_id = fields.Many2one(
        "logistics.incident",
        domain="[('company_id', '=', company_id), ('state', '!=', 'resolved')]",
    )
    parent_id = fields.Many2one(
        "logistics.exception",
        string="Case",
        domain="[('company_id', '=', company_id), ('state', '!=', 'resolved'), "
        "('id', 'not in', exception_ids)]",
    )
    summary = fields.Char(string="What Happened")

    @api.depends("exception_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.exception_ids.company_id[:1]

    def action_link(self):
        """Link the cases."""
        self.ensure_one()
        if len(self.exception_ids.company_id) > 1:
            raise UserError(
                self.env._("Cases of different companies have no common root cause.")
            )
        if self.root == "exception":
            self._check_chosen(self.parent_id)
            self.exception_ids.write({"parent_id": self.parent_id.id})
        else:
            incident = self.incident_id if self.root == "incident" else self._report()
            self._check_chosen(incident)
            self.exception_ids.write({"incident_id": incident.id})
        return {"type": "ir.actions.act_window_close"}

    def _check_chosen(self, chosen):
        if not chosen:
            raise UserError(self.env._("Say what they follow from."))

    def _report(self):
        """Open an incident in the person's own words."""
        if not self.summary:
            raise UserError(self.env._("Say in a few words what happened."))
        return self.env["logistics.incident"].create(
            {
                "kind": "reported",
                "summary": self.summary,
                "company_id": self.company_id.id,
                "severity": max(self.exception_ids.mapped("severity")),
            }
        )

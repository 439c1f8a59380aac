# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class LogisticsRuleAction(models.Model):
    """Customer-service cases as opportunities."""

    _inherit = "logistics.rule.action"

    case_kind = fields.Selection(
        selection_add=[("lead", "An opportunity")],
        ondelete={"lead": "set default"},
    )
    crm_team_id = fields.Many2one(
        "crm.team", string="Sales Team", ondelete="set null", index="btree_not_null"
    )

    @api.model
    def _versioned(self):
        return [*super()._versioned(), "crm_team_id"]

    @api.model
    def _case_openers(self):
        return {**super()._case_openers(), "lead": self._open_leads}

    @api.model
    def _open_leads(self, action, firings):
        return self._for_shipments(firings, action._open_leads_of)

    def _open_leads_of(self, firings):
        unsettled = [("probability", "<", 100)]
        return self._open_records(firings, "crm.lead", unsettled, self._lead_vals)

    def _lead_vals(self, firing):
        shipment = firing.shipment_id
        return {
            "name": f"{shipment.name}: {self.text or self.rule_id.name}",
            "type": "opportunity",
            "partner_id": shipment.partner_id.id,
            "company_id": shipment.company_id.id,
            "team_id": self.crm_team_id.id,
            "user_id": self._person(firing).id,
            "description": self._note(firing),
            "logistics_shipment_id": shipment.id,
        }

# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class LogisticsRuleAction(models.Model):
    """Customer-service cases as tasks."""

    _inherit = "logistics.rule.action"

    case_kind = fields.Selection(
        selection_add=[("task", "A task")], ondelete={"task": "set default"}
    )
    project_id = fields.Many2one(
        "project.project", ondelete="set null", index="btree_not_null"
    )

    @api.constrains("type", "case_kind", "project_id")
    def _check_project(self):
        for action in self:
            is_task = action.type == "case" and action.case_kind == "task"
            if is_task and not action.project_id:
                raise ValidationError(
                    self.env._("Choose the project in which tasks are opened.")
                )

    @api.model
    def _versioned(self):
        return [*super()._versioned(), "project_id"]

    @api.model
    def _case_openers(self):
        return {**super()._case_openers(), "task": self._open_tasks}

    @api.model
    def _open_tasks(self, action, firings):
        return self._for_shipments(firings, action._open_tasks_of)

    def _open_tasks_of(self, firings):
        unsettled = [("is_closed", "=", False)]
        return self._open_records(firings, "project.task", unsettled, self._task_vals)

    def _task_vals(self, firing):
        shipment = firing.shipment_id
        return {
            "name": f"{shipment.name}: {self.text or self.rule_id.name}",
            "project_id": self.project_id.id,
            "partner_id": shipment.partner_id.id,
            "user_ids": [Command.set(self._person(firing).ids)],
            "description": self._note(firing),
            "logistics_shipment_id": shipment.id,
        }
